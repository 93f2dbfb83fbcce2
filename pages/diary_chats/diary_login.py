"""The login page of the electronic diary."""

from __future__ import annotations

from urllib.parse import urlsplit

from verifier.screen.element import Element
from verifier.screen.place import Place
from verifier.screen.sites import origin_of


class DiaryLogin(Place):
    """E-mail, password and a button to send them. Source: the `3p` rows of the diary in stand/README.md."""

    name = "страница входа в дневник"
    where = "на странице входа в дневник"

    email = Element("поле для электронной почты", "input[type=email]")
    password = Element("поле для пароля", "input[type=password]", secret=True)
    complaint = Element("сообщение об ошибке", "[role=alert]")
    submit = Element("кнопка отправки", "button[type=submit]")

    @property
    def address(self) -> str:
        """The documented address."""
        return f"{self.sites.diary}/login"

    def shows(self, url: str) -> bool:
        """The login page is told by its path."""
        return origin_of(url) == self.sites.diary and urlsplit(url).path.rstrip("/") == "/login"
