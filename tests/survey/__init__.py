"""A survey: what is found of page objects on real pages, and how its readers are told."""
