"""Browsers from other machines: which addresses are refused, and what is said of a server that gives none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from playwright.sync_api import Playwright

from stand.server import Stand
from tests.support.serving import serving
from verifier.run.remote import Servers, check, keys_of
from verifier.screen.trouble import Unavailable


@contextmanager
def answering(status: int, text: str) -> Iterator[str]:
    """A server that turns a WebSocket away with this status; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

    with serving(Handler) as address:
        yield f"{address.replace('http', 'ws')}/?token=geheim-geheim"


def complaint(playwright: Playwright, *addresses: str) -> str:
    with pytest.raises(Unavailable) as caught:
        Servers(addresses, 0).connect(playwright.chromium, {})
    assert "run-server" in caught.value.remedy
    return caught.value.observed


def test_a_server_of_another_version_is_told_from_one_that_is_not_there(playwright: Playwright) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"ws://127.0.0.1:{unused.getsockname()[1]}/"
        mismatch = "Playwright version mismatch:\n  - server version: v1.40\n  - client version: v1.61\n"
        with answering(428, mismatch) as other, answering(503, "No server") as balancer:
            said = complaint(playwright, other, balancer, nobody)
    versions, none_left, silent = said.split("; ")
    assert "версии Playwright различаются" in versions
    assert "балансировщик не нашёл живого сервера" in none_left
    assert "никто не слушает" in silent
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("addresses", "own", "stand", "said"),
    [
        (["http://grid:4444/"], None, True, "ws://имя:порт/"),
        (["ws:///"], None, True, "ws://имя:порт/"),
        (["ws://10.0.0.7:4000/"], None, True, "--stand-address"),
        ([], "0.0.0.0", True, "не 0.0.0.0"),
        ([], "192.0.2.1", True, "такого адреса нет"),
        ([], "somewhere", True, "такого адреса нет"),
        ([], "127.0.0.1", False, "бывает только у стенда"),
    ],
)
def test_addresses_that_cannot_work_are_refused(
    addresses: list[str], own: str | None, stand: bool, said: str
) -> None:
    with pytest.raises(pytest.UsageError, match=said) as caught:
        check(addresses, own, stand=stand)
    assert "\n" not in str(caught.value)


def test_addresses_that_work_are_taken() -> None:
    check(["ws://127.0.0.1:4000/", "ws://localhost:4001/"], None, stand=True)
    check(["wss://grid.example/"], None, stand=False)
    check(["ws://10.0.0.7:4000/"], "127.0.0.1", stand=True)


def test_what_opens_a_grid_is_a_secret() -> None:
    known = set(
        keys_of(["wss://user:schl%C3%BCssel%2B@grid.example/kEy-7Fh3/playwright?token=a%2Fbc&os=linux"])
    )
    assert {"schl%C3%BCssel%2B", "schlüssel+", "a%2Fbc", "a/bc", "kEy-7Fh3"} <= known
    assert not {"user", "playwright"} & known


def test_a_stand_listens_where_it_is_told_and_nowhere_else() -> None:
    with Stand(host="127.0.0.2") as running:
        assert running.proxy == f"http://127.0.0.2:{running.gateway.port}"
        with socket.create_connection(("127.0.0.2", running.gateway.port)) as client:
            client.sendall(b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")
            assert client.makefile("rb").readline().startswith(b"HTTP/1.1 403")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", running.gateway.port))
