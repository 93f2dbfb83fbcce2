"""What a defect does to a running stand, and how all of it is taken back."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING
from unittest import mock

from starlette.responses import PlainTextResponse, RedirectResponse

from stand.rewriting import Answer, Rewrite

if TYPE_CHECKING:
    from stand.server import Stand

_BAD_STATUS = {500: "Internal Server Error", 503: "Service Unavailable", 404: "Not Found"}


class Patch:
    """Changes a stand by small operations; the stack that it was given takes them back in reverse order.

    A `system` is "diary", "vk_id" or "messenger"; a `path` is a regular expression for the whole path.
    """

    def __init__(self, stand: Stand, stack: ExitStack) -> None:
        self._stand = stand
        self._stack = stack

    def method(self, owner: object, name: str, stand_in: object) -> None:
        """Put something else in the place of a method or an attribute."""
        self._stack.enter_context(mock.patch.object(owner, name, stand_in))

    def enter(self, state: AbstractContextManager[object]) -> None:
        """Let the stand be in a state that it has itself."""
        self._stack.enter_context(state)

    def label(self, system: str, key: str, label: str) -> None:
        """Write something else on a control. Raises `LookupError` when the system has no such text."""
        texts: dict[str, str] = getattr(self._stand, system).texts
        if key not in texts:
            raise LookupError(f"{system} has no text {key}")
        self._stack.enter_context(mock.patch.dict(texts, {key: label}))

    def answer(self, system: str, path: str, rewrite: Rewrite, method: str = "GET") -> None:
        """Rewrite the answers to requests for a path."""
        self._stack.enter_context(self._stand.rewriting.rewritten(system, method, path, rewrite))

    def edit(self, system: str, path: str, old: str, new: str) -> None:
        """Change the text of a page, script or style sheet, which has to hold `old`."""
        self.answer(system, path, lambda answer: answer.replace(old, new))

    def append(self, system: str, path: str, text: str) -> None:
        """Add to the end of a script or style sheet."""

        def rewrite(answer: Answer) -> None:
            answer.text += text

        self.answer(system, path, rewrite)

    def fail(self, system: str, path: str, status: int = 500, method: str = "GET") -> None:
        """Answer with a server's error, though the request was carried out."""
        self.answer(system, path, lambda answer: answer.become(_failure(status)), method)

    def lead(self, system: str, path: str, location: str, method: str = "GET") -> None:
        """Lead on to another address."""
        self.answer(system, path, lambda answer: answer.become(RedirectResponse(location, 303)), method)

    def late(
        self, system: str, path: str, seconds: float, method: str = "GET", *, head: bool = False
    ) -> None:
        """Answer so many seconds late; with `head` the answer's head comes in time."""

        def rewrite(answer: Answer) -> None:
            answer.late_s, answer.body_late_s = (0, seconds) if head else (seconds, 0)

        self.answer(system, path, rewrite, method)

    def hold(self, system: str, path: str, method: str = "GET") -> None:
        """Do not answer while the defect lasts."""

        def rewrite(answer: Answer) -> None:
            answer.held = True

        self.answer(system, path, rewrite, method)


def _failure(status: int) -> PlainTextResponse:
    return PlainTextResponse(f"{status} {_BAD_STATUS[status]}\n", status)
