"""A stock django-allauth site: its members connect a VK account to their own, remove it, and connect it again."""
