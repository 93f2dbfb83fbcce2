"""What readers do on the stock django-allauth site."""
