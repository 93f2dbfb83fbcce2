"""The page on which members sign in."""

from __future__ import annotations

from verifier.authoring import BUTTON, HEADING, Control, Element, Kind, Place

_SUBMIT = Kind(BUTTON.name, ("button",))
"""The menu has a link of the same words."""


class LoginPage(Place):
    """Name, password and a button to send them. Source: allauth's template `account/login.html`."""

    name = "страница входа"
    where = "на странице входа"
    system = "allauth"
    path = "/accounts/login/"

    heading = Control("Войти", HEADING)
    submit = Control("Войти", _SUBMIT)

    username = Element("поле для имени пользователя", "input[name=login]")
    password = Element("поле для пароля", "input[name=password]")
    complaint = Element("сообщение об ошибке", "ul.errorlist")

    def complains(self) -> bool:
        """Say whether the page tells its visitor that something was wrong with what was sent."""
        return self.complaint.on(self.window()).count() > 0
