"""Weather over the stand: each kind does what it says, repeats itself under its seed, and makes no false alarm."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from flows.link import LINK
from flows.verdict import Verdict, worst
from flows.walk import Walk, WalkFailed
from pages.trouble import Unavailable
from reports.failure import describe_all
from stand.answers import Answer
from stand.faults import HANG_UP, LONGEST_HOLD_S, Faults
from stand.gateway import _pump
from stand.server import Stand, Student
from stand.weather import CALM, WEATHERS, Asked, Fate, Forecast, UnknownWeatherError, Weather, named, read
from tests.support.loops import in_a_loop
from tests.support.on_stand import sign_in
from tests.support.vk_service import connect
from tests.support.walks import NewWalk

REQUESTS = [
    ("diary", "GET", "/login"),
    ("diary", "GET", "/static/main.js"),
    ("diary", "POST", "/api/user/auth/login"),
    ("vk_id", "GET", "/authorize"),
    ("messenger", "GET", "/"),
] * 40


def fates(name: str, seed: int) -> list[Fate]:
    forecast = Forecast(named(name), seed)
    return [forecast.fate(*request) for request in REQUESTS]


@pytest.mark.parametrize("weather", WEATHERS, ids=lambda weather: weather.name)
def test_a_weather_is_one_sentence_and_repeats_itself_under_its_seed(weather: Weather) -> None:
    assert weather.sentence[0].isupper()
    assert weather.sentence.endswith(".")
    assert fates(weather.name, 7) == fates(weather.name, 7)
    has_chance = weather.name not in ("calm", "throttled")
    assert any(fates(weather.name, 7) != fates(weather.name, seed) for seed in range(3)) is has_chance


def test_what_a_request_meets_does_not_depend_on_what_else_is_under_way() -> None:
    alone, among = Forecast(named("jitter"), 3), Forecast(named("jitter"), 3)
    among.fate("messenger", "GET", "/")
    assert alone.fate("diary", "GET", "/login") == among.fate("diary", "GET", "/login")


@pytest.mark.parametrize("weather", WEATHERS, ids=lambda weather: weather.name)
def test_only_outages_take_answers_away(weather: Weather) -> None:
    drawn = [fate for seed in range(5) for fate in fates(weather.name, seed)]
    harmed = [fate for fate in drawn if fate.status is not None or fate.end != "whole"]
    assert bool(harmed) is weather.is_outage
    assert max(fate.there + fate.back for fate in drawn) <= 1
    assert len(harmed) < len(drawn)


@pytest.mark.parametrize("status", [502, 503])
def test_bursts_come_in_a_row_and_pass(status: int) -> None:
    forecast = Forecast(named(f"burst{status}"), 5)
    answers = [forecast.fate("diary", "GET", f"/{number}").status for number in range(400)]
    rows = "".join("x" if answer == status else "." for answer in answers).replace(".", " ").split()
    assert set(answers) == {None, status}
    assert len(rows) > 3
    assert all(2 <= len(row) <= 18 for row in rows[1:-1])


@pytest.mark.parametrize("system", ["diary", "vk_id", "messenger"])
def test_a_blackout_takes_one_system_and_does_not_end(system: str) -> None:
    forecast = Forecast(named(f"blackout-{system.removesuffix('_id')}"), 1)
    ends = {
        other: [forecast.fate(other, "GET", "/").end for _ in range(60)]
        for other in ("diary", "vk_id", "messenger")
    }
    begins = ends[system].index("refused")
    assert set(ends.pop(system)[begins:]) == {"refused"}
    assert all(set(other) == {"whole"} for other in ends.values())


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


def test_an_answer_without_a_body_has_no_middle_to_be_cut_in(other: Stand, client: httpx.Client) -> None:
    with other.faults.weather(always(Fate(end="cut")), 1):
        answer = client.get(f"{other.addresses.diary}/students/chats/vk-callback")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=%2Fstudents%2Fchats")


def test_a_stalled_request_is_taken_and_never_answered(other: Stand, client: httpx.Client) -> None:
    with other.faults.weather(always(Fate(end="never")), 1), pytest.raises(httpx.ReadTimeout):
        client.get(f"{other.addresses.diary}/login", timeout=0.5)
    assert client.get(f"{other.addresses.diary}/login").status_code == 200


def test_a_refused_request_does_not_reach_the_system(other: Stand, client: httpx.Client) -> None:
    made = other.new_student()
    fields = {"login": made.pupil.login, "password": "wrong", "type": "email"}
    with other.faults.weather(always(Fate(end="refused")), 1), pytest.raises(httpx.TransportError):
        client.post(f"{other.addresses.diary}/api/user/auth/login", json=fields)


def test_the_stands_own_page_has_no_weather(other: Stand, client: httpx.Client) -> None:
    with other.faults.weather(always(Fate(status=503)), 1):
        assert client.get(f"{other.addresses.diary}/login").status_code == 503
        assert client.get(f"{other.addresses.stand}/").status_code == 200
    assert client.get(f"{other.addresses.diary}/login").status_code == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stormy", "нет погоды «stormy»; есть calm, jitter, "),
        ("jiter:3", "Похоже на jitter."),
        ("jitter:x", "«x» не номер погоды"),
    ],
)
def test_unknown_weather_is_told_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UnknownWeatherError) as caught:
        read(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_weather_is_named_with_or_without_a_seed() -> None:
    assert read("jitter:7") == (named("jitter"), 7)
    assert read("calm") == (CALM, None)


InDiary = Callable[..., Walk]


@pytest.fixture
def in_diary(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> InDiary:
    """Makes a walk of a pupil who is signed in to the diary; it has little patience and is no part of the run."""
    sign_in(stand, context, stand_student.pupil)

    def make(patience_s: float = 2) -> Walk:
        return new_walk(context, journal_folder=tmp_path, patience_s=patience_s)

    return make


HARMFUL_SEEDS = {
    "cut": 1,
    "burst502": 1,
    "burst503": 1,
    "stalled": 1,
    "blackout-diary": 1,
    "blackout-vk": 8,
}
"""Seeds under which the walk below does not get to its end."""


@pytest.mark.long
@pytest.mark.parametrize("weather", WEATHERS, ids=lambda weather: weather.name)
def test_weather_makes_no_false_alarm(stand: Stand, in_diary: InDiary, weather: Weather) -> None:
    walk = in_diary(patience_s=2 if weather.is_outage else 5)
    with stand.faults.weather(weather, HARMFUL_SEEDS.get(weather.name, 1)):
        try:
            with walk.proving("signed-in"):
                walk.open(walk.chats_tab)
                walk.see(walk.chats_tab.content)
            walk.take(LINK)
            verdict = Verdict.HOLDS
        except WalkFailed as failed:
            verdict = worst(failed.verdicts)
    assert verdict is (Verdict.ENVIRONMENT if weather.name in HARMFUL_SEEDS else Verdict.HOLDS)


def test_a_journal_names_the_weather_by_the_option_that_repeats_it(stand: Stand, in_diary: InDiary) -> None:
    assert in_diary().journal.conditions == ""
    with stand.faults.weather(named("jitter"), 7):
        assert in_diary().journal.conditions == "--weather jitter:7"


def test_a_failure_of_long_ago_is_not_seen_again_at_the_same_address(stand: Stand, in_diary: InDiary) -> None:
    def fail(answer: Answer) -> None:
        answer.become(PlainTextResponse("down", 503))

    walk = in_diary()
    chats = f"{stand.addresses.diary}/students/chats"
    with stand.answers.rewritten("diary", "GET", "/students/chats", fail), pytest.raises(Unavailable):
        walk.follow(chats, "дневник")
    walk.open(walk.chats_tab)
    walk.choose(walk.chats_tab.tab)  # a script puts the address there, no server does
    assert walk.at(walk.chats_tab).url == chats


def test_what_the_page_still_waits_for_is_the_environment(stand: Stand, in_diary: InDiary) -> None:
    def hold(answer: Answer) -> None:
        answer.held = True

    walk = in_diary()
    walk.open(walk.chats_tab)
    with (
        stand.answers.rewritten("diary", "GET", "/api/chats/vk-link", hold),
        pytest.raises(WalkFailed) as caught,
    ):
        walk.take(LINK)
    (finding,) = caught.value.findings
    assert (finding.claim, finding.verdict) == ("press-link", Verdict.ENVIRONMENT)
    waits = r"дневник не отвечает уже \d,\d с на https://dnevnik2\.petersburgedu\.ru/api/chats/vk-link"
    assert re.search(waits, describe_all([finding], walk.journal))


def test_what_a_window_looked_into_aside_still_waits_for_is_the_environment(
    stand: Stand, in_diary: InDiary
) -> None:
    def hold(answer: Answer) -> None:
        answer.held = True

    walk = in_diary()

    def look_aside() -> None:
        with walk.proving("authorise"), walk.another_window():
            walk.open(walk.chats_tab)
            walk.choose(walk.chats_tab.tab)

    walk.open(walk.chats_tab)
    with (
        stand.answers.rewritten("diary", "GET", "/api/journal/person/related-child-list", hold),
        pytest.raises(WalkFailed) as caught,
    ):
        look_aside()
    assert caught.value.verdicts == [Verdict.ENVIRONMENT]


def test_an_answer_that_a_script_does_not_read_has_come_all_the_same(stand: Stand, in_diary: InDiary) -> None:
    """A fault of the product's own, then: the server did answer."""

    def fail(answer: Answer) -> None:
        answer.become(PlainTextResponse("fault", 500))

    walk = in_diary()
    walk.open(walk.chats_tab)
    page = walk.at(walk.chats_tab)
    with stand.answers.rewritten("diary", "GET", "/api/chats/vk-link", fail):
        page.evaluate("async () => { await fetch('/api/chats/vk-link') }")  # its body is left unread
    assert not walk.windows.network.is_busy()
    assert walk.windows.network.fault_since(0)


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize("link_window", ["same", "popup"])
def test_a_server_that_finds_another_one_down_is_heard_out(stand: Stand, in_diary: InDiary) -> None:
    """The browser sees no failure: only the diary's own page can tell of it, some time later."""

    def fail(answer: Answer) -> None:
        answer.become(PlainTextResponse("down", 503))

    def late(_seed: int, asked: Asked, _chance: object) -> Fate:
        return Fate(back=0.4 if asked.path == "/api/chats/vk-link" else 0)

    walk = in_diary(patience_s=5)
    walk.open(walk.chats_tab)
    with (
        stand.answers.rewritten("vk_id", "POST", "/oauth2/auth", fail),
        stand.faults.weather(Weather("test", "Для проверки.", False, late), 1),
        pytest.raises(WalkFailed) as caught,
    ):
        walk.take(LINK)
    assert [(one.claim, one.verdict) for one in caught.value.findings] == [
        ("press-continue", Verdict.ENVIRONMENT)
    ]
