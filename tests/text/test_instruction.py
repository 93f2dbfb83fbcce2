"""The written instruction of this product: its claims, its labels, its addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.diary_chats.product import PRODUCT
from verifier.product import Product
from verifier.run.choice import check
from verifier.text.model import Instruction, InstructionError
from verifier.text.reading import read
from verifier.walk.steps import StepError, registered

INSTRUCTION = PRODUCT.folder / PRODUCT.texts[0]
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


@pytest.fixture
def instruction() -> Instruction:
    return read(INSTRUCTION)


def test_claims_stand_in_the_documented_order(instruction: Instruction) -> None:
    assert [claim.id for claim in instruction.claims] == CLAIMS


def test_every_claim_has_one_step_and_every_step_a_claim(instruction: Instruction) -> None:
    assert sorted(registered(PRODUCT.package)) == sorted(claim.id for claim in instruction.claims)


def checked(path: Path, product: Product = PRODUCT) -> None:
    check(product, [read(path)])


def test_a_sentence_without_a_step_and_a_step_without_a_sentence_are_bad_input(tmp_path: Path) -> None:
    text = INSTRUCTION.read_text(encoding="utf-8")
    path = tmp_path / "instruction.ru.md"
    path.write_text(text + "\n## Ещё\n\n1. И ещё раз. {#once-more}\n", encoding="utf-8")
    last = len(text.splitlines()) + 4
    with pytest.raises(InstructionError, match=f":{last}: у предложения «once-more» нет шага") as caught:
        checked(path)
    assert "\n" not in str(caught.value)
    path.write_text(text.replace("{#enter-sferum ", "{#enter-other "), encoding="utf-8")
    with pytest.raises(InstructionError, match="«enter-other» нет шага"):
        checked(path)
    lines = [line for line in text.splitlines() if "{#chats-left}" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        InstructionError,
        match=r"нет предложения «chats-left», его доказывает flows/diary_chats/open_chats\.py",
    ):
        checked(path)


def test_a_sentence_that_quotes_more_than_its_step_looks_at_is_bad_input(tmp_path: Path) -> None:
    text = INSTRUCTION.read_text(encoding="utf-8")
    path = tmp_path / "instruction.ru.md"
    path.write_text(text.replace("На этой вкладке нажми", "На вкладке «Чаты» нажми"), encoding="utf-8")
    with pytest.raises(StepError, match=r":14: в предложении «press-link» подписей 2, а шаг flows") as caught:
        checked(path)
    assert "\n" not in str(caught.value)


def test_every_quoted_label_belongs_to_a_control_and_every_control_is_quoted(
    instruction: Instruction,
) -> None:
    quoted = {label for claim in instruction.claims for label in claim.labels}
    assert {control.label for control in PRODUCT.controls} == quoted


def test_what_the_reader_needs_stands_before_the_sections(instruction: Instruction) -> None:
    assert len(instruction.intro) == 1
    assert instruction.intro[0].text.startswith("Тебе понадобятся адрес электронной почты и пароль")
    assert "\n" not in instruction.intro[0].text


def test_every_section_has_a_name_for_scenarios_that_take_it_alone(instruction: Instruction) -> None:
    names = [section.id for section in instruction.sections]
    assert names == ["sign-in", "link", "open-chats", "unlink", "relink", "help"]
    assert [instruction.section(name) for name in names] == list(instruction.sections)


def test_a_claim_knows_its_line(instruction: Instruction) -> None:
    lines = INSTRUCTION.read_text(encoding="utf-8").splitlines()
    for claim in instruction.claims:
        assert re.search(rf"{{#{claim.id}( .or)?}}$", lines[claim.line - 1])
        assert claim.file == "flows/diary_chats/instruction.ru.md"
