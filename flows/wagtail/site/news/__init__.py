"""The one kind of page that the site has."""
