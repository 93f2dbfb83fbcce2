// Counts elements.
elements => elements.length
