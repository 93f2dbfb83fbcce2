"""A chat's server on this machine, which receives what is sent to those who have to act."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "t0ken-of-the-chat"
"""The password in its addresses; nobody may repeat it."""


class Receiver:
    """A chat's server: `got` has the channel and the message of each call."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        got = self.got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                got.append((self.path.strip("/"), json.loads(body)))
                self.send_response(500 if "refuses" in self.path else 200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def address(self, channel: str) -> str:
        return f"json://user:{SECRET}@127.0.0.1:{self._server.server_port}/{channel}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
