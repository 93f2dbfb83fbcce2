"""The page with the accounts of other services that are connected to a member's, and the way to one more."""

from __future__ import annotations

from verifier.authoring import BUTTON, HEADING, TEXT, Control, Element, Place


class ConnectionsPage(Place):
    """Connected accounts, and services to connect. Source: allauth's template `socialaccount/connections.html`.

    The texts of its messages are allauth's, in `socialaccount/messages/`.
    """

    name = "страница подключённых аккаунтов"
    where = "на странице подключённых аккаунтов"
    system = "allauth"
    path = "/accounts/3rdparty/"
    private = ("label[for^=id_account_]",)
    public = ("label[for^=id_account_] strong",)

    heading = Control("Прикрепленные аккаунты", HEADING)
    add = Control("Добавить внешний аккаунт", HEADING)
    vk = Control("VK", BUTTON)
    remove = Control("Удалить", BUTTON)
    connected = Control("Учетная запись стороннего сервиса подключена.", TEXT)
    removed = Control("Сторонняя учетная запись была отключена.", TEXT)
    taken = Control("Учетная запись стороннего сервиса уже подключена к другой учетной записи.", TEXT)

    services = Element("список сервисов под этим заголовком", "h2 + ul")
    choice = Element("подключённый аккаунт", "input[name=account][type=radio]")
    badge = Element("пометка подключённого аккаунта", "label[for^=id_account_] strong")
    account = Element("строка подключённого аккаунта", "label[for^=id_account_]")

    def names_account(self, name: str) -> bool:
        """Say whether the only account in the list comes to show this name, word after word."""
        shown = self.account.on(self.window())

        def named() -> bool:
            texts = [" ".join(text.split()).casefold() for text in shown.all_inner_texts()]
            return len(texts) == 1 and " ".join(name.split()).casefold() in texts[0]

        return bool(self.windows.await_state(named))
