"""The field trial: its table of what is true, its figures, and a small part of the trial itself."""
