"""The explorer: actions in any order on the stand, held against a small model of what the product shows."""
