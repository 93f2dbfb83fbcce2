"""A web server that shows nothing before it is told a name and a password (RFC 7617)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from tests.support.serving import serving
from verifier.targets.fields import basic


@contextmanager
def asking_for_a_password(
    heard: list[dict[str, str]], user: str = "tester", password: str = "pa55word"
) -> Iterator[str]:
    """Serve pages to those who tell name and password, and keep the headers of every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(dict(self.headers.items()))
            known = self.headers.get("Authorization") == f"Basic {basic(user, password)}"
            self.send_response(200 if known else 401)
            self.send_header("WWW-Authenticate", 'Basic realm="staging"')
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(Handler) as address:
        yield address
