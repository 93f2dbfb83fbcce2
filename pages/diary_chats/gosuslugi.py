"""«Госуслуги» (ЕСИА), as a door of the diary."""

from __future__ import annotations

from urllib.parse import urlsplit

from verifier.authoring import BUTTON, BoundControl, Control, Element, Field, Place

PUPIL = "Ученик"
"""The role in which a pupil enters."""
_HOST = "esia.gosuslugi.ru"
_PATH = "/esia"


class Gosuslugi(Place):
    """Its form, then the choice of a role. Source: the row of «Госуслуги» in stand/README.md.

    It is at a host of its own; on the stand it is below the diary's name.
    """

    name = "страница входа через Госуслуги"
    where = "на странице Госуслуг"
    system = "diary"

    login = Field(
        "поле для логина Госуслуг",
        words=("Телефон / Email / СНИЛС",),
        autocomplete=("username",),
        names=("login",),
    )
    password = Field(
        "поле для пароля Госуслуг", words=("Пароль",), names=("password",), types=("password",), secret=True
    )
    submit = Element("кнопка входа на Госуслугах", ".plain-button_wide, button[type=submit]:only-of-type")

    def shows(self, url: str) -> bool:
        """Any page of «Госуслуги»."""
        parts = urlsplit(url)
        return parts.hostname == _HOST or (self.is_of_system(url) and parts.path.startswith(_PATH))

    def role(self, name: str) -> BoundControl:
        """Return the button of a role; which there are depends on who has signed in."""
        return BoundControl(self, Control(name, BUTTON))
