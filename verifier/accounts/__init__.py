"""A target's accounts: where they come from, who has them for the moment, and that they stay as they were found."""
