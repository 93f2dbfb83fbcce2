"""Walks in any weather: slowness changes no verdict, an outage is the environment's."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from starlette.responses import PlainTextResponse

from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from stand.rewriting import Answer
from stand.server import Stand, Student
from stand.weather import WEATHERS, Asked, Fate, Weather, named
from tests.support.on_stand import sign_in
from tests.support.walks import IN_VAIN_S, NewWalk
from verifier.screen.trouble import Unavailable
from verifier.walk.failure import describe_all
from verifier.walk.verdict import Verdict, worst
from verifier.walk.walk import WalkFailed

InDiary = Callable[..., StudentWalk]


@pytest.fixture
def in_diary(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> InDiary:
    """Makes a walk of a pupil who is signed in to the diary; it has little patience and is no part of the run."""
    sign_in(stand, context, stand_student.pupil)

    def make(patience_s: float = IN_VAIN_S) -> StudentWalk:
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
    walk = in_diary(patience_s=IN_VAIN_S if weather.is_outage else 5)
    with stand.faults.weather(weather, HARMFUL_SEEDS.get(weather.name, 1)):
        try:
            with walk.proving("signed-in"):
                walk.open(walk.on(ChatsTab))
                walk.see(walk.on(ChatsTab).content)
            walk.take("link")
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
    with stand.rewriting.rewritten("diary", "GET", "/students/chats", fail), pytest.raises(Unavailable):
        walk.follow(chats, "дневник")
    walk.open(walk.on(ChatsTab))
    walk.choose(walk.on(ChatsTab).tab)  # a script puts the address there, no server does
    assert walk.at(walk.on(ChatsTab)).url == chats


def test_what_the_page_still_waits_for_is_the_environment(stand: Stand, in_diary: InDiary) -> None:
    def hold(answer: Answer) -> None:
        answer.held = True

    walk = in_diary()
    walk.open(walk.on(ChatsTab))
    with (
        stand.rewriting.rewritten("diary", "GET", "/api/chats/vk-link", hold),
        pytest.raises(WalkFailed) as caught,
    ):
        walk.take("link")
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
            walk.open(walk.on(ChatsTab))
            walk.choose(walk.on(ChatsTab).tab)

    walk.open(walk.on(ChatsTab))
    with (
        stand.rewriting.rewritten("diary", "GET", "/api/journal/person/related-child-list", hold),
        pytest.raises(WalkFailed) as caught,
    ):
        look_aside()
    assert caught.value.verdicts == [Verdict.ENVIRONMENT]


def test_an_answer_that_a_script_does_not_read_has_come_all_the_same(stand: Stand, in_diary: InDiary) -> None:
    """A fault of the product's own, then: the server did answer."""

    def fail(answer: Answer) -> None:
        answer.become(PlainTextResponse("fault", 500))

    walk = in_diary()
    walk.open(walk.on(ChatsTab))
    page = walk.at(walk.on(ChatsTab))
    with stand.rewriting.rewritten("diary", "GET", "/api/chats/vk-link", fail):
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
    walk.open(walk.on(ChatsTab))
    with (
        stand.rewriting.rewritten("vk_id", "POST", "/oauth2/auth", fail),
        stand.faults.weather(Weather("test", "Для проверки.", False, late), 1),
        pytest.raises(WalkFailed) as caught,
    ):
        walk.take("link")
    assert [(one.claim, one.verdict) for one in caught.value.findings] == [
        ("press-continue", Verdict.ENVIRONMENT)
    ]
