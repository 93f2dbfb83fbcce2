"""Takes pictures of windows, as PNG, in the quickest way that their browser has."""

from __future__ import annotations

import base64
import struct
from contextlib import suppress

from playwright.sync_api import CDPSession, Error, Page

from verifier.screen.asking import Question, ask

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
            taken = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
            png = base64.b64decode(taken["data"])
            size = page.viewport_size
            if size and _size(png) == (round(size["width"] * scale), round(size["height"] * scale)):
                return png
            self._sessions[page] = None
            ask(Question("still", page.locator(":root"), False))
            session.detach()
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


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", png, _WIDTH_AT)
    return width, height
