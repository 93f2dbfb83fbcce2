"""The diary after signing in, and its tab «Чаты»."""

from __future__ import annotations

from urllib.parse import urlsplit

from pages.control import BUTTON, TAB, Control
from pages.element import Element
from pages.place import Place
from pages.sites import origin_of


class ChatsTab(Place):
    """The tab and its three documented controls. Source: the instruction; the tab's address is not known."""

    name = "дневник"
    where = "в дневнике"
    private = ("[class*=pupil]", "[class*=account-name]", "[class*=profile]", "[class*=user]")

    tab = Control("Чаты", TAB)
    link = Control("Привязать к VK ID", BUTTON)
    open_chats = Control("Перейти в чаты", BUTTON)
    unlink = Control("Отвязать аккаунт от VK ID", BUTTON)
    content = Element("содержимое дневника", ":is(main, [role=main], app-root):not(:has(main, [role=main]))")
    complaint = Element("сообщение об ошибке", "[role=alert]")
    notice = Element("сообщение дневника", "[role=status]")
    marks = Element("вкладка «Оценки»", "[role=tab]:text-is('Оценки')")
    log_out = Element("кнопка выхода из дневника", "button:text-is('Выйти')")

    def names(self, name: str) -> bool:
        """Say whether the page comes to show every word of a name."""
        body = self.window().locator("body")
        return bool(self.windows.await_state(lambda: all(word in body.inner_text() for word in name.split())))

    @property
    def address(self) -> str:
        """The diary's start page, which a signed-in student gets."""
        return f"{self.sites.diary}/"

    def shows(self, url: str) -> bool:
        """Any page of the diary but the login page, and but the callback that VK ID returns to."""
        path = urlsplit(url).path
        return origin_of(url) == self.sites.diary and not path.startswith("/login") and "callback" not in path
