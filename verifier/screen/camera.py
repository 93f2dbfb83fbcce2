"""Takes pictures of windows, as PNG, in the quickest way that their browser has."""

from __future__ import annotations

import asyncio
import base64
import struct
from contextlib import suppress

from greenlet import greenlet
from playwright.sync_api import CDPSession, Error, Page

from verifier.screen.asking import Question, ask

_LONGEST_S = 2.0
"""A picture that has not come by then is left to Playwright, whose own has a time-out."""
_WIDTH_AT = 16
"""Where a PNG says how wide it is, and after that how high: big-endian, of 4 bytes (PNG specification, 11.2.1)."""


class Camera:
    """Takes a window's picture by Chromium's own protocol where that shows the window as its page is drawn.

    Playwright has Chromium draw a page anew for each picture of more than one device pixel for a CSS pixel, and pack it
    for long. A browser that was started with as many device pixels as its contexts have needs neither. Every other
    window's picture is Playwright's.
    """

    def __init__(self) -> None:
        self._sessions: dict[Page, CDPSession | None] = {}

    def held(self, page: Page) -> list[Question]:
        """Return what has to be asked of a page before its picture is taken, so that nothing moves on it."""
        return [] if self._session(page) is None else [Question("still", page.locator(":root"), True)]

    def let_go(self, page: Page) -> list[Question]:
        """Return what has to be asked of it after that."""
        return [Question("still", page.locator(":root"), False)] if self._sessions.get(page) else []

    def shoot(self, page: Page, scale: float) -> bytes:
        """Return a picture of the visible part of a window, of `scale` device pixels for a CSS pixel."""
        if (session := self._session(page)) is not None:
            png, size = _captured(session), page.viewport_size
            if png and size and _size(png) == (round(size["width"] * scale), round(size["height"] * scale)):
                return png
            self._sessions[page] = None
            ask(Question("still", page.locator(":root"), False))
            _detach(session)
        return page.screenshot(animations="disabled", caret="hide")

    def _session(self, page: Page) -> CDPSession | None:
        """Return the session in which a window's picture may be asked for; None where Playwright has to take it."""
        if page.viewport_size is None or len(page.frames) > 1:
            return None  # what is in a frame has to be held still, too
        if page not in self._sessions:
            self._sessions[page] = None
            with suppress(Error):  # no Chromium
                self._sessions[page] = page.context.new_cdp_session(page)
        return self._sessions[page]


def _captured(session: CDPSession) -> bytes | None:
    """Return a picture of a session's window; None where it has gone, or does not come to be drawn."""
    # A page that waits for a style sheet is not drawn, and Chromium waits with it.
    timer = asyncio.get_running_loop().call_later(_LONGEST_S, lambda: greenlet(_detach).switch(session))
    try:
        taken = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    except Error:
        return None
    finally:
        timer.cancel()
    return base64.b64decode(taken["data"])


def _detach(session: CDPSession) -> None:
    with suppress(Error):  # it has gone
        session.detach()


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", png, _WIDTH_AT)
    return width, height
