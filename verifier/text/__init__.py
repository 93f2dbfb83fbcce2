"""Written instructions: read block by block and sentence by sentence, with nothing lost on the way."""
