"""The product is right but other than usual: no verdict changes."""
