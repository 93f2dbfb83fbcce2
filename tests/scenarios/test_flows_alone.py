"""Each documented flow alone, from a starting state that is made without the walk."""

from __future__ import annotations

import pytest

from flows.diary_chats.link import LINK
from flows.diary_chats.open_chats import OPEN_CHATS
from flows.diary_chats.relink import RELINK
from flows.diary_chats.sign_in import SIGN_IN
from flows.diary_chats.unlink import UNLINK
from stand.server import Stand, Student
from verifier.walk.walk import Walk


@pytest.mark.usefixtures("stand_student")
def test_sign_in(walk: Walk) -> None:
    walk.take(SIGN_IN)


@pytest.mark.parametrize("link_window", ["same", "popup"])
def test_link(in_diary: Walk) -> None:
    in_diary.take(LINK)


@pytest.mark.parametrize("door", ["enter", "enter_sferum"])
def test_open_chats(linked: Walk) -> None:
    linked.take(OPEN_CHATS)


def test_unlink(stand: Stand, stand_student: Student, linked: Walk) -> None:
    linked.take(UNLINK)
    assert stand.vk_id.records.live_tokens(stand.diary.client_id, stand_student.vk.user_id) == 0


@pytest.mark.parametrize("link_window", ["same", "popup"])
def test_relink(in_diary: Walk) -> None:
    in_diary.take(RELINK)
