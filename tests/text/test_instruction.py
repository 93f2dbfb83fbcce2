"""The written instruction: its claims, its labels, its addresses, and what is said of a file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.diary_chats.product import PRODUCT
from verifier.product import Product
from verifier.run.choice import check
from verifier.text.instruction import Instruction, InstructionError, read
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


def test_claims_stand_in_the_documented_order(instruction: Instruction) -> None:
    assert [claim.id for claim in instruction.claims] == CLAIMS


def test_every_claim_has_one_step_and_every_step_a_claim(instruction: Instruction) -> None:
    assert sorted(registered(PRODUCT.package)) == sorted(claim.id for claim in instruction.claims)


def checked(path: Path, product: Product = PRODUCT) -> None:
    check(product, [read(path)])


def test_a_sentence_without_a_step_and_a_step_without_a_sentence_are_bad_input(tmp_path: Path) -> None:
    text = INSTRUCTION.read_text(encoding="utf-8")
    path = tmp_path / "instruction.ru.md"
    path.write_text(text + "2. И ещё раз. {#once-more}\n", encoding="utf-8")
    last = len(text.splitlines()) + 1
    with pytest.raises(InstructionError, match=f":{last}: у предложения «once-more» нет шага") as caught:
        checked(path)
    assert "\n" not in str(caught.value)
    path.write_text(text.replace("{#enter-sferum}", "{#enter-other}"), encoding="utf-8")
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
    assert instruction.intro[0].startswith("Тебе понадобятся адрес электронной почты и пароль")
    assert "\n" not in instruction.intro[0]


def test_a_claim_knows_its_line(instruction: Instruction) -> None:
    lines = INSTRUCTION.read_text(encoding="utf-8").splitlines()
    for claim in instruction.claims:
        assert f"{{#{claim.id}}}" in lines[claim.line - 1]
        assert claim.file == "flows/diary_chats/instruction.ru.md"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# Т\n\n## Р\n\n1. Нажми. {#one}\n2. Ещё.\n", 6, "нет имени"),
        ("# Т\n\n## Р\n\n1. Нажми. {#one}\n2. Ещё. {#one}\n", 6, "уже занято в строке 5"),
        ("# Т\n\n## Р\n\n1. Нажми. {#Один}\n", 5, "не годится"),
        ("# Т\n\n## Р\n\n1. {#one}\n", 5, "нет текста"),
        ("# Т\n\n## Р\n\n1. Нажми «Чаты. {#one}\n", 5, "не парны"),
        ("# Т\n\n1. Нажми. {#one}\n", 3, "до первого заголовка"),
        ("# Т\n\n## Р\n\n1. Нажми. {#one}\n   - Вложено. {#two}\n", 5, "одним предложением"),
        ("# Т\n\nтекст\n", 1, "нет ни одного предложения"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_in_one_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = tmp_path / "instruction.ru.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InstructionError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "instruction.ru.md"
    with pytest.raises(InstructionError, match="нет такого файла"):
        read(path)
    path.write_bytes("# Т\n\n## Р\n\n1. Нажми. {#one}\n".encode("cp1251"))
    with pytest.raises(InstructionError, match=r":1: это не UTF-8"):
        read(path)


def test_a_sentence_may_run_over_lines_and_carry_emphasis(tmp_path: Path) -> None:
    path = tmp_path / "instruction.ru.md"
    path.write_text("# Т\n\n## Р\n\n1. Нажми **«Чаты»** —\n   и жди. {#one}\n", encoding="utf-8")
    (claim,) = read(path).claims
    assert claim.sentence == "Нажми «Чаты» — и жди."
    assert claim.labels == ("Чаты",)
    assert claim.line == 5
