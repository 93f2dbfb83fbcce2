"""The login page of the electronic diary."""

from __future__ import annotations

from verifier.authoring import Element, Place


class DiaryLogin(Place):
    """E-mail, password and a button to send them. Source: the `3p` rows of the diary in stand/README.md."""

    name = "страница входа в дневник"
    where = "на странице входа в дневник"
    system = "diary"
    path = "/login"

    email = Element("поле для электронной почты", "input[type=email]")
    password = Element("поле для пароля", "input[type=password]")
    complaint = Element("сообщение об ошибке", "[role=alert]")
    submit = Element("кнопка отправки", "button[type=submit]")
