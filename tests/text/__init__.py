"""The text side: instruction, steps and controls, without a browser."""
