"""Sees to it that no page keeps its visitor waiting for ever.

Many of Playwright's calls have no time-out of their own, and a page whose script spins, waits for a server in one go or
shows one message after another answers none of them. Closing its window ends them all: that is the browser's own
affair, and beyond the page's reach.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from greenlet import greenlet
from playwright.sync_api import BrowserContext, Error, Page

from verifier.screen.chromium import close_window

GRACE_S = 5.0
"""For so long a wait may outlast the patience of its step before its window is given up."""

_LOOK_EVERY_S = 0.5
_CLOSES_S = 1.0
"""A window that has not closed for so long will not without being told again."""


def is_inspected() -> bool:
    """Say whether a person steps through with Playwright's inspector, by the environment variable PWDEBUG."""
    return os.environ.get("PWDEBUG", "") not in ("", "0", "false")


class Watch:
    """Watches what is asked of the pages of a context, from Playwright's own event loop, in which all asking ends.

    What is under way for longer than patience makes it ask every window whether it still answers; `give_up` is called,
    in a greenlet of its own, with each that does not within the grace. Where a person steps through with Playwright's
    inspector, which holds answers up, nothing is watched.
    """

    def __init__(
        self, context: BrowserContext, patience_ms: float, give_up: Callable[[Page], object]
    ) -> None:
        self._context = context
        self._patience_s = patience_ms / 1000
        self._give_up = give_up
        self._loop = asyncio.get_running_loop()
        self._lasting = WeakSet[asyncio.Task[Any]](asyncio.all_tasks(self._loop))
        self._waited = WeakKeyDictionary[asyncio.Task[Any], float]()
        self._silent: dict[Page, float] = {}
        self._closing: dict[Page, float] = {}
        self._looked = time.monotonic()
        if not is_inspected():
            self._timer = self._loop.call_later(_LOOK_EVERY_S, self._look)
            context.on("close", self._stop)

    def close(self, page: Page) -> None:
        """Close a window, whatever its page does: told while that moves on, the browser may close none.

        Raises Playwright's `Error` where it cannot be closed; one that has gone is closed already.
        """
        self._closing[page] = 0.0
        try:
            page.close()
        finally:
            self._closing.pop(page, None)

    def _stop(self, _context: BrowserContext) -> None:
        self._timer.cancel()

    def _look(self) -> None:
        self._timer = self._loop.call_later(_LOOK_EVERY_S, self._look)
        now = time.monotonic()
        # The loop stands still while the suite is busy with something else: no page has kept it waiting then.
        passed_s, self._looked = min(now - self._looked, 2 * _LOOK_EVERY_S), now
        tasks = asyncio.all_tasks(self._loop) - set(self._lasting)
        for task in tasks:
            self._waited[task] = self._waited.get(task, 0.0) + passed_s
        for page in list(self._closing):
            self._closing[page] += passed_s
            if self._closing[page] > _CLOSES_S:
                self._closing[page] = 0.0
                greenlet(close_window).switch(page)
        for page in [page for page in self._silent if not page.is_closed()]:
            self._silent[page] += passed_s
            if self._silent[page] > GRACE_S:
                del self._silent[page]
                greenlet(self._give_up).switch(page)
        if any(self._waited[task] > self._patience_s for task in tasks):
            for page in self._context.pages:
                if page not in self._silent and page not in self._closing:
                    greenlet(self._ask).switch(page)

    def _ask(self, page: Page) -> None:
        self._silent[page] = 0.0
        with suppress(Error):
            page.evaluate("0")
        self._silent.pop(page, None)
