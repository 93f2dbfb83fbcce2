"""What a person does in a browser becomes a draft that holds."""
