"""The diary after signing in, and its tab «Чаты»."""

from __future__ import annotations

from urllib.parse import urlsplit

from verifier.authoring import BUTTON, SHARE_BEFORE_LIKENESS, TAB, Control, Element, Place


class ChatsTab(Place):
    """The tab and its three documented controls. Source: the instruction; the tab's address is not known.

    A signed-in student gets the diary's start page at its root.
    """

    name = "дневник"
    where = "в дневнике"
    system = "diary"
    path = "/"
    private = ("[class*=pupil]", "[class*=account-name]", "[class*=profile]", "[class*=user]")

    tab = Control("Чаты", TAB)
    link = Control("Привязать к VK ID", BUTTON)
    open_chats = Control("Перейти в чаты", BUTTON)
    unlink = Control("Отвязать аккаунт от VK ID", BUTTON)
    content = Element("содержимое дневника", ":is(main, [role=main], app-root):not(:has(main, [role=main]))")
    complaint = Element("сообщение об ошибке", "[role=alert]")
    notice = Element("сообщение дневника", "[role=status]")
    retry = Element("кнопка, которая спрашивает дневник ещё раз", "button:text-is('Повторить')")
    marks = Element("вкладка «Оценки»", "[role=tab]:text-is('Оценки')")
    log_out = Element("кнопка выхода из дневника", "button:text-is('Выйти')")

    def names(self, name: str) -> bool:
        """Say whether the page comes to show every word of a name."""
        body = self.window().locator("body")
        return bool(self.windows.await_state(lambda: all(word in body.inner_text() for word in name.split())))

    def names_account(self, name: str) -> bool:
        """Say whether the tab of a linked account comes to show this name, word after word.

        What stands around the tab does not count: there the diary may name its pupil.
        """
        page = self.window()

        def named() -> bool:
            shown = " ".join(self.content.on(page).all_inner_texts())
            return " ".join(name.split()).casefold() in " ".join(shown.split()).casefold()

        return bool(self.windows.await_state(named, self.windows.patience_ms * SHARE_BEFORE_LIKENESS))

    def shows(self, url: str) -> bool:
        """Any page of the diary but those on the way in, and but the callback that VK ID returns to."""
        path = urlsplit(url).path
        return self.is_of_system(url) and not path.startswith(("/login", "/esia")) and "callback" not in path
