"""Recording: what a person does in a browser becomes a draft of a text, its page objects and its steps."""
