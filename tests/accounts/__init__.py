"""Accounts: where they come from, who has them, and that they stay as they were found."""
