"""What sets the suite up on a machine, and what the Makefile calls."""
