"""The stand's only door: a CONNECT proxy on loopback, behind it TLS for the documented hosts, and nothing else."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import socket
import ssl
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import h11
import trustme
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from stand.faults import HANG_UP

_CHUNK = 64 * 1024
_sleep = asyncio.sleep
_DROPS_PER_SECOND = 20
"""In so many portions a narrow connection lets through what it carries in a second."""

# What a TLS connection is read into; a record has 16 KiB (RFC 8446 §5.1). Python's own 256 KiB for each would leave
# holes of that size in the heap of a stand whose browsers come and go: it would grow with every crowd of them.
SSLProtocol.max_size = 32 * 1024

Width = Callable[[], int | None]
"""How many bytes a second a connection carries at present; None for as many as there are."""


class _Protocol(H11Protocol):
    """HTTP/1.1 whose requests know how to break their connection off."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state: dict[str, Any] = {**self.app_state, HANG_UP: transport.abort}


def _unlimited() -> None:
    return None


def _hurry(listener: socket.socket) -> None:
    """Let no answer wait until its first part is acknowledged: asyncio sees to that for sockets of its own alone."""
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Gateway:
    """Tunnels CONNECT requests for the stand's hosts to its web server, which ends TLS; refuses every other host.

    A request that names one of these hosts in an `https` target of absolute form gets there, too.

    `hosts` may change while it runs. `refused` lists the `host:port` of every request turned away, in order, so that a
    test can say that a page tried to leave the stand. `width` is asked how wide its connections are. `direct` are
    listening sockets whose connections get to the web server without the proxy. The certificate authority is made anew
    for each gateway and lives as long.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: set[str],
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        width: Width = _unlimited,
        direct: Sequence[socket.socket] = (),
    ) -> None:
        self._app = app
        self.hosts = hosts
        self._direct_sockets = direct
        self._direct: list[asyncio.Server] = []
        self._width = width
        self._bind = (host, port)
        self._authority = trustme.CA()
        self._certificate = self._authority.issue_cert(*sorted({host.rsplit(":", 1)[0] for host in hosts}))
        self._web_at = ("", 0)
        self._web: uvicorn.Server | None = None
        self._web_task: asyncio.Task[None] | None = None
        self._proxy: asyncio.Server | None = None
        self._tunnels: set[asyncio.Task[None]] = set()
        self.refused: list[str] = []

    @property
    def authority_pem(self) -> bytes:
        """The certificate authority that a client of the stand has to trust, as PEM."""
        return self._authority.cert_pem.bytes()

    @property
    def key_hash(self) -> str:
        """Base64 SHA-256 of the web server's public key: Chromium's switch for trusting one key takes it."""
        certificate = x509.load_pem_x509_certificate(self._certificate.cert_chain_pems[0].bytes())
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(key).digest()).decode()

    @property
    def port(self) -> int:
        """The port of the proxy. Raises `RuntimeError` before `start`."""
        if self._proxy is None:
            raise RuntimeError("the gateway has not been started")
        port: int = self._proxy.sockets[0].getsockname()[1]
        return port

    def trust(self) -> ssl.SSLContext:
        """Return a client's TLS context that trusts this stand alone."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._authority.configure_trust(context)
        return context

    async def start(self) -> None:
        """Open the proxy's port and the web server behind it."""
        # From here on connections wait for the web server instead of failing.
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        for door in (listener, *self._direct_sockets):
            _hurry(door)
        self._web_at = listener.getsockname()
        try:
            self._proxy = await asyncio.start_server(self._serve, *self._bind)
            self._direct = [
                await asyncio.start_server(self._let_in, sock=door) for door in self._direct_sockets
            ]
        except OSError:
            listener.close()
            raise
        config = uvicorn.Config(
            self._app,
            http=_Protocol,
            interface="asgi3",
            ws="none",
            lifespan="off",
            # Its own configuration would close the log handlers of whoever starts a stand.
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        config.load()
        # uvicorn would read the key from a file for as long as the stand is there. This one is gone at once, and only
        # its owner could read it.
        config.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(config.ssl)
        self._web = uvicorn.Server(config)
        self._web_task = asyncio.create_task(self._web.serve(sockets=[listener]))

    async def stop(self) -> None:
        """Close the port and cut what is still open."""
        for entrance in (self._proxy, *self._direct):
            if entrance is not None:
                entrance.close()
        for tunnel in self._tunnels:
            tunnel.cancel()
        if self._web is not None and self._web_task is not None:
            self._web.should_exit = True
            await self._web_task

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Bring whoever came by a door to the web server."""
        self._count_tunnel()
        try:
            await self._tunnel(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # as for the proxy: there is nobody to tell
        finally:
            writer.close()

    def _count_tunnel(self) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tunnels.add(task)
            task.add_done_callback(self._tunnels.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._count_tunnel()
        try:
            read = await _read_request(reader)
            if read is None:
                return
            request, head = read
            target = request.target.decode("ascii", "replace")
            if request.method != b"CONNECT" and (host := self._absolute_host(target)):
                await self._speak_for(host, head, reader, writer)
            elif request.method != b"CONNECT" or target.lower() not in self.hosts:
                self.refused.append(target)
                writer.write(_answer(403, f"This is a stand: it does not reach {target}.\n"))
                await writer.drain()
            else:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await self._tunnel(reader, writer)
        except (OSError, asyncio.CancelledError, h11.RemoteProtocolError):
            pass  # the client went away, or the stand is closing: either way there is nobody to tell
        finally:
            writer.close()

    def _absolute_host(self, target: str) -> str | None:
        """Return the host of an `https` target in absolute form (RFC 9112 §3.2.2) that the stand has."""
        try:
            parts = urlsplit(target)
            known = parts.scheme == "https" and f"{parts.hostname}:{parts.port or 443}" in self.hosts
        except ValueError:
            return None
        return parts.hostname if known else None

    async def _speak_for(
        self, host: str, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Speak TLS in the place of a client that leaves it to its proxy, as some HTTP libraries do."""
        web_reader, web_writer = await asyncio.open_connection(
            *self._web_at, ssl=self.trust(), server_hostname=host
        )
        web_writer.write(head)
        await self._join(reader, writer, web_reader, web_writer)

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        web_reader, web_writer = await asyncio.open_connection(*self._web_at)
        await self._join(reader, writer, web_reader, web_writer)

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        web_reader: asyncio.StreamReader,
        web_writer: asyncio.StreamWriter,
    ) -> None:
        try:
            await asyncio.gather(
                _pump(reader, web_writer, self._width), _pump(web_reader, writer, self._width)
            )
        finally:
            web_writer.close()


async def _read_request(reader: asyncio.StreamReader) -> tuple[h11.Request, bytes] | None:
    """Read the head of the proxy request, and return with it all that was read.

    None when the client hangs up before it is whole.
    """
    connection, read = h11.Connection(h11.SERVER), b""
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Request):
            return event, read
        if event is not h11.NEED_DATA:
            return None
        data = await reader.read(_CHUNK)
        read += data
        connection.receive_data(data)


def _answer(status: int, text: str) -> bytes:
    body = text.encode()
    head = f"HTTP/1.1 {status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, width: Width) -> None:
    """Copy bytes one way until that way ends, then say so to the other side."""
    with contextlib.suppress(OSError):  # either side may hang up at any moment
        while data := await reader.read(_portion(width())):
            writer.write(data)
            await writer.drain()
            if per_second := width():
                await _sleep(len(data) / per_second)
        if writer.can_write_eof():
            writer.write_eof()


def _portion(per_second: int | None) -> int:
    return _CHUNK if per_second is None else max(1, per_second // _DROPS_PER_SECOND)
