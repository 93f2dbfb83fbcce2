"""VK Мессенджер: its entry page, the list of chats, and a new chat."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from verifier.authoring import BUTTON, BoundControl, Control, Element, Mismatch, Place, appears, measure

_ITEM = ":is([data-testid=vkme_convo_list_item], .ConvoListItem)"
_COMPOSER = "[data-testid=vkme_composer_input]"
_DIALOG = ":is(dialog[open], [role=dialog])"


class VkMessenger(Place):
    """Two doors, the list, «Создайте новый». Source: the messenger's rows in stand/README.md."""

    name = "VK Мессенджер"
    where = "в VK Мессенджере"
    system = "messenger"
    path = "/"
    private = (
        _ITEM,
        _COMPOSER,
        "[class*=message]",
        "[class*=member]",
        "[class*=user-name]",
        "[class*=avatar]",
        "[class*=chat__title]",
    )

    enter = Control("Войти", BUTTON)
    enter_sferum = Control("Войти в Сферум", BUTTON)
    create = Control("Создайте новый", BUTTON)

    search = Element("поле поиска над списком чатов", "input[placeholder=Поиск]")
    chat_list = Element("список чатов", _ITEM, many=True)
    first_chat = Element("первый чат списка", f":is(ul, ol, [role=list]) > :first-child {_ITEM}")
    new_chat_title = Element("поле для названия нового чата", f"{_DIALOG} input:not([type=checkbox])")
    new_chat_submit = Element("кнопка, которая создаёт чат", f"{_DIALOG} button[type=submit]")
    new_chat_cancel = Element(
        "кнопка, которая закрывает окошко нового чата", f"{_DIALOG} button:text-is('Отмена')"
    )
    new_chat_complaint = Element("сообщение об ошибке в окошке нового чата", f"{_DIALOG} [role=alert]")
    composer = Element("поле для сообщения", _COMPOSER)
    chat_title = Element("название открытого чата", "[class*=chat__title]")
    no_such_chat = Element("сообщение, что чата нет", ":text-is('Чат не найден')")
    nothing_found = Element("сообщение, что ничего не найдено", ":text-is('Ничего не найдено')")
    notice = Element("сообщение мессенджера", "[role=alert], [role=status]")
    log_out = Element("кнопка выхода из мессенджера", "button:text-is('Выйти')")

    def shows(self, url: str) -> bool:
        """Any page of the messenger but the callback that VK ID returns to."""
        return self.is_of_system(url) and "callback" not in url

    def door(self, name: str) -> BoundControl:
        """Return one of the two doors of the entry page: `enter` or `enter_sferum`."""
        return self.enter if name == "enter" else self.enter_sferum

    def chats(self) -> Locator:
        """Locate the items of the list of chats."""
        return self.window().locator(_ITEM).filter(visible=True)

    def has_chats(self) -> bool:
        """Say whether at least one chat comes into the list."""
        return appears(self.chats(), self.windows.patience_ms)

    def shows_chat(self, title: str) -> bool:
        """Say whether the list of chats has one of this title at present."""
        return self.chats().filter(has_text=title).count() > 0

    def open_chat(self, title: str) -> str:
        """Press a chat of the list, and return the address that it has."""
        page = self.window()
        before = page.url
        self.chats().filter(has_text=title).click()
        if not self.windows.await_state(lambda: page.url != before):
            raise Mismatch("у открытого чата свой адрес", f"адрес остался прежним: {before}")
        return page.url

    def spells_chat(self, title: str) -> bool:
        """Say whether the list comes to show a chat whose title reads exactly so, letter by letter."""
        return appears(self.chats().get_by_text(title, exact=True), self.windows.patience_ms)

    def await_chats(self, number: int) -> None:
        """Wait until the list has so many chats. Raises `Mismatch` when it comes to have more or fewer."""
        try:
            expect(self.chats()).to_have_count(number, timeout=self.windows.patience_ms)
        except AssertionError:
            raise Mismatch(f"чатов в списке: {number}", f"их {self.chats().count()}") from None

    def scroll_to_chat(self, title: str) -> bool:
        """Scroll the list to a chat, and say whether the chat has come into sight."""
        chat = self.chats().filter(has_text=title)
        chat.scroll_into_view_if_needed()
        try:
            expect(chat).to_be_in_viewport(timeout=self.windows.patience_ms)
        except AssertionError:
            return False
        return True

    def type_on_keyboard(self, text: str) -> None:
        """Type a text and press Enter, wherever the keyboard's focus is."""
        keyboard = self.window().keyboard
        keyboard.type(text)
        keyboard.press("Enter")

    def chat_list_span(self) -> tuple[float, float]:
        """Return where the list of chats begins and ends across the window, as shares of the window's width."""
        box = measure(self.chat_list.find()).box
        if box is None:
            raise Mismatch("список чатов виден", "он пропал с экрана")
        left, _, width, _ = box
        whole = float(self.window().evaluate("innerWidth"))
        return left / whole, (left + width) / whole

    def await_chat(self, title: str) -> None:
        """Wait until the list has exactly one chat of this title. Raises `Mismatch` when it has none or several.

        Where an open chat takes the whole window, as on a telephone, it is left for the list.
        """
        named = self.chats().filter(has_text=title)
        back = self.window().get_by_role("link", name="К списку чатов")
        if appears(named.or_(back), self.windows.patience_ms) and back.count():
            back.click()
        try:
            expect(named).to_have_count(1, timeout=self.windows.patience_ms)
        except AssertionError:
            raise Mismatch(
                "новый чат один раз стоит в списке", f"таких чатов в списке: {named.count()}"
            ) from None
