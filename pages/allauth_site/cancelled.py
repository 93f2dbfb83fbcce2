"""The page for members who have changed their mind at the other service."""

from __future__ import annotations

from verifier.authoring import HEADING, Control, Place


class CancelledPage(Place):
    """What a refusal at VK ID leads to. Source: allauth's template `socialaccount/login_cancelled.html`."""

    name = "страница отменённой авторизации"
    where = "на странице отменённой авторизации"
    system = "allauth"
    path = "/accounts/3rdparty/login/cancelled/"

    heading = Control("Авторизация отменена", HEADING)
