"""The last hand on what the stand's systems answer: an answer can be rewritten or held back before it leaves."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOK_EVERY_S = 0.05
_VALIDATORS = (b"etag", b"last-modified")
_CONDITIONS = (b"if-none-match", b"if-modified-since")
"""What is rewritten is sent whole: «not modified» would speak of the answer as it was (RFC 9110 §13)."""


@dataclass
class Answer:
    """An answer that is about to leave, and the request that it belongs to; all but the request may be changed.

    An answer that is `held` stays until nobody rewrites it any more, one that is `late_s` for so many seconds;
    `body_late_s` keeps back what comes after its head.
    """

    request: Request
    status: int
    headers: MutableHeaders
    body: bytes
    held: bool = False
    late_s: float = 0
    body_late_s: float = 0

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @text.setter
    def text(self, text: str) -> None:
        self.body = text.encode()

    def replace(self, old: str, new: str) -> None:
        """Put `new` in the place of `old`, everywhere. Raises `LookupError` when the body has no `old`."""
        if old not in self.text:
            raise LookupError(f"{self.request.url.path} has no «{old}» to be replaced")
        self.text = self.text.replace(old, new)

    def become(self, response: Response) -> None:
        """Be another answer altogether."""
        self.status, self.headers, self.body = response.status_code, response.headers, bytes(response.body)


Rewrite = Callable[[Answer], None]


@dataclass(frozen=True, eq=False)
class _Rule:
    system: str
    method: str
    path: re.Pattern[str]
    rewrite: Rewrite

    def covers(self, system: str, scope: Scope) -> bool:
        asked = (system, scope["method"]) == (self.system, self.method)
        return asked and self.path.fullmatch(scope["path"]) is not None


class Rewriting:
    """The rules by which answers are rewritten; without any they pass untouched."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    @contextmanager
    def rewritten(self, system: str, method: str, path: str, rewrite: Rewrite) -> Iterator[None]:
        """Rewrite a system's answers to requests for a path, given as a regular expression for all of it.

        `system` is a field name of `Addresses`, or a neighbour's name.
        """
        rule = _Rule(system, method, re.compile(path), rewrite)
        self._rules.append(rule)
        try:
            yield
        finally:
            self._rules.remove(rule)

    @property
    def is_idle(self) -> bool:
        """Say that everything passes untouched."""
        return not self._rules

    async def pass_on(self, app: ASGIApp, system: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a system's application answer, and send what the rules make of its answer."""
        rules = [rule for rule in self._rules if rule.covers(system, scope)]
        if not rules:
            await app(scope, receive, send)
            return
        answer = await _collected(app, scope, receive)
        if answer is None:
            return
        for rule in rules:
            rule.rewrite(answer)
        if answer.late_s:
            await asyncio.sleep(answer.late_s)
        while answer.held and any(rule in self._rules for rule in rules):
            await asyncio.sleep(_LOOK_EVERY_S)
        answer.headers["Content-Length"] = str(len(answer.body))
        answer.headers["Cache-Control"] = "no-store"
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers.raw})
        if answer.body_late_s:
            await asyncio.sleep(answer.body_late_s)
        await send({"type": "http.response.body", "body": answer.body})


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> Answer | None:
    """Return an application's whole answer; None where it has left off, since its client has gone."""
    start: Message = {}
    parts: list[bytes] = []
    whole = False

    async def collect(message: Message) -> None:
        nonlocal whole
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))
            whole = not message.get("more_body", False)

    asked = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
    await app({**scope, "headers": asked}, receive, collect)
    if not whole:
        return None
    headers = MutableHeaders(raw=[pair for pair in start["headers"] if pair[0].lower() not in _VALIDATORS])
    return Answer(Request(scope), start["status"], headers, b"".join(parts))
