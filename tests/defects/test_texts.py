"""The product is right and the sentence is wrong: every such defect is found, by the very sentence that has it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from stand.people import LinkWindow, SecondStep
from tests.defects.texts import CATALOGUE, TextDefect
from tests.support.texts import SCHOOL_CHATS, school_chats
from tests.support.walks import NewWalk
from verifier.text.model import Instruction
from verifier.text.reading import read
from verifier.walk.steps import StepError
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed

_SAMPLE = ("press-link", "linked-buttons", "link-back")
EVERY = [
    pytest.param(one, id=one.name, marks=() if one.claim in _SAMPLE else pytest.mark.full)
    for one in CATALOGUE
]


@pytest.fixture
def link_window() -> LinkWindow:
    return "same"


@pytest.fixture
def second_step() -> SecondStep:
    return "password"


def changed(wrong: TextDefect, folder: Path) -> Instruction:
    """Return the text with a defect."""
    lines = SCHOOL_CHATS.read_text(encoding="utf-8").splitlines()
    (number,) = [n for n, line in enumerate(lines) if re.search(rf"\{{#{wrong.claim}[ }}]", line)]
    assert wrong.old in lines[number]
    lines[number] = lines[number].replace(wrong.old, wrong.new)
    file = folder / "diary_chats" / SCHOOL_CHATS.name
    file.parent.mkdir()
    file.write_text("\n".join(lines), encoding="utf-8")
    return read(file)


@pytest.fixture
def instruction(wrong: TextDefect, tmp_path: Path) -> Instruction:
    """The text with the defect."""
    return changed(wrong, tmp_path)


def test_every_sentence_has_one() -> None:
    assert {one.claim for one in CATALOGUE} == {claim.id for claim in school_chats().claims}
    assert len({one.name for one in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("wrong", CATALOGUE, ids=lambda wrong: wrong.name)
def test_each_is_in_its_sentence_alone(wrong: TextDefect, tmp_path: Path) -> None:
    text, right = changed(wrong, tmp_path), school_chats()
    other = [one.id for one in text.claims if one.sentence != right.claim(one.id).sentence]
    assert other == [wrong.claim]


@pytest.mark.parametrize("wrong", EVERY)
def test_wrong_sentence_is_found(wrong: TextDefect, new_walk: NewWalk) -> None:
    walk = new_walk()
    if wrong.expected == "mistake":
        with pytest.raises(StepError, match="а шаг её не ищет"):
            walk.take()
        assert walk.journal.entries[-1].claim == wrong.claim
        assert walk.journal.entries[-1].verdict is Verdict.UNPROVEN
        return
    with contextlib.suppress(WalkFailed):
        walk.take()
    found = [entry for entry in walk.journal.entries if entry.verdict is not Verdict.HOLDS]
    assert (found[0].claim, found[0].verdict.value) == (wrong.claim, wrong.expected), found[0].observed
    assert found[0].expected
    assert found[0].observed
    if wrong.expected == "drift":
        assert [entry.claim for entry in found] == [wrong.claim], "the walk goes on, and all else holds"
