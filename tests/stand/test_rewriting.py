"""The last hand on an answer: what it does when nobody waits for the answer any more."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stand.rewriting import Answer, Rewriting
from tests.support.loops import in_a_loop

SCOPE: Scope = {"type": "http", "method": "GET", "path": "/static/main.js", "headers": []}


def _answered(rewriting: Rewriting, app: ASGIApp, *, client_stays: bool) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        if client_stays:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    in_a_loop(rewriting.pass_on(app, "diary", SCOPE, receive, send))
    return sent


def test_file_is_rewritten_for_a_client_that_stays(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text("const app = 1;", encoding="utf-8")
    rewriting = Rewriting()
    with rewriting.rewritten("diary", "GET", "/static/main.js", lambda answer: answer.replace("1", "2")):
        sent = _answered(rewriting, FileResponse(tmp_path / "main.js"), client_stays=True)
    assert [message.get("body") for message in sent] == [None, b"const app = 2;"]


def test_answer_that_stops_half_way_is_neither_rewritten_nor_sent() -> None:
    asked: list[Answer] = []

    async def leaves_off(_scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"const", "more_body": True})
        assert (await receive())["type"] == "http.disconnect"

    rewriting = Rewriting()
    with rewriting.rewritten("diary", "GET", "/static/main.js", asked.append):
        assert _answered(rewriting, leaves_off, client_stays=False) == []
    assert asked == []
