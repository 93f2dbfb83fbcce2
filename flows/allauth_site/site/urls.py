"""The site's addresses: allauth's own, and nothing beside them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls"))]
