"""A proxy that lets nobody through who does not tell a name and a password (RFC 9110 §11.7, §9.3.6)."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler

from tests.support.serving import serving
from verifier.targets.fields import basic


@contextmanager
def private_proxy(user: str, password: str) -> Iterator[str]:
    """Run such a proxy, for tunnels alone, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_CONNECT(self) -> None:
            if self.headers.get("Proxy-Authorization") != f"Basic {basic(user, password)}":
                self.send_response(407)
                self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port))) as there:
                self.send_response(200)
                self.end_headers()
                with suppress(OSError):  # either side may hang up
                    _relay(self.connection, there)
            self.close_connection = True

    with serving(Handler) as address:
        yield address


def _relay(one: socket.socket, other: socket.socket) -> None:
    with selectors.DefaultSelector() as ready:
        for here, there in ((one, other), (other, one)):
            ready.register(here, selectors.EVENT_READ, there)
        while True:
            for key, _ in ready.select():
                assert isinstance(key.fileobj, socket.socket)
                data = key.fileobj.recv(65536)
                if not data:
                    return
                key.data.sendall(data)
