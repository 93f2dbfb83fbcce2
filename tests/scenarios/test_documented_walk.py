"""The documented walk, whole."""

from __future__ import annotations

import pytest

from flows.diary_chats.student import StudentWalk


@pytest.mark.only_looks
@pytest.mark.each_text
def test_instruction_holds(walk: StudentWalk) -> None:
    walk.take()


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize(
    ("link_window", "door"), [("same", "enter_sferum"), ("popup", "enter"), ("popup", "enter_sferum")]
)
def test_instruction_holds_in_each_other_variant(walk: StudentWalk) -> None:
    walk.take()


@pytest.mark.usefixtures("stand_student")
@pytest.mark.browser_context_args(viewport={"width": 390, "height": 664})
def test_instruction_holds_on_a_telephone(walk: StudentWalk) -> None:
    walk.take()
    assert [entry.claim for entry in walk.journal.entries if not entry.fits] == ["chats-left"]
