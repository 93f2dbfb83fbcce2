"""How the table of the one kind of page is made."""
