"""A site beside the stand's own systems: it has a process of its own, and is met at an address behind the gateway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_FORWARDED = (
    b"forwarded",
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-port",
    b"x-forwarded-proto",
)
_OF_THE_CONNECTION = (
    b"connection",
    b"keep-alive",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
)
"""They speak of one connection and go no further (RFC 9110 §7.6.1)."""
_NOT_SENT_ON = {*_OF_THE_CONNECTION, *_FORWARDED, b"content-length"}
_NOT_SENT_BACK = {*_OF_THE_CONNECTION, b"date"}
"""The date is put on by whoever sends the answer last."""


@dataclass(frozen=True)
class Neighbour:
    """A web server on a port of loopback that the stand's gateway lets browsers reach at an origin of its own.

    `origin` is https, for example `https://club.example`: the gateway ends TLS and tells the server so in
    `X-Forwarded-Proto`; `Host` stays as the browser sent it. A server that cannot be reached is answered for
    with 502 (RFC 9110 §15.6.3).
    """

    origin: str
    port: int

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the answer back once it is whole."""
        request = Request(scope, receive)
        path = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        onward = httpx.Request(
            request.method,
            httpx.URL(scheme="http", host="127.0.0.1", port=self.port, raw_path=path),
            headers=[*_kept(request.headers.raw, _NOT_SENT_ON), (b"X-Forwarded-Proto", b"https")],
            content=await request.body(),
        )
        try:
            # A new connection each time: the server may close one that is kept open just as it is used again.
            async with httpx.AsyncHTTPTransport(verify=False) as transport:
                answer = await transport.handle_async_request(onward)
                body = b"".join([part async for part in answer.aiter_raw()])
        except httpx.TransportError:
            await PlainTextResponse("Соседний сайт не отвечает\n", 502)(scope, receive, send)
            return
        passed = Response(body, answer.status_code)
        passed.raw_headers = _kept(answer.headers.raw, _NOT_SENT_BACK)
        await passed(scope, receive, send)


def _kept(headers: Iterable[tuple[bytes, bytes]], without: set[bytes]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in without]
