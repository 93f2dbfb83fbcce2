"""How contestants take turns: each asks over HTTP for its next one, and by that says that the last is over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

Turn = dict[str, Any]
"""The student who walks, and the folder for pictures; None for whoever takes none."""


@dataclass
class Line:
    """What goes between the bench and one contestant; moments are of the monotonic clock."""

    asked: Queue[float] = field(default_factory=Queue)
    given: Queue[Turn | None] = field(default_factory=Queue)
    begun: Queue[float] = field(default_factory=Queue)

    def await_asked(self, timeout_s: float) -> float:
        """Return when the contestant has asked. Raises `TimeoutError`."""
        try:
            return self.asked.get(timeout=timeout_s)
        except Empty:
            raise TimeoutError from None


class Turns:
    """The turns of all contestants, by name."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        turns = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Let a contestant wait for its turn."""
                line = turns._lines[self.path.strip("/")]
                line.asked.put(monotonic())
                body = json.dumps(line.given.get()).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                line.begun.put(monotonic())
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                """Print nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    def renewed(self, name: str) -> Line:
        """Return what goes between the bench and a contestant from now on; what was left of before is forgotten."""
        self._lines[name] = Line()
        return self._lines[name]

    def address(self, name: str) -> str:
        """Return where a contestant asks for its turns."""
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def serve(self) -> None:
        """Answer until `stop`."""
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def turns() -> Iterator[Turns]:
    """Have turns while the block lasts."""
    made = Turns()
    made.serve()
    try:
        yield made
    finally:
        made.stop()
