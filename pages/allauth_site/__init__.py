"""The pages of a stock django-allauth site on which members see to their accounts."""
