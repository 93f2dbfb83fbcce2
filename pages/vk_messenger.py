"""VK Мессенджер: its entry page, the list of chats, and a new chat."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from pages.control import BUTTON, Control
from pages.element import Element
from pages.place import Place
from pages.sites import origin_of
from pages.trouble import Mismatch

_ITEM = "[data-testid=vkme_convo_list_item]"
_DIALOG = ":is(dialog[open], [role=dialog])"


class VkMessenger(Place):
    """Two doors, the list, «Создайте новый». Source: the messenger's rows in stand/README.md."""

    name = "VK Мессенджер"
    where = "в VK Мессенджере"
    private = (_ITEM, "[class*=message]", "[class*=member]", "[class*=user-name]", "[class*=chat__title]")

    enter = Control("Войти", BUTTON)
    enter_sferum = Control("Войти в Сферум", BUTTON)
    create = Control("Создайте новый", BUTTON)

    search = Element("поле поиска над списком чатов", "input[placeholder=Поиск]")
    chat_list = Element("список чатов", f":is(ul, ol, [role=list]):has({_ITEM})")
    new_chat_title = Element("поле для названия нового чата", f"{_DIALOG} input:not([type=checkbox])")
    new_chat_submit = Element("кнопка, которая создаёт чат", f"{_DIALOG} button[type=submit]")

    @property
    def address(self) -> str:
        """The entry page, or the chats of whoever is signed in."""
        return f"{self.sites.messenger}/"

    def shows(self, url: str) -> bool:
        """Any page of the messenger but the callback that VK ID returns to."""
        return origin_of(url) == self.sites.messenger and "callback" not in url

    def chats(self) -> Locator:
        """Locate the items of the list of chats."""
        return self.window().locator(_ITEM).filter(visible=True)

    def chat_list_span(self) -> tuple[float, float]:
        """Return where the list of chats begins and ends across the window, as shares of the window's width."""
        locator = self.chat_list.find()
        box = locator.bounding_box()
        if box is None:
            raise Mismatch("список чатов виден", "он пропал с экрана")
        width = float(locator.page.evaluate("innerWidth"))
        return box["x"] / width, (box["x"] + box["width"]) / width

    def await_chat(self, title: str) -> None:
        """Wait until the list has exactly one chat of this title. Raises `Mismatch` when it has none or several."""
        named = self.chats().filter(has_text=title)
        try:
            expect(named).to_have_count(1, timeout=self.windows.patience_ms)
        except AssertionError:
            raise Mismatch(
                "новый чат один раз стоит в списке", f"таких чатов в списке: {named.count()}"
            ) from None
