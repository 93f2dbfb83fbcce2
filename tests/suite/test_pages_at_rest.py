"""A picture is taken of a page that has come to rest; one that never does, or is being left, keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.student import StudentWalk
from pages.diary_chats.vk_messenger import VkMessenger
from stand.people import CHATS
from stand.rewriting import Answer
from stand.server import Stand, Student
from stand.weather import Asked, Fate, Weather
from tests.support.on_stand import sign_in_to_messenger
from tests.support.walks import IN_VAIN_S, NewWalk


@pytest.fixture
def in_messenger(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> StudentWalk:
    """A walk with pictures of a student who has been in the messenger before; it is no part of the run."""
    sign_in_to_messenger(stand, context, stand_student.vk)
    return new_walk(context, journal_folder=tmp_path, patience_s=IN_VAIN_S, pictures="on")


def hold(answer: Answer) -> None:
    answer.held = True


def wait(*_: object, **__: object) -> None:
    raise AssertionError("waits for a page that need not be waited for")


def look(walk: StudentWalk) -> str:
    """See what the messenger shows at once, and return the snapshot that was kept beside the picture."""
    with walk.proving("either-way"):
        walk.at(walk.on(VkMessenger))
        walk.see(walk.on(VkMessenger).search)
    return walk.journal.entries[-1].snapshot or ""


@contextmanager
def late(stand: Stand, path: str) -> Iterator[None]:
    """Let answers at a path take their time."""

    def draw(_seed: int, asked: Asked, _chance: object) -> Fate:
        return Fate(back=0.7 if asked.path == path else 0)

    with stand.faults.weather(Weather("test", "Для проверки.", False, draw), 1):
        yield


def test_a_picture_waits_for_what_the_page_is_still_asking_for(
    stand: Stand, in_messenger: StudentWalk
) -> None:
    with late(stand, "/api/chats"):
        in_messenger.open(in_messenger.on(VkMessenger))
        assert look(in_messenger).count("- listitem") == len(CHATS)


def test_a_request_of_a_page_that_says_nothing_of_it_is_waited_for(
    stand: Stand, in_messenger: StudentWalk
) -> None:
    in_messenger.open(in_messenger.on(VkMessenger))
    windows, page = in_messenger.windows, in_messenger.at(in_messenger.on(VkMessenger))
    windows.await_rest(page)
    with late(stand, "/late"):
        with page.expect_request("**/late"):
            page.evaluate("() => void fetch('/late')")
        windows.await_rest(page)
        assert not windows.network.is_busy(page)


def test_a_part_that_the_page_calls_busy_is_waited_for(in_messenger: StudentWalk) -> None:
    in_messenger.open(in_messenger.on(VkMessenger))
    windows, page = in_messenger.windows, in_messenger.at(in_messenger.on(VkMessenger))
    windows.await_rest(page)
    page.evaluate(
        "() => { document.body.ariaBusy = 'true'; setTimeout(() => document.body.ariaBusy = 'false', 500) }"
    )
    windows.await_rest(page)
    assert page.evaluate("document.body.ariaBusy") == "false"


def test_images_of_a_page_are_waited_for_as_well(stand: Stand, in_messenger: StudentWalk) -> None:
    def illustrate(answer: Answer) -> None:
        answer.replace("</body>", "<img src='/late.svg' alt=''></body>")

    page = in_messenger.windows.open()
    with stand.rewriting.rewritten("messenger", "GET", "/", illustrate), late(stand, "/late.svg"):
        page.goto(in_messenger.on(VkMessenger).address, wait_until="commit")
        in_messenger.windows.await_rest(page)
        assert page.evaluate("document.readyState") == "complete"


def test_a_page_that_never_comes_to_rest_is_pictured_all_the_same_and_waited_for_once(
    stand: Stand, in_messenger: StudentWalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stand.rewriting.rewritten("messenger", "GET", "/api/chats", hold):
        in_messenger.open(in_messenger.on(VkMessenger))
        assert "Поиск" in look(in_messenger)
        monkeypatch.setattr(in_messenger.windows.context, "wait_for_event", wait)
        in_messenger.windows.await_rest(in_messenger.at(in_messenger.on(VkMessenger)))


def test_a_page_that_is_being_left_is_not_waited_for(
    stand: Stand, in_messenger: StudentWalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stand.rewriting.rewritten("messenger", "GET", "/convo/1", hold):
        in_messenger.open(in_messenger.on(VkMessenger))
        page = in_messenger.at(in_messenger.on(VkMessenger))
        in_messenger.windows.await_rest(page)
        with page.expect_request("**/convo/1"):
            page.evaluate("location.assign('/convo/1')")
        monkeypatch.setattr(in_messenger.windows.context, "wait_for_event", wait)
        in_messenger.windows.await_rest(page)
