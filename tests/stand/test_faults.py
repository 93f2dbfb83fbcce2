"""Weather at work: a request meets what its fate says, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from stand.faults import HANG_UP, LONGEST_HOLD_S, Faults
from stand.gateway import _pump
from stand.server import Stand
from stand.weather import Asked, Fate, Weather
from tests.support.loops import in_a_loop
from tests.support.vk_service import connect


class Sleeper:
    """Notes for how long somebody wanted to sleep, and lets others go on meanwhile."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        for _ in range(20):
            await asyncio.sleep(0)


class Client:
    """One request to an application behind faults, and what came back."""

    def __init__(self, method: str = "GET", path: str = "/", body: bytes = b"an answer") -> None:
        self.heard: list[Message] = []
        self.served = 0
        self.hung_up = asyncio.Event()
        state = {HANG_UP: self.hung_up.set}
        self.scope: Scope = {"type": "http", "method": method, "path": path, "headers": [], "state": state}
        self._body = body

    async def ask(self, faults: Faults) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            self.served += 1
            assert not scope["state"].get("used"), "a copy has to come as fresh as the first"
            scope["state"]["used"] = True
            await Response(self._body)(scope, receive, send)

        await faults.pass_on(app, "diary", self.scope, self._receive, self._send)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.heard)

    async def _receive(self) -> Message:
        await self.hung_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.heard.append(message)


def always(fate: Fate) -> Weather:
    return Weather("test", "Для проверки.", True, lambda _seed, _asked, _chance: fate)


@pytest.mark.parametrize(
    ("fate", "slept"),
    [(Fate(), []), (Fate(there=0.3, back=0.2), [0.3, 0.2]), (Fate(overtaken=True), [LONGEST_HOLD_S])],
)
def test_an_answer_is_as_late_as_its_fate_says(fate: Fate, slept: list[float]) -> None:
    async def run() -> bytes:
        sleeper, client = Sleeper(), Client()
        faults = Faults(sleeper)
        with faults.weather(always(fate), 1):
            await client.ask(faults)
        assert sleeper.slept == slept
        return client.body

    assert in_a_loop(run()) == b"an answer"


def test_an_overtaken_answer_leaves_after_one_to_a_later_request() -> None:
    left: list[str] = []

    def draw(_seed: int, asked: Asked, _chance: object) -> Fate:
        return Fate(overtaken=asked.path == "/first")

    async def ask(client: Client, faults: Faults) -> None:
        await client.ask(faults)
        left.append(client.scope["path"])

    async def run() -> None:
        async def forever(_seconds: float) -> None:
            await asyncio.Event().wait()

        faults = Faults(forever)
        with faults.weather(Weather("test", "Для проверки.", False, draw), 1):
            first, second = Client(path="/first"), Client(path="/second")
            await asyncio.wait_for(asyncio.gather(ask(first, faults), ask(second, faults)), timeout=5)

    in_a_loop(run())
    assert left == ["/second", "/first"]


@pytest.mark.parametrize(("method", "served"), [("GET", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)])
def test_only_idempotent_requests_are_repeated_and_one_answer_is_heard(method: str, served: int) -> None:
    async def run() -> Client:
        client = Client(method)
        faults = Faults(Sleeper())
        with faults.weather(always(Fate(copied=True)), 1):
            await client.ask(faults)
        return client

    client = in_a_loop(run())
    assert client.served == served
    assert [message["type"] for message in client.heard] == ["http.response.start", "http.response.body"]


def test_a_narrow_channel_lets_through_no_more_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    per_second, size = 1000, 10_000
    carried: list[int] = []
    slept: list[float] = []

    async def note(seconds: float) -> None:
        slept.append(seconds)

    class Writer:
        def write(self, data: bytes) -> None:
            carried.append(len(data))

        async def drain(self) -> None:
            pass

        def can_write_eof(self) -> bool:
            return False

    async def run() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(b"x" * size)
        reader.feed_eof()
        await _pump(reader, Writer(), lambda: per_second)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("stand.gateway._sleep", note)
        in_a_loop(run())
    assert sum(carried) == size
    assert max(carried) <= per_second / 20
    assert sum(slept) == pytest.approx(size / per_second)


@pytest.fixture(scope="module")
def other() -> Iterator[Stand]:
    """A stand of this module's own, whose weather nobody else meets."""
    with Stand() as running:
        yield running
    assert running.crashes == []


@pytest.fixture
def client(other: Stand) -> Iterator[httpx.Client]:
    with connect(other) as http:
        yield http


@pytest.mark.heavy
def test_a_cut_answer_ends_half_way(other: Stand, client: httpx.Client) -> None:
    whole = client.get(f"{other.addresses.diary}/static/main.js").content
    with (
        other.faults.weather(always(Fate(end="cut")), 1),
        client.stream("GET", f"{other.addresses.diary}/static/main.js") as cut,
    ):
        assert cut.status_code == 200
        came = b""
        with pytest.raises(httpx.TransportError):  # noqa: PT012 - what has come before the cut counts
            for part in cut.iter_bytes():
                came += part
    assert 0 < len(came) < len(whole)
    assert whole.startswith(came)


@pytest.mark.heavy
def test_an_answer_without_a_body_has_no_middle_to_be_cut_in(other: Stand, client: httpx.Client) -> None:
    with other.faults.weather(always(Fate(end="cut")), 1):
        answer = client.get(f"{other.addresses.diary}/students/chats/vk-callback")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=%2Fstudents%2Fchats")


@pytest.mark.heavy
def test_a_stalled_request_is_taken_and_never_answered(other: Stand, client: httpx.Client) -> None:
    with other.faults.weather(always(Fate(end="never")), 1), pytest.raises(httpx.ReadTimeout):
        client.get(f"{other.addresses.diary}/login", timeout=0.5)
    assert client.get(f"{other.addresses.diary}/login").status_code == 200


@pytest.mark.heavy
def test_a_refused_request_does_not_reach_the_system(other: Stand, client: httpx.Client) -> None:
    made = other.new_student()
    fields = {"login": made.pupil.login, "password": "wrong", "type": "email"}
    with other.faults.weather(always(Fate(end="refused")), 1), pytest.raises(httpx.TransportError):
        client.post(f"{other.addresses.diary}/api/user/auth/login", json=fields)


@pytest.mark.heavy
def test_the_stands_own_page_has_no_weather(other: Stand, client: httpx.Client) -> None:
    with other.faults.weather(always(Fate(status=503)), 1):
        assert client.get(f"{other.addresses.diary}/login").status_code == 503
        assert client.get(f"{other.addresses.stand}/").status_code == 200
    assert client.get(f"{other.addresses.diary}/login").status_code == 200
