"""What Chromium is asked through its own protocol, because Playwright tells or does too little."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Page

_OUT_OF_MEMORY = {5, -536870904, 3758096392}
"""With what a page's process ends itself when its scripts have used up their memory: SIGTRAP, and Windows' own code.

A check of the browser's own that fails ends it so too, which is rare; the system's killer and a bad address do not.
"""


class Crashes:
    """Calls `exhausted` with a window whose page's process has ended because its scripts had used up their memory.

    Playwright tells that a process has ended, not why; of other browsers than Chromium nobody does.
    """

    def __init__(self, context: BrowserContext, exhausted: Callable[[Page], object]) -> None:
        self._exhausted = exhausted
        self._pages: dict[str, Page] = {}
        with suppress(Error):
            if context.browser is not None:
                session = context.browser.new_browser_cdp_session()
                session.on("Target.targetCrashed", self._on_crash)
                session.send("Target.setDiscoverTargets", {"discover": True, "filter": [{"type": "page"}]})
                context.on("close", lambda _: _detach(session))

    def watch(self, page: Page) -> None:
        """Tell of a window, too."""
        with suppress(Error):
            session = page.context.new_cdp_session(page)
            self._pages[_id_in(session)] = page
            session.detach()

    def _on_crash(self, crash: dict[str, Any]) -> None:
        page = self._pages.get(crash["targetId"])
        if page is not None and crash["errorCode"] in _OUT_OF_MEMORY:
            self._exhausted(page)


def close_window(page: Page) -> None:
    """Tell Chromium once more to close a window: told while the page moved on, it says yes and may leave it open."""
    with suppress(Error):  # no Chromium, or the window has gone
        session = page.context.new_cdp_session(page)
        session.send("Target.closeTarget", {"targetId": _id_in(session)})


def _id_in(session: CDPSession) -> str:
    return str(session.send("Target.getTargetInfo")["targetInfo"]["targetId"])


def _detach(session: CDPSession) -> None:
    with suppress(Error):
        session.detach()
