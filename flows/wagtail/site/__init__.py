"""The site itself: settings, addresses and one kind of page. Each release runs it by a Python of its own."""
