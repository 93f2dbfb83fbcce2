"""An editor's own account."""

from __future__ import annotations

from verifier.authoring import TAB, Control, Element, Place


class Account(Place):
    """Name, address, picture. Source: Wagtail's template `wagtailadmin/account/account.html`."""

    name = "страница аккаунта"
    where = "на странице аккаунта"
    system = "wagtail_site"
    path = "/admin/account/"

    profile = Control("Профиль", TAB)

    first_name = Element("поле для имени", "input[name$=first_name]")
    last_name = Element("поле для фамилии", "input[name$=last_name]")
    save = Element("кнопка под полями", "main form button[type=submit]")
