"""Written instructions: reading them, sentence by sentence."""
