"""The written instruction of this product: its claims, its labels, its addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.diary_chats.documented import DOCUMENTED, check
from pages.diary_chats.diary_login import DiaryLogin
from verifier.screen.control import Control
from verifier.screen.sites import Sites
from verifier.screen.windows import Windows
from verifier.text.model import Instruction, InstructionError
from verifier.text.reading import INSTRUCTION, read
from verifier.walk.steps import registered
from verifier.walk.visit import PLACES

CLAIMS = [
    "login-page",
    "signed-in",
    "chats-tab",
    "press-link",
    "vk-form",
    "authorise",
    "press-continue",
    "diary-again",
    "linked-buttons",
    "messenger-window",
    "enter",
    "enter-sferum",
    "either-way",
    "linked-account",
    "chats-open",
    "chats-left",
    "create-chat",
    "press-unlink",
    "unlinked",
    "link-back",
    "relinked",
]


def controls() -> dict[str, Control]:
    """Every documented control by its label."""
    found = (value for place in PLACES for value in vars(place).values() if isinstance(value, Control))
    return {control.label: control for control in found}


def test_claims_stand_in_the_documented_order(instruction: Instruction) -> None:
    assert [claim.id for claim in instruction.claims] == CLAIMS


def test_every_claim_has_one_step_and_every_step_a_claim(instruction: Instruction) -> None:
    assert sorted(registered()) == sorted(claim.id for claim in instruction.claims)


def test_a_sentence_without_a_step_and_a_step_without_a_sentence_are_bad_input(tmp_path: Path) -> None:
    text = INSTRUCTION.read_text(encoding="utf-8")
    path = tmp_path / "instruction.ru.md"
    path.write_text(text + "2. И ещё раз. {#once-more}\n", encoding="utf-8")
    last = len(text.splitlines()) + 1
    with pytest.raises(InstructionError, match=f":{last}: у предложения «once-more» нет шага") as caught:
        check(read(path))
    assert "\n" not in str(caught.value)
    path.write_text(text.replace("{#enter-sferum}", "{#enter-other}"), encoding="utf-8")
    with pytest.raises(InstructionError, match="«enter-other» нет шага"):
        check(read(path))
    lines = [line for line in text.splitlines() if "{#chats-left}" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        InstructionError,
        match=r"нет предложения «chats-left», его доказывает flows/diary_chats/open_chats\.py",
    ):
        check(read(path))


def test_documented_flows_take_every_step_once_in_the_order_of_the_text(instruction: Instruction) -> None:
    walked = [step.claim for flow in DOCUMENTED for step in flow.steps]
    assert walked == [claim.id for claim in instruction.claims]
    assert all(registered()[step.claim] is step for flow in DOCUMENTED for step in flow.steps)


def test_flows_are_titled_like_the_sections(instruction: Instruction) -> None:
    assert [flow.title for flow in DOCUMENTED] == [section.title for section in instruction.sections]


def test_every_quoted_label_belongs_to_a_control(instruction: Instruction) -> None:
    quoted = [(claim.place, label) for claim in instruction.claims for label in claim.labels]
    assert [f"{place} «{label}»" for place, label in quoted if label not in controls()] == []


def test_every_control_is_quoted_somewhere(instruction: Instruction) -> None:
    assert set(controls()) == {label for claim in instruction.claims for label in claim.labels}


def test_the_address_in_the_text_is_where_the_walk_begins(instruction: Instruction) -> None:
    class NoWindows(Windows):
        def __init__(self) -> None:
            self.sites = Sites()

    named = [address for claim in instruction.claims for address in claim.addresses]
    assert named == [DiaryLogin(NoWindows()).address]


def test_what_the_reader_needs_stands_before_the_sections(instruction: Instruction) -> None:
    assert len(instruction.intro) == 1
    assert instruction.intro[0].text.startswith("Тебе понадобятся адрес электронной почты и пароль")
    assert "\n" not in instruction.intro[0].text


def test_every_section_has_a_name_for_scenarios_that_take_it_alone(instruction: Instruction) -> None:
    names = [section.id for section in instruction.sections]
    assert names == ["sign-in", "link", "open-chats", "unlink", "relink"]
    assert [instruction.section(name) for name in names] == list(instruction.sections)


def test_a_claim_knows_its_line(instruction: Instruction) -> None:
    lines = INSTRUCTION.read_text(encoding="utf-8").splitlines()
    for claim in instruction.claims:
        assert f"{{#{claim.id}}}" in lines[claim.line - 1]
        assert claim.file == "flows/diary_chats/instruction.ru.md"
