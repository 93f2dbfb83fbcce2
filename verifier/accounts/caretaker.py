"""Looks at an account in a browser, and brings its link back to what it was, as a student would."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import BrowserContext, Error

from flows.diary_chats.link import go_through_vk_form
from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import Student
from verifier.accounts.folder import Link
from verifier.redaction.pages import Privacy
from verifier.redaction.secrets import Secrets
from verifier.screen.control import SHARE_BEFORE_LIKENESS
from verifier.screen.obstacles import Obstacle, complaints_on, obstacle_on
from verifier.screen.sites import Sites
from verifier.screen.trouble import Mismatch, Trouble, Unavailable
from verifier.walk.unusual import Habits
from verifier.walk.verdict import judge

IN_WORDS: dict[Link, str] = {"linked": "аккаунт VK привязан", "unlinked": "аккаунт VK не привязан"}
"""What readers see."""


class Caretaker:
    """One account in one browser context. What is on the screen is judged as in a walk, and raised as `Trouble`.

    `signed_in_anew` says whether the diary has asked for the password: it does not while the context's session lasts.
    """

    def __init__(
        self,
        context: BrowserContext,
        sites: Sites,
        student: Student,
        *,
        patience_ms: float,
        known_to: Secrets | None = None,
    ) -> None:
        self._visit = Habits(
            context,
            sites,
            student,
            patience_ms=patience_ms,
            privacy=Privacy(student.secrets, known_to=known_to),
        )
        self._known = [control.label for place in self._visit.places for control in place.controls()]
        self.signed_in_anew = False

    def look(self) -> Link:
        """Return the account's link as the diary shows it after the page has been opened anew.

        Raises `Unavailable` when some other VK account is linked, or one whose name the page does not tell: it
        could be taken off, but nobody here could bring it back.
        """
        with self._judging():
            self._enter()
            if not self._visit.chats_tab.is_linked(self._known):
                return "unlinked"
            if not self._visit.chats_tab.names_account(self._visit.student.vk_name):
                raise Unavailable(
                    "к дневнику привязан аккаунт VK из пула",
                    "привязан какой-то другой, или имя аккаунта не показано",
                    remedy="отвяжите его вручную или возьмите другую учётную запись",
                )
            return "linked"

    def put(self, wanted: Link) -> None:
        """Make the link what it has to be, unless it is, and see that it has become so."""
        with self._judging():
            self._enter()
            if self._is_linked() == (wanted == "linked"):
                return
            if wanted == "linked":
                self._link()
            else:
                self._visit.press(self._visit.chats_tab.unlink)
                self._visit.see(self._visit.chats_tab.link)
            self._enter()
            if self._is_linked() != (wanted == "linked"):
                other: Link = "unlinked" if wanted == "linked" else "linked"
                raise Mismatch(IN_WORDS[wanted], IN_WORDS[other])

    def _is_linked(self) -> bool:
        return self._visit.chats_tab.is_linked(self._known)

    def _link(self) -> None:
        visit = self._visit
        visit.press(visit.chats_tab.link)
        go_through_vk_form(visit)
        visit.press(visit.vk_id_form.proceed)
        visit.left(visit.vk_id_form)
        visit.see(visit.chats_tab.unlink)

    def _enter(self) -> None:
        """Open the tab «Чаты», through the login page where the diary asks for it."""
        visit = self._visit
        visit.open(visit.chats_tab)
        if self._asks_to_sign_in():
            self.signed_in_anew = True
            send_password(visit)
            self._check_let_in()
        visit.choose(visit.chats_tab.tab)

    def _asks_to_sign_in(self) -> bool:
        """Say whether the diary shows its login page; what it shows at first may give way to that."""
        windows = self._visit.windows
        early_ms = windows.patience_ms * SHARE_BEFORE_LIKENESS
        shown = windows.await_state(self._shown, early_ms) or windows.await_state(self._shown_at_last)
        return shown == "login"

    def _shown(self) -> Literal["login", "inside"] | None:
        login, tab, page = self._visit.diary_login, self._visit.chats_tab, self._visit.windows.current
        assert page is not None, "the diary has been opened in it"
        if login.shows(page.url) and login.email.on(page).count():
            return "login"
        return "inside" if tab.tab.exactly(page).count() else None

    def _shown_at_last(self) -> Literal["login", "inside"] | None:
        """Take a page that asks its servers for nothing more for the diary, whatever its tab is called."""
        return self._shown() or (None if self._visit.windows.network.is_busy() else "inside")

    def _check_let_in(self) -> None:
        """Raise `Unavailable` when the diary does not take the account: that is no fault of the product's."""
        login, windows = self._visit.diary_login, self._visit.windows
        try:
            login.await_gone()
        except Mismatch as error:
            page = windows.current
            said = complaints_on(page) if page is not None else []
            if not said:
                raise
            raise Unavailable(
                "дневник пускает учётную запись из пула",
                f"страница сообщает: {self._visit.privacy.text('; '.join(said))}",
                remedy="проверьте почту и пароль этой учётной записи",
            ) from error

    @contextmanager
    def _judging(self) -> Iterator[None]:
        """Let what goes wrong be told apart as in a walk: the environment's failures from the product's."""
        since = time.monotonic()
        windows = self._visit.windows
        try:
            yield
        except (Trouble, Error) as error:
            network = windows.network
            outage = network.outage_since(since) or network.unanswered_since(
                since, windows.patience_ms / 1000
            )
            lives = windows.live()
            obstacle = self._obstacle(since) if lives else None
            _, trouble = judge(error, outage=outage, obstacle=obstacle, browser_lives=lives)
            raise trouble from error

    def _obstacle(self, since: float) -> Obstacle | None:
        failed = self._visit.windows.network.fault_since(since)
        for page in self._visit.windows.that_answer():
            if obstacle := obstacle_on(page, server_failed=failed):
                return obstacle
        return None
