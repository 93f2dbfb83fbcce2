"""A stock Wagtail site of one of several releases: an editor signs in, writes a page and publishes it."""
