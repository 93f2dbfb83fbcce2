"""The site itself, as its packages ship it: settings and addresses, no page or template of its own."""
