"""A picture is taken of a page that has come to rest, and one that never does keeps nobody waiting twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from flows.walk import Walk
from stand.answers import Answer
from stand.people import CHATS
from stand.server import Stand, Student
from stand.weather import Asked, Fate, Weather
from tests.support.on_stand import sign_in_to_messenger
from tests.support.walks import NewWalk


@pytest.fixture
def in_messenger(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> Walk:
    """A walk with pictures of a student who has been in the messenger before; it is no part of the run."""
    sign_in_to_messenger(stand, context, stand_student.vk)
    return new_walk(context, journal_folder=tmp_path, patience_s=2, pictures="on")


def look(walk: Walk) -> str:
    """See what the messenger shows at once, and return the snapshot that was kept beside the picture."""
    with walk.proving("either-way"):
        walk.at(walk.messenger)
        walk.see(walk.messenger.search)
    return walk.journal.entries[-1].snapshot or ""


def test_a_picture_waits_for_what_the_page_is_still_loading(stand: Stand, in_messenger: Walk) -> None:
    def late(_seed: int, asked: Asked, _chance: object) -> Fate:
        return Fate(back=0.7 if asked.path == "/api/chats" else 0)

    with stand.faults.weather(Weather("test", "Для проверки.", False, late), 1):
        in_messenger.open(in_messenger.messenger)
        assert look(in_messenger).count("- listitem") == len(CHATS)


def test_a_page_that_never_comes_to_rest_is_pictured_all_the_same_and_waited_for_once(
    stand: Stand, in_messenger: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold(answer: Answer) -> None:
        answer.held = True

    def wait(*_: object) -> None:
        raise AssertionError("waits for a page that is known not to come to rest")

    with stand.answers.rewritten("messenger", "GET", "/api/chats", hold):
        in_messenger.open(in_messenger.messenger)
        assert "Поиск" in look(in_messenger)
        windows = in_messenger.windows
        page = windows.current
        assert page is not None
        monkeypatch.setattr(windows, "await_state", wait)
        windows.await_rest(page)
