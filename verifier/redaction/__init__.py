"""What must not be shown: by value, in text, pictures and recordings."""
