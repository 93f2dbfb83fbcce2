"""The diary after signing in, and its tab «Чаты»."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from verifier.screen.control import BUTTON, SHARE_BEFORE_LIKENESS, TAB, Control, controls_on, is_clear, rank
from verifier.screen.element import Element
from verifier.screen.place import Place
from verifier.screen.sites import origin_of
from verifier.screen.trouble import Mismatch
from verifier.screen.waiting import appears


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
    retry = Element("кнопка, которая спрашивает дневник ещё раз", "button:text-is('Повторить')")
    marks = Element("вкладка «Оценки»", "[role=tab]:text-is('Оценки')")
    log_out = Element("кнопка выхода из дневника", "button:text-is('Выйти')")

    def names(self, name: str) -> bool:
        """Say whether the page comes to show every word of a name."""
        body = self.window().locator("body")
        return bool(self.windows.await_state(lambda: all(word in body.inner_text() for word in name.split())))

    def is_linked(self, known: Sequence[str] = ()) -> bool:
        """Say whether the tab, which has been chosen, is that of a linked account, by its documented buttons.

        Where none of them comes, the clearest likeness of one decides; `known` are all documented labels. Raises
        `Mismatch` when nothing tells.
        """
        page = self.window()
        linked = self.unlink.exactly(page).or_(self.open_chats.exactly(page))
        either = linked.or_(self.link.exactly(page))
        windows, patience = self.windows, self.windows.patience_ms
        if not appears(either, patience * SHARE_BEFORE_LIKENESS):
            # What resembles a label on a page that is still being loaded is no likeness.
            rest_ms = patience * (1 - SHARE_BEFORE_LIKENESS)
            windows.await_state(lambda: bool(either.count()) or not windows.network.is_busy(), rest_ms)
        if either.count():
            return linked.count() > 0
        shown = controls_on(page, BUTTON)
        rankings = [(one, rank(one.control, shown, known)) for one in (self.unlink, self.link)]
        clear = [(ranking[0].percent, one) for one, ranking in rankings if is_clear(one.control, ranking)]
        if not clear:
            names = ", ".join(f"«{name}»" for _, name in shown if name)
            raise Mismatch(
                f"на вкладке {self.tab} видно, привязан ли аккаунт VK", f"есть только: {names or 'ничего'}"
            )
        return max(clear, key=lambda pair: pair[0])[1].label == self.unlink.label

    def names_account(self, name: str) -> bool:
        """Say whether the tab of a linked account comes to show this name, word after word.

        What stands around the tab does not count: there the diary may name its pupil.
        """
        page = self.window()

        def named() -> bool:
            shown = " ".join(self.content.on(page).all_inner_texts())
            return " ".join(name.split()).casefold() in " ".join(shown.split()).casefold()

        return bool(self.windows.await_state(named, self.windows.patience_ms * SHARE_BEFORE_LIKENESS))

    @property
    def address(self) -> str:
        """The diary's start page, which a signed-in student gets."""
        return f"{self.sites.diary}/"

    def shows(self, url: str) -> bool:
        """Any page of the diary but the login page, and but the callback that VK ID returns to."""
        path = urlsplit(url).path
        return origin_of(url) == self.sites.diary and not path.startswith("/login") and "callback" not in path
