"""The hands: how each move is made in the browser, by the verbs of the documented walk."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import Page

from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import Student, StudentWalk
from flows.vk_id.form import go_through_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import VkIdForm

SEARCHED = "Математика"
"""One of the chats that every account is given has this word in its title."""


class Hands:
    """A method for each move, of the same name. Each raises `Trouble` when the page does not let it be made."""

    def __init__(self, walk: StudentWalk, students: Sequence[Student]) -> None:
        self._walk = walk
        self._students = students

    def open_diary(self) -> None:
        self._walk.windows.open()
        self._walk.open(self._walk.on(ChatsTab))

    def sign_in_1(self) -> None:
        self._sign_in(self._students[0])

    def sign_in_2(self) -> None:
        self._sign_in(self._students[1])

    def log_out(self) -> None:
        self._walk.click(self._walk.on(ChatsTab).log_out)

    def choose_chats(self) -> None:
        self._walk.press(self._walk.on(ChatsTab).tab)

    def go_back(self) -> None:
        self._page.go_back(wait_until="domcontentloaded")

    def press_link(self) -> None:
        self._walk.press(self._walk.on(ChatsTab).link)

    def authorise_1(self) -> None:
        self._authorise(self._students[0])

    def authorise_2(self) -> None:
        self._authorise(self._students[1])

    def proceed(self) -> None:
        self._walk.press(self._walk.on(VkIdForm).proceed)

    def cancel(self) -> None:
        self._walk.click(self._walk.on(VkIdForm).cancel)

    def unlink(self) -> None:
        self._walk.press(self._walk.on(ChatsTab).unlink)

    def open_chats(self) -> None:
        self._walk.press(self._walk.on(ChatsTab).open_chats)

    def enter(self) -> None:
        self._walk.press(self._walk.on(VkMessenger).enter)

    def enter_sferum(self) -> None:
        self._walk.press(self._walk.on(VkMessenger).enter_sferum)

    def create_chat(self) -> None:
        messenger = self._walk.on(VkMessenger)
        self._walk.press(messenger.create)
        title = f"Новый чат {uuid.uuid4().hex[:6]}"
        self._walk.fill_in({messenger.new_chat_title: title}, then=messenger.new_chat_submit)
        messenger.await_chat(title)

    def search(self) -> None:
        self._walk.enter(self._walk.on(VkMessenger).search, SEARCHED)

    def reload(self) -> None:
        self._page.reload(wait_until="domcontentloaded")

    def switch(self) -> None:
        """Nothing is to be done: whoever looks next looks at the other window."""

    def close_window(self) -> None:
        self._page.close()

    def another_day(self) -> None:
        for page in self._walk.windows.context.pages:
            page.close()
        self._walk.forget_session(self._walk.on(ChatsTab))
        self.open_diary()

    def forget_vk(self) -> None:
        for origin in self._walk.windows.sites.origins("vk_id"):
            self._walk.windows.context.clear_cookies(
                domain=re.compile(rf"^\.?{re.escape(urlsplit(origin).netloc)}$")
            )

    def forget_messenger(self) -> None:
        self._walk.forget_session(self._walk.on(VkMessenger))

    def _sign_in(self, student: Student) -> None:
        self._walk.person = student
        send_password(self._walk)

    def _authorise(self, student: Student) -> None:
        self._walk.person = student
        go_through_vk_form(self._walk)

    @property
    def _page(self) -> Page:
        page = self._walk.windows.current
        assert page is not None, "a sequence never closes its last window"
        return page
