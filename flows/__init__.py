"""What the written instruction says, and what a user does to follow it."""
