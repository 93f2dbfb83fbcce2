"""Starting states of the scenarios, made without the browser, and what happens around a walk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Error
from pytest_playwright.pytest_playwright import CreateContextCallback

from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.vk_messenger import VkMessenger
from stand.people import LinkWindow
from stand.server import Stand, Student
from tests.explorer.conftest import explore, world
from tests.support.on_stand import sign_in, sign_in_to_messenger, sign_in_to_vk
from tests.support.walks import NewWalk
from verifier.accounts.lease import Lease
from verifier.targets import SiteTarget, Target

__all__ = ["explore", "world"]  # what the explorer finds is pasted here as a test

_SHORT_SESSION_S = 240.0


@pytest.fixture
def signed_in(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk
) -> StudentWalk:
    """A walk that begins on the diary's first page."""
    sign_in(stand, context, stand_student.pupil)
    walk = new_walk(context)
    walk.open(walk.on(ChatsTab))
    return walk


@pytest.fixture
def in_diary(
    request: pytest.FixtureRequest, target: Target, link_window: LinkWindow
) -> Iterator[StudentWalk]:
    """The same on any target: on a site with the signed-in state that its account's lease keeps."""
    if not isinstance(target, SiteTarget):
        yield request.getfixturevalue("signed_in")
        return
    if link_window == "popup":
        pytest.skip("где открывается форма VK, решает сама площадка: проверено в соседнем варианте")
    new_walk: NewWalk = request.getfixturevalue("new_walk")
    lease: Lease = request.getfixturevalue("lease")
    new_context: CreateContextCallback = request.getfixturevalue("new_context")
    context = new_context(storage_state=lease.state)
    walk = new_walk(context)
    walk.open(walk.on(ChatsTab))
    yield walk
    with contextlib.suppress(Error):  # a browser that has gone keeps nothing
        lease.keep_state(context.storage_state())


@pytest.fixture
def linked(
    stand: Stand, stand_student: Student, context: BrowserContext, signed_in: StudentWalk
) -> StudentWalk:
    """A walk that begins on the tab «Чаты» of a linked student, with the session at VK ID that linking leaves."""
    stand.link(stand_student.pupil, stand_student.vk)
    sign_in_to_vk(stand, context, stand_student.vk)
    signed_in.choose(signed_in.on(ChatsTab).tab)
    return signed_in


@pytest.fixture
def in_messenger(
    stand: Stand, stand_student: Student, context: BrowserContext, linked: StudentWalk
) -> StudentWalk:
    """A walk that begins in the messenger."""
    sign_in_to_messenger(stand, context, stand_student.vk)
    linked.open(linked.on(VkMessenger))
    return linked


@pytest.fixture
def pass_time(stand: Stand) -> Iterator[Callable[[float], None]]:
    """Let seconds pass at once for all three systems; afterwards their clock is right again."""
    passed: list[float] = []

    def put_forward(seconds: float) -> None:
        passed.append(seconds)
        stand.clock.put_forward(seconds)

    yield put_forward
    stand.clock.put_forward(-sum(passed))


@pytest.fixture
def end_session(stand: Stand, pass_time: Callable[[float], None]) -> Iterator[Callable[[], None]]:
    """Let the session at the diary run out, and nothing else: it is made shorter than all the rest."""
    usual, stand.diary.session_seconds = stand.diary.session_seconds, _SHORT_SESSION_S
    yield lambda: pass_time(_SHORT_SESSION_S + 1)
    stand.diary.session_seconds = usual
