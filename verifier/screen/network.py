"""What the network did during a visit: failures of servers and scripts, and answers that are long in coming."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Error, Frame, Page, Request, Response, WebError

from verifier.screen.sites import Sites, without_query

OUT_OF_SERVICE = (502, 503, 504)
"""With these a server says that it cannot be asked; any other 5xx is a fault of the product's own."""
BUSY_SHARE = 0.5
"""Whoever has waited for answers for this share of the patience, and still does, was kept from looking."""

_NEEDED = {"document", "stylesheet", "script", "xhr", "fetch", "font"}
_READ_BY_SCRIPTS = {"xhr", "fetch"}
"""A script may leave the rest of an answer unread: then it never ends, although it has come."""
_REMEMBERED = 500


@dataclass(frozen=True)
class Incident:
    """Something that the network or a script did during the walk; `at` is in seconds of the monotonic clock."""

    at: float
    outage: bool
    text: str


class Network:
    """Listens to the requests that all windows of a visit make of the three systems."""

    def __init__(self, context: BrowserContext, sites: Sites) -> None:
        self.incidents: list[Incident] = []
        self._sites = sites
        self._pending: dict[Request, float] = {}
        self._being_read: dict[Request, float] = {}
        self._answered: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self._arrived: dict[str, int] = {}
        self._shown: dict[Page, int | None] = {}
        self._faults: list[float] = []
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("requestfinished", self._on_end)
        context.on("requestfailed", self._on_failure)
        context.on("framenavigated", self._on_navigation)
        context.on("weberror", self._on_script_error)

    def status(self, page: Page) -> int | None:
        """Return the status with which a window's page was served; None where it did not come from a server."""
        if page in self._shown:
            return self._shown[page]
        return self._arrived.get(_bare(page.url))  # a new window may be found before it tells of itself

    def outage_since(self, moment: float) -> str | None:
        """Say which failure of a server or of the network came first after a moment of the monotonic clock."""
        return next((item.text for item in self.incidents if item.outage and item.at >= moment), None)

    def fault_since(self, moment: float) -> bool:
        """Say whether a server has failed, by a fault of its own, after a moment of the monotonic clock."""
        return any(at >= moment for at in self._faults)

    def unanswered_since(self, moment: float, patience_s: float) -> str | None:
        """Say who has kept the visitor waiting until now; None when the answers came, or came soon enough.

        What was asked before the moment does not count: the page could do without it.
        """
        waiting = [(at, request) for request, at in self._waiting() if at >= moment]
        if not waiting or self._busy_share(patience_s) < BUSY_SHARE:
            return None
        return self._silence(*min(waiting, key=lambda pair: pair[0]))

    def unfinished_since(self, moment: float) -> str | None:
        """Say whose answer has begun after a moment and has not come to its end; a script may have left it so."""
        reading = [(at, one) for one, at in self._being_read.items() if at >= moment and not _is_dropped(one)]
        if not reading:
            return None
        at, request = min(reading, key=lambda pair: pair[0])
        waited = f"{time.monotonic() - at:.1f}".replace(".", ",")
        owner, url = self._sites.owner(request.url), without_query(request.url)
        return f"ответ, который шлёт {owner}, не кончился за {waited} с на {url}"

    def unanswered_page(self, matches: Callable[[str], bool]) -> str | None:
        """Say who was asked for a page at an address that fits, and has not answered yet; None when nobody was."""
        for request, at in self._waiting():
            if request.is_navigation_request() and matches(request.url):
                return self._silence(at, request)
        return None

    def awaited_by(self, page: Page) -> str | None:
        """Say who keeps a window waiting at this moment, and has done so for longest."""
        waiting = [(at, request) for request, at in self._waiting() if _page_of(request) == page]
        return self._silence(*min(waiting, key=lambda pair: pair[0])) if waiting else None

    def awaits_page(self, page: Page) -> bool:
        """Say whether a window waits for a new page: until that comes, questions about the old one may hang."""
        return any(
            request.is_navigation_request() and _page_of(request) == page for request, _ in self._waiting()
        )

    def is_left(self, page: Page) -> bool:
        """Say whether a window waits for a page at another address than it shows."""
        return any(
            _page_of(request) == page
            and request.is_navigation_request()
            and request.frame == page.main_frame
            and _bare(request.url) != _bare(page.url)
            for request, _ in self._waiting()
        )

    def is_busy(self, page: Page | None = None) -> bool:
        """Say whether this window, or any, waits for something that its page needs."""
        return any(page is None or _page_of(request) == page for request, _ in self._waiting())

    def _silence(self, at: float, request: Request) -> str:
        waited = f"{time.monotonic() - at:.1f}".replace(".", ",")
        return f"{self._sites.owner(request.url)} не отвечает уже {waited} с на {without_query(request.url)}"

    def _waiting(self) -> list[tuple[Request, float]]:
        return [(request, at) for request, at in self._pending.items() if not _is_dropped(request)]

    def _busy_share(self, patience_s: float) -> float:
        """Return for which share of the last seconds somebody waited for an answer."""
        now = time.monotonic()
        until = begin = now - patience_s
        spans = [*self._answered, *((at, now) for _, at in self._waiting())]
        busy = 0.0
        for start, end in sorted(spans):
            busy += max(0.0, end - max(start, until))
            until = max(until, end)
        return busy / (now - begin)

    def _on_request(self, request: Request) -> None:
        if self._sites.owner(request.url) is not None and request.resource_type in _NEEDED:
            self._pending[request] = time.monotonic()

    def _on_end(self, request: Request) -> None:
        self._being_read.pop(request, None)
        begun = self._pending.pop(request, None)
        if begun is not None:
            self._answered.append((begun, time.monotonic()))

    def _on_response(self, response: Response) -> None:
        owner = self._sites.owner(response.url)
        if owner is None:
            return
        if response.status >= 400:  # an answer, whose body the page may never read to its end
            self._on_end(response.request)
        if response.request.resource_type in _READ_BY_SCRIPTS:
            begun = self._pending.get(response.request)
            self._on_end(response.request)
            if begun is not None:
                self._being_read[response.request] = begun
        if response.request.is_navigation_request():
            self._arrived[_bare(response.url)] = response.status
        if response.status >= 500:
            outage = response.status in OUT_OF_SERVICE
            self._add(outage, f"{owner}: ошибка {response.status} на {without_query(response.url)}")
            if not outage:
                self._faults.append(time.monotonic())

    def _on_failure(self, request: Request) -> None:
        self._on_end(request)
        reason, owner = request.failure or "", self._sites.owner(request.url)
        aborted = "ERR_ABORTED" in reason or "NS_BINDING_ABORTED" in reason
        if owner is not None and not aborted:
            self._add(True, f"{owner} не отвечает ({reason}) на {without_query(request.url)}")

    def _on_navigation(self, frame: Frame) -> None:
        if frame.parent_frame is None:
            # An address that a script puts there was not served: nothing has arrived for it.
            self._shown[frame.page] = self._arrived.pop(_bare(frame.url), None)

    def _on_script_error(self, error: WebError) -> None:
        self._add(False, f"ошибка сценария на странице: {error.error.message}")

    def _add(self, outage: bool, text: str) -> None:
        self.incidents.append(Incident(time.monotonic(), outage, text))


def _bare(url: str) -> str:
    return url.partition("#")[0]


def _is_dropped(request: Request) -> bool:
    """Say whether the window that asked has closed: such a request is never told to have ended."""
    page = _page_of(request)
    return page is not None and page.is_closed()


def _page_of(request: Request) -> Page | None:
    """Return the window that asked; None for the first request of one that has not told of itself yet."""
    try:
        return request.frame.page
    except Error:
        return None
