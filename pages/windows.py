"""The browser's windows: which of them shows an address, and what went wrong on the way there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import BrowserContext, Error, Page, Request, Response, WebError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from pages.sites import Sites, without_query
from pages.trouble import Mismatch, Unavailable

_OUT_OF_SERVICE = (502, 503, 504)
_GLANCE_MS = 50

T = TypeVar("T")


@dataclass(frozen=True)
class Incident:
    """Something that the network or a script did during the walk; `at` is in seconds of the monotonic clock."""

    at: float
    outage: bool
    text: str


class Windows:
    """All windows of one visit, numbered from 1 in the order in which they are first told of.

    A window that the walk opened for itself, to look aside, has number 0: no student would see it.
    """

    def __init__(self, context: BrowserContext, sites: Sites, patience_ms: float) -> None:
        self.context = context
        self.sites = sites
        self.patience_ms = patience_ms
        self.current: Page | None = None
        self.incidents: list[Incident] = []
        self._numbers: dict[Page, int] = {}
        self._document_status: dict[str, int] = {}
        context.set_default_timeout(patience_ms)
        context.on("response", self._on_response)
        context.on("requestfailed", self._on_failure)
        context.on("weberror", self._on_script_error)

    def number(self, page: Page) -> int:
        """Return the number of a window."""
        return self._numbers.setdefault(page, max(self._numbers.values(), default=0) + 1)

    def open(self, *, aside: bool = False) -> Page:
        """Open a new empty window and make it the current one; `aside` is for one that no student would open."""
        self.current = self.context.new_page()
        if aside:
            self._numbers[self.current] = 0
        return self.current

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
        if page is None:
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
        status = self._document_status.get(page.url.partition("#")[0])
        if status in _OUT_OF_SERVICE:
            system = self.sites.owner(page.url) or page.url
            raise Unavailable(expected, f"{system} отвечает ошибкой {status}", remedy=_ASK_LATER)
        if page.url.startswith("chrome-error:"):
            last = self.incidents[-1].text if self.incidents else "страница не открылась"
            raise Unavailable(expected, last, remedy=_ASK_LATER)

    def outage_since(self, moment: float) -> Incident | None:
        """Return the first failure of a server or of the network after a moment of the monotonic clock."""
        return next((item for item in self.incidents if item.outage and item.at >= moment), None)

    def await_state(self, state: Callable[[], T | None]) -> T | None:
        """Return the first true value of `state`, asked anew whenever a window moves; None when patience ends.

        Playwright waits for one kind of event at a time, while a new window announces itself by one and a
        window that moves by another; so it waits for moves in short turns and looks at everything in between.
        """
        deadline = time.monotonic() + self.patience_ms / 1000
        while not (value := state()):
            left_ms = (deadline - time.monotonic()) * 1000
            if left_ms <= 0:
                return None
            try:
                self.context.wait_for_event("framenavigated", timeout=min(_GLANCE_MS, left_ms))
            except PlaywrightTimeout:
                continue
        return value

    def _find(self, matches: Callable[[str], bool]) -> Page | None:
        if self.current is not None and not self.current.is_closed() and matches(self.current.url):
            return self.current
        return next((page for page in reversed(self.context.pages) if matches(page.url)), None)

    def _addresses(self) -> str:
        shown = [
            f"{window_name(self.number(page))}: {without_query(page.url)}" for page in self.context.pages
        ]
        return "открыты только " + "; ".join(shown) if shown else "ни одного окна не открыто"

    def _on_response(self, response: Response) -> None:
        if self.sites.owner(response.url) is None:
            return
        if response.request.is_navigation_request():
            self._document_status[response.url] = response.status
        if response.status >= 500:
            text = (
                f"{self.sites.owner(response.url)}: ошибка {response.status} на {without_query(response.url)}"
            )
            self._add(response.status in _OUT_OF_SERVICE, text)

    def _on_failure(self, request: Request) -> None:
        reason = request.failure or ""
        aborted = "ERR_ABORTED" in reason or "NS_BINDING_ABORTED" in reason
        if self.sites.owner(request.url) is not None and not aborted:
            self._add(
                True,
                f"{self.sites.owner(request.url)} не отвечает ({reason}) на {without_query(request.url)}",
            )

    def _on_script_error(self, error: WebError) -> None:
        self._add(False, f"ошибка сценария на странице: {error.error.message}")

    def _add(self, outage: bool, text: str) -> None:
        self.incidents.append(Incident(time.monotonic(), outage, text))


def window_name(number: int) -> str:
    """Return what a report calls a window."""
    return f"окно {number}" if number else "вспомогательное окно"


_ASK_LATER = "проверьте, работает ли система и доступна ли она отсюда, и повторите прогон"
