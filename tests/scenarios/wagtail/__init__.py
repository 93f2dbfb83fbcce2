"""What editors do on the stock Wagtail site."""
