"""The page that asks once more before it leads to the service whose account is to be connected."""

from __future__ import annotations

from verifier.authoring import BUTTON, HEADING, Control, Place


class ConfirmationPage(Place):
    """A heading and a button that leads to VK ID. Source: allauth's template `socialaccount/login.html`."""

    name = "страница соединения с VK"
    where = "на странице соединения с VK"
    system = "allauth"
    path = "/accounts/vk/login/"

    heading = Control("Соединение с VK", HEADING)
    proceed = Control("Продолжить", BUTTON)
