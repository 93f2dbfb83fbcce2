"""The documented walk, whole."""

from __future__ import annotations

import pytest

from flows.diary_chats.documented import DOCUMENTED
from verifier.walk.walk import Walk


@pytest.mark.only_looks
def test_instruction_holds(walk: Walk) -> None:
    walk.take(*DOCUMENTED)


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize(
    ("link_window", "door"), [("same", "enter_sferum"), ("popup", "enter"), ("popup", "enter_sferum")]
)
def test_instruction_holds_in_each_other_variant(walk: Walk) -> None:
    walk.take(*DOCUMENTED)
