"""The browser's windows: which of them shows an address, and whether it was served."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import BrowserContext, Error, Frame, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from verifier.screen.chromium import Crashes
from verifier.screen.frames import Surface, frames_in, named, surface_in, window_of
from verifier.screen.interruptions import Interruption, Interruptions
from verifier.screen.naming import window_name
from verifier.screen.network import OUT_OF_SERVICE, Network
from verifier.screen.questions import Questions
from verifier.screen.sites import Sites, origin_of, without_query
from verifier.screen.trouble import Mismatch, Unavailable
from verifier.screen.waiting import exists
from verifier.screen.watch import GRACE_S, Watch

ANSWERS = "страница отвечает"
_ANY = ":root"
_MOST_WINDOWS = 20
_MOST_LOADS = 20
"""Whoever loads so many pages while patience lasts will never come to rest."""
_GLANCE_MS = 50
_ANSWER_MS = 1000
_LOADED = "() => document.readyState === 'complete' && !document.querySelector('[aria-busy=true]')"

T = TypeVar("T")


@dataclass(frozen=True)
class Lost:
    """A window that could not be left to its page; `at` is in seconds of the monotonic clock.

    `outage` says whose answer the page was waiting for, if it was.
    """

    at: float
    text: str
    outage: str | None = None
    has_crashed: bool = False


class Windows:
    """All windows of one visit, numbered from 1 in the order in which they are first told of.

    A window that the walk opened for itself, to look aside, has number 0: no student would see it.
    """

    def __init__(
        self,
        context: BrowserContext,
        sites: Sites,
        patience_ms: float,
        interruptions: Sequence[Interruption] = (),
    ) -> None:
        self.sites = sites
        self.patience_ms = patience_ms
        self.remarks: list[str] = []
        self._declared = tuple(interruptions)
        self._restless: set[str] = set()
        self.begin_afresh(context)

    def begin_afresh(self, context: BrowserContext) -> None:
        """Go on in another browser context, as somebody who has just opened a browser; its windows count anew."""
        self.context = context
        self.current: Page | None = None
        self._numbers: dict[Page, int] = {}
        self.network = Network(context, self.sites)
        self.questions = Questions(context, self.called, self.give_up)
        self._interruptions = Interruptions(self, self._declared)
        self._lost: list[Lost] = []
        self._given_up: set[Page] = set()
        self._loaded: dict[Page, deque[float]] = {}
        context.on("page", self._on_page)
        context.on("framenavigated", self._on_navigation)
        self._crashed: dict[Page, Lost] = {}
        self._crashes = Crashes(context, self._on_exhausted)
        self._stirred = time.monotonic()
        for page in context.pages:
            self._listen(page)
        self._watch = Watch(context, self.patience_ms, self._give_up_silent)
        context.set_default_timeout(self.patience_ms)

    def number(self, page: Page) -> int:
        """Return the number of a window."""
        return self._numbers.setdefault(page, max(self._numbers.values(), default=0) + 1)

    def called(self, page: Page) -> str:
        """Return what a report calls a window."""
        return window_name(self.number(page))

    def remark(self, text: str) -> None:
        """Keep something that whoever takes a step is to be told of."""
        if text not in self.remarks:
            self.remarks.append(text)

    def answer_interruption(self, page: Page | None = None) -> bool:
        """Answer what the product has put before its visitor unasked, as far as it is declared, in the current window
        or another one; say whether there was anything.
        """
        page = page or self.current
        return page is not None and not page.is_closed() and self._interruptions.answer(page)

    def comes(self, comes: Callable[[], T]) -> T:
        """Wait for something, and once more where an interruption that is answered now was in its way."""
        found = comes()
        return comes() if not found and self.answer_interruption() else found

    def surface(self, page: Page, matches: Callable[[str], bool]) -> Surface:
        """Return what of a window is at an address that fits: its page, or a frame in it, which is remarked."""
        found = surface_in(page, matches) or page
        if isinstance(found, Frame):
            self.remark(
                f"{self.called(page)}: на странице {without_query(page.url)} — {origin_of(found.url)} во фрейме"
            )
        return found

    def frames_beside(self, surface: Surface) -> str:
        """Return the end of a phrase that names the frames in which something was looked for in vain."""
        beside = [one for one in frames_in(window_of(surface), _is_served) if one is not surface]
        return f"; не нашлось и во фрейме {named(beside)}" if beside else ""

    def open(self, *, aside: bool = False) -> Page:
        """Open a new empty window and make it the current one; `aside` is for one that no student would open."""
        self.current = self.context.new_page()
        if aside:
            self._numbers[self.current] = 0
        return self.current

    def close(self, page: Page) -> None:
        """Close a window. `Page.close` would wait for ever where the browser forgets to close it."""
        self._watch.close(page)

    def that_answer(self) -> list[Page]:
        """Return the windows whose page can be asked something, the current one first.

        A window that was sent to an address and waits for its server would keep whoever asks waiting with it.
        """
        pages = sorted(self.context.pages, key=lambda page: page is not self.current)
        return [page for page in pages if exists(page.locator(_ANY), _ANSWER_MS)]

    def lost_since(self, moment: float) -> Lost | None:
        """Return the first window that was lost after a moment of the monotonic clock."""
        return next((lost for lost in self._lost if lost.at >= moment), None)

    def check_kept(self, since: float) -> None:
        """Raise `Mismatch` when a window was lost after a moment of the monotonic clock."""
        if lost := self.lost_since(since):
            raise Mismatch(ANSWERS, lost.text)

    def begin(self) -> None:
        """Note that the visitor does something: pages that are loaded for that are no page's own doing."""
        self._loaded.clear()
        self.stir()

    def stir(self) -> None:
        """Note that something has happened that windows may open or close for."""
        self._stirred = time.monotonic()

    def await_calm(self, moment_ms: float, disturbed: Callable[[], T | None]) -> T | None:
        """Wait until nothing has been done, opened or moved for a moment; end sooner with a true value of `disturbed`.

        What a page does beside what it is seen to do may tell of itself a little later.
        """
        deadline = time.monotonic() + self.patience_ms / 1000
        while not (found := disturbed()):
            left_ms = moment_ms - (time.monotonic() - self._stirred) * 1000
            if left_ms <= 0 or time.monotonic() > deadline:
                return None
            self.await_state(disturbed, left_ms)
        return found

    def give_up(self, page: Page, why: str, outage: str | None = None) -> None:
        """Close a window whose page does not let go of its visitor, and remember why and who kept it waiting."""
        if page.is_closed() or page in self._given_up:
            return
        self._given_up.add(page)
        self._lost.append(Lost(time.monotonic(), f"{self._shown(page)} {why}; набор закрыл его", outage))
        with suppress(Error):
            self.close(page)

    def give_up_silent(self) -> None:
        """Give up the windows whose page answers nothing at all although it waits for no other."""
        answering = self.that_answer()
        for page in self.context.pages:
            if page in answering or page.is_closed() or self.network.awaits_page(page):
                continue
            if not exists(page.locator(_ANY), GRACE_S * 1000):
                self._give_up_silent(page)

    def width(self) -> int | None:
        """Return how wide the window that was turned to last is, in CSS pixels; None before there is one."""
        if self.current is None:
            return None
        size = self.current.viewport_size
        return size["width"] if size else int(self.current.evaluate("innerWidth"))

    def live(self) -> bool:
        """Say whether the browser still answers."""
        try:
            self.context.cookies()  # asks the browser itself; what Playwright remembers of it may be out of date
        except Error:
            return False
        return True

    def showing(self, matches: Callable[[str], bool], expected: str) -> Page:
        """Return the window whose address fits, waiting for it as long as patience lasts, and make it the current one.

        The current window is preferred, then the one opened last. Raises `Mismatch` when no window comes to
        show such an address and `Unavailable` when the one that does shows a server's failure instead.
        """
        page = self.await_state(lambda: self._find(matches))
        if page is None and self.answer_interruption():
            page = self.await_state(lambda: self._find(matches))
        if page is None:
            self._check_answered(matches, expected)
            raise Mismatch(expected, self._addresses())
        self.current = page
        self.check_served(page, expected)
        return page

    def gone(self, matches: Callable[[str], bool], expected: str) -> None:
        """Wait until no window shows such an address any more. Raises `Mismatch` when one still does."""
        if not self.await_state(lambda: self._find(matches) is None):
            raise Mismatch(expected, self._addresses())

    def check_served(self, page: Page, expected: str) -> None:
        """Raise `Unavailable` when the window shows 502, 503, 504 or the browser's own error page."""
        status = self.network.status(page)
        if status in OUT_OF_SERVICE:
            system = self.sites.owner(page.url) or page.url
            raise Unavailable(expected, f"{system} отвечает ошибкой {status}", remedy=_ASK_LATER)
        if page.url.startswith("chrome-error:"):
            incidents = self.network.incidents
            last = incidents[-1].text if incidents else "страница не открылась"
            raise Unavailable(expected, last, remedy=_ASK_LATER)

    def check_answers(self, name: str) -> None:
        """Raise `Unavailable` unless a system answers at each of its addresses, as `--check` wants it to.

        Whoever is sent on from there need not come to an end: that may be nobody's of ours.
        """
        system = next(one for one in self.sites.systems if one.name == name)
        for origin in self.sites.origins(name):
            answers, silence = self._knock(origin + system.page)
            fine = answers and (answers[0] < 400 or (answers[0] == 404 and system.page_optional))
            if not fine:
                observed = f"отвечает ошибкой {answers[0]}" if answers else f"не отвечает ({silence})"
                raise Unavailable(
                    f"{system.title} отвечает", f"{system.title} {observed} на {origin}", remedy=_ASK_LATER
                )

    def refusal(self, page: Page) -> str | None:
        """Return how the server refused the page that the window shows (an error of 4xx or 5xx), if it did."""
        status = self.network.status(page) or 200
        return f"{self.sites.owner(page.url)} отвечает ошибкой {status}" if status >= 400 else None

    def await_rest(self, page: Page) -> None:
        """Wait until a window's page has what it asked its servers for, and says of no part that it is being loaded.

        A page that does not come to rest while patience lasts, such as one that keeps asking for news, is left as
        it is, and its address is not waited for again.
        """
        address = without_query(page.url)
        if address not in self._restless and not self.await_state(lambda: self._rests(page)):
            self._restless.add(address)

    def await_state(self, state: Callable[[], T | None], patience_ms: float | None = None) -> T | None:
        """Return the first true value of `state`, asked anew whenever a window moves; None when patience ends.

        `patience_ms` is for less patience than usual.

        Playwright waits for one kind of event at a time, while a new window announces itself by one and a
        window that moves by another; so it waits for moves in short turns and looks at everything in between.
        """
        deadline = time.monotonic() + (self.patience_ms if patience_ms is None else patience_ms) / 1000
        while not (value := state()):
            left_ms = (deadline - time.monotonic()) * 1000
            if left_ms <= 0:
                return None
            try:
                self.context.wait_for_event("framenavigated", timeout=min(_GLANCE_MS, left_ms))
            except PlaywrightTimeout:
                continue
        return value

    def _give_up_silent(self, page: Page) -> None:
        why = "ни на что не отвечает: сценарий страницы не отдаёт управления"
        self.give_up(page, why, self.network.awaited_by(page))

    def _listen(self, page: Page) -> None:
        page.on("crash", self._on_crash)
        self._crashes.watch(page)

    def _on_page(self, page: Page) -> None:
        self.stir()
        self._listen(page)
        pages = self.context.pages
        if len(pages) > _MOST_WINDOWS:
            for one in pages:  # the one that opens the others is among the first
                self.give_up(one, f"и другие открываются без конца: их уже {len(pages)}")

    def _on_navigation(self, frame: Frame) -> None:
        self.stir()
        if frame.parent_frame is not None or self.network.status(frame.page) is None:
            return
        loaded = self._loaded.setdefault(frame.page, deque(maxlen=_MOST_LOADS))
        loaded.append(time.monotonic())
        took_s = loaded[-1] - loaded[0]
        if len(loaded) == _MOST_LOADS and took_s < self.patience_ms / 1000:
            self.give_up(frame.page, f"загружается снова и снова: {_MOST_LOADS} раз за {took_s:.0f} с")

    def _on_crash(self, page: Page) -> None:
        if page in self._given_up:
            return
        text = f"{self._shown(page)}: процесс браузера, который показывал страницу, упал"
        self._crashed[page] = Lost(time.monotonic(), text, has_crashed=True)
        self._lost.append(self._crashed[page])

    def _on_exhausted(self, page: Page) -> None:
        if crashed := self._crashed.pop(page, None):  # the browser tells why after it has told that
            self._lost.remove(crashed)
        self.give_up(page, "не отдаёт память: сценарии страницы заняли всю, какая у них есть")

    def _shown(self, page: Page) -> str:
        return f"{self.called(page)} ({without_query(page.url)})"

    def _rests(self, page: Page) -> bool:
        if page.is_closed() or self.network.is_left(page):
            return True  # what is being left loads nothing more
        with suppress(Error):  # it may be left at this very moment
            return not self.network.is_busy(page) and bool(page.evaluate(_LOADED))
        return False

    def _check_answered(self, matches: Callable[[str], bool], expected: str) -> None:
        """Raise `Unavailable` when such an address was asked for and no answer has come yet."""
        silent = self.network.unanswered_page(matches)
        if silent is not None:
            raise Unavailable(expected, silent, remedy=_ASK_LATER)

    def _knock(self, url: str) -> tuple[list[int], str]:
        """Return with which statuses an address has answered, redirections first, and why it has not come to an end."""
        page, answers, silence = self.context.new_page(), list[int](), ""
        page.on("response", lambda answer: answers.append(answer.status))
        try:
            page.goto(url, wait_until="commit")
        except Error as error:
            silence = error.message.splitlines()[0]
        self.close(page)
        return answers, silence

    def _find(self, matches: Callable[[str], bool]) -> Page | None:
        if self.current is not None and not self.current.is_closed() and matches(self.current.url):
            return self.current
        pages = list(reversed(self.context.pages))
        shown = next((page for page in pages if matches(page.url)), None)
        return shown or next((page for page in pages if surface_in(page, matches)), None)

    def _addresses(self) -> str:
        shown = [
            f"{self.called(page)}: {without_query(page.url)}{_with_frames(page)}"
            for page in self.context.pages
        ]
        return "открыто только " + "; ".join(shown) if shown else "ни одного окна не открыто"


def _is_served(url: str) -> bool:
    return url.startswith(("http:", "https:"))


def _with_frames(page: Page) -> str:
    frames = frames_in(page, _is_served)
    return f" (в нём фрейм {named(frames)})" if frames else ""


_ASK_LATER = "проверьте, работает ли система и доступна ли она отсюда, и повторите прогон"
