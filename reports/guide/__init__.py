"""The guide: the instruction with fresh, annotated pictures, from the journal of a green walk."""
