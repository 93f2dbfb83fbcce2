"""Playwright's own recorder, tapped: what a person does in a browser context, as it is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import BrowserContext, Error, Page

from verifier.console import MAKE


class NoRecorderError(Exception):
    """The installed Playwright has no recorder that can be tapped; the text is one line that says what to do."""


@dataclass(frozen=True)
class Heard:
    """Something that the recorder has told; `url` is where the page was then.

    `told` is as Playwright's recorder has it: `name`, `selector`, `text`, `ariaSnapshot` and so on. It holds what was
    typed, so nothing of it is ever written down as it is.
    """

    kind: Literal["added", "updated", "closed"]
    page: Page
    url: str
    told: dict[str, Any] = field(repr=False)


class Tap:
    """What the recorder has told and nobody has taken yet, oldest first.

    It is told in the middle of Playwright's own work, so nothing is asked of a page before it is taken.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.heard: deque[Heard] = deque()
        self.is_over = False
        self._context = context
        self._pages: dict[int, Page] = {}
        context.on("page", self._on_page)
        context.on("close", self._on_close)
        if context.browser is not None:
            context.browser.on("disconnected", self._on_close)

    # These two are called by Playwright, by their names.
    def action_added(self, page: Any, action: dict[str, Any], _code: str) -> None:
        """Note that something was done."""
        self._hear("added", page, action)

    def action_updated(self, page: Any, action: dict[str, Any], _code: str) -> None:
        """Note what has become of what was done last, such as a field that is being typed into."""
        self._hear("updated", page, action)

    def _hear(self, kind: Literal["added", "updated"], inner: Any, action: dict[str, Any]) -> None:
        page = self._pages.get(id(inner)) or self._find(inner)
        if page is not None:
            self.heard.append(Heard(kind, page, page.url, action))

    def _find(self, inner: Any) -> Page | None:
        return next((page for page in self._context.pages if page._impl_obj is inner), None)

    def _on_page(self, page: Page) -> None:
        self._pages[id(page._impl_obj)] = page
        page.on("close", lambda closed: self.heard.append(Heard("closed", closed, closed.url, {})))

    def _on_close(self, *_: object) -> None:
        self.is_over = True


@contextmanager
def tapped(context: BrowserContext) -> Iterator[Tap]:
    """Let Playwright's recorder tell what is done in a browser context while the block lasts.

    The recorder is no part of Playwright's public interface for Python; its public command, `playwright codegen`, has a
    browser of its own that nobody else can look into. Raises `NoRecorderError`.
    """
    tap, inner = Tap(context), context._impl_obj
    try:
        context._sync(inner._start_recording({"language": "jsonl"}, tap))
    except (AttributeError, TypeError) as error:
        raise NoRecorderError(
            "установленный Playwright не даёт подключиться к своему рекордеру; поставьте версию из requirements.lock: "
            f"{MAKE} setup"
        ) from error
    try:
        yield tap
    finally:
        with suppress(Error):  # a browser that was closed records nothing more
            context._sync(inner._stop_recording())
