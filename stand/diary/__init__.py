"""The stand's electronic diary: a JSON API, and a single-page application over it."""
