"""The suite's own tests, and the scenarios."""
