"""Each documented flow alone, from a starting state that is made without the walk."""

from __future__ import annotations

import pytest

from flows.diary_chats.student import StudentWalk
from stand.server import Stand, Student
from verifier.walk.steps import StepError


@pytest.mark.usefixtures("stand_student")
def test_sign_in(walk: StudentWalk) -> None:
    walk.take("sign-in")


@pytest.mark.parametrize("link_window", ["same", "popup"])
def test_link(in_diary: StudentWalk) -> None:
    in_diary.take("link")


@pytest.mark.parametrize("door", ["enter", "enter_sferum"])
def test_open_chats(linked: StudentWalk) -> None:
    linked.take("open-chats")


def test_unlink(stand: Stand, stand_student: Student, linked: StudentWalk) -> None:
    linked.take("unlink")
    assert stand.vk_id.records.live_tokens(stand.diary.client_id, stand_student.vk.user_id) == 0


@pytest.mark.parametrize("link_window", ["same", "popup"])
def test_relink(in_diary: StudentWalk) -> None:
    in_diary.take("relink")


def test_a_section_that_the_text_has_not_is_a_mistake_of_the_suite(walk: StudentWalk) -> None:
    with pytest.raises(StepError, match=r"раздела «sign-on» нет; есть sign-in, .*; исправьте имя"):
        walk.take("sign-on")
