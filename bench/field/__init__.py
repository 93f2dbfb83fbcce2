"""The field trial: instructions walked on releases that came after them; what is told beside what is true."""
