"""Reading a written instruction: what is kept, what is refused, and that nothing is lost in between."""
