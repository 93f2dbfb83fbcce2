"""The login page of the electronic diary."""

from __future__ import annotations

from verifier.authoring import Element, Field, Place


class DiaryLogin(Place):
    """E-mail, password and a button to send them. Source: the `3p` rows of the diary in stand/README.md."""

    name = "страница входа в дневник"
    where = "на странице входа в дневник"
    system = "diary"
    path = "/login"

    email = Field(
        "поле для электронной почты",
        words=("Электронная почта", "Эл. почта", "Почта", "E-mail", "Email", "Логин"),
        autocomplete=("username", "email"),
        names=("email", "login", "username"),
        types=("email",),
    )
    password = Field(
        "поле для пароля",
        words=("Пароль",),
        autocomplete=("current-password",),
        names=("password",),
        types=("password",),
        secret=True,
        behind="Далее",
    )
    code = Field(
        "поле для кода, который просит дневник",
        words=("Код из СМС", "Код из MAX", "Код подтверждения"),
        autocomplete=("one-time-code",),
        names=("code", "otp"),
    )
    gosuslugi = Element("кнопка «Госуслуги»", ":is(button, a):text-is('Госуслуги')")
    complaint = Element("сообщение об ошибке", "[role=alert]")
    submit = Element("кнопка отправки", "button[type=submit]")
