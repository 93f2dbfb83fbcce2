"""The menu that members have on every page of the site."""

from __future__ import annotations

from verifier.authoring import BUTTON, Control, Place


class Menu(Place):
    """Links to a member's own pages. Source: allauth's template `allauth/layouts/base.html`."""

    name = "сайт"
    where = "в меню сайта"
    system = "allauth"

    connections = Control("Прикрепленные аккаунты", BUTTON)
