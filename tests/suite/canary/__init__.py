"""The canary: unmistakable secrets, runs that handle them in every way, and a search of all that they leave."""
