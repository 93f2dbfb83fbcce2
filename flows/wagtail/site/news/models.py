"""The site's pages: a title each, and pages below them."""

from __future__ import annotations

from wagtail.models import Page


class NewsPage(Page):
    """A page that has nothing but its title."""

    template = "news_page.html"
