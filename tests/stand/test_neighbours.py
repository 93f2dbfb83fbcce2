"""Sites beside the stand's own systems: met behind the same gateway, under the same weather."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import httpx
import pytest
from playwright.sync_api import Browser, expect

from stand.neighbour import Neighbour
from stand.server import Stand
from stand.weather import Fate, Weather
from tests.support.serving import serving
from tests.support.vk_service import connect

CLUB = "https://club.example"
REFUSING = Weather("refusing", "Соединения рвутся.", True, lambda *_: Fate(end="refused"))


class Club(BaseHTTPRequestHandler):
    """A site that tells its visitors what reached it of their requests, and gives them two cookies."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = {
            "method": self.command,
            "path": self.path,
            "headers": list(self.headers.items()),
            "body": body,
        }
        self.send_response(418 if self.path == "/teapot" else 302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", f"{CLUB}/")
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Set-Cookie", "one=1; Secure; HttpOnly")
        self.send_header("Set-Cookie", "two=2; Secure")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def do_POST(self) -> None:
        self.do_GET()


def _port(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.fixture(scope="module")
def beside() -> Iterator[Stand]:
    """A stand with one neighbour that answers and one that does not."""
    with serving(Club) as gone:
        pass
    with serving(Club) as club:
        neighbours = {
            "club": Neighbour(CLUB, _port(club)),
            "gone": Neighbour("https://gone.example", _port(gone)),
        }
        with Stand(neighbours=neighbours) as stand:
            yield stand
    assert stand.crashes == []


@pytest.fixture
def client(beside: Stand) -> Iterator[httpx.Client]:
    with connect(beside) as client:
        yield client


def test_a_neighbour_gets_the_request_as_it_was(client: httpx.Client) -> None:
    sent = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "Connection": "close"}
    answer = client.post(f"{CLUB}/a%20b?c=%D0%B4&c=2", content="тело".encode(), headers=sent)
    told = answer.json()
    assert (told["method"], told["path"], told["body"]) == ("POST", "/a%20b?c=%D0%B4&c=2", "тело")
    headers = [(name.lower(), value) for name, value in told["headers"]]
    assert [value for name, value in headers if name == "host"] == ["club.example"]
    assert [value for name, value in headers if name.startswith("x-forwarded")] == ["https"]
    assert answer.headers.get_list("Set-Cookie") == ["one=1; Secure; HttpOnly", "two=2; Secure"]
    assert len(answer.headers.get_list("Date")) == 1


@pytest.mark.parametrize(("path", "status"), [("/teapot", 418), ("/moved", 302)])
def test_a_neighbour_answers_for_itself(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(CLUB + path)
    assert answer.status_code == status
    assert json.loads(answer.text)["path"] == path


def test_a_neighbour_that_is_not_there_is_answered_for(client: httpx.Client) -> None:
    assert client.get("https://gone.example/").status_code == 502


def test_a_browser_meets_a_neighbour_at_its_own_address(beside: Stand, browser: Browser) -> None:
    with browser.new_context(proxy={"server": beside.proxy}, ignore_https_errors=True) as context:
        page = context.new_page()
        page.goto(f"{CLUB}/moved")
        expect(page).to_have_url(f"{CLUB}/")
        expect(page.locator("body")).to_contain_text('"path": "/"')
        assert {cookie.get("name") for cookie in context.cookies(CLUB)} == {"one", "two"}
    assert beside.gateway.refused == []


def test_a_neighbour_has_failures_and_weather(beside: Stand, client: httpx.Client) -> None:
    with beside.faults.outage("club", 503):
        assert client.get(CLUB).status_code == 503
        assert client.get(beside.addresses.messenger).status_code == 200
    with (
        beside.faults.weather(REFUSING, seed=1),
        pytest.raises(httpx.TransportError),
    ):
        client.get(CLUB)
    assert client.get(CLUB).status_code == 200


def test_what_a_neighbour_answers_can_be_rewritten(beside: Stand, client: httpx.Client) -> None:
    with beside.rewriting.rewritten("club", "GET", "/", lambda answer: answer.replace("GET", "Другое")):
        assert "Другое" in client.get(CLUB).text


def test_a_stand_without_neighbours_refuses_them(stand: Stand) -> None:
    with connect(stand) as client, pytest.raises(httpx.ProxyError, match="403"):
        client.get(CLUB)
    assert stand.gateway.refused[-1] == "club.example:443"
