"""The page on which editors sign in."""

from __future__ import annotations

from verifier.authoring import BUTTON, HEADING, Control, Element, Place


class LoginPage(Place):
    """Name, password and a button to send them. Source: Wagtail's template `wagtailadmin/login.html`."""

    name = "страница входа"
    where = "на странице входа"
    system = "wagtail_site"
    path = "/admin/login/"

    heading = Control("Войти в Wagtail", HEADING)
    forgotten = Control("Забыли пароль?", BUTTON)
    submit = Control("Войти", BUTTON)

    username = Element("поле для имени пользователя", "input[name=username]")
    password = Element("поле для пароля", "input[name=password]")
    send = Element("кнопка входа", "form button[type=submit]")
