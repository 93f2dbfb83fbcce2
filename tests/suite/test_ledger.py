"""The ledger of a run: every sentence, the worst verdict, honest numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.instruction import Instruction
from flows.journal import Entry, Journal, Window
from flows.verdict import Verdict
from flows.verdict import worst as worst_of
from reports import ledger


def journal(instruction: Instruction, folder: Path, scenario: str, **verdicts: Verdict) -> Journal:
    entries = []
    for name, verdict in verdicts.items():
        claim = instruction.claim(name.replace("_", "-"))
        entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/x.py:1", verdict)
        entry.window = Window(2, "VK Мессенджер", "https://web.vk.me/", "")
        entry.picture = f"{scenario}.png"
        entries.append(entry)
    return Journal(
        "stand", scenario, "chromium 1", "2026-01-02T03:04:05+00:00", entries=entries, folder=folder
    )


def test_claims_come_in_the_order_of_the_instruction_and_the_worst_verdict_counts(
    instruction: Instruction, tmp_path: Path
) -> None:
    folder = tmp_path / "journals"
    first = journal(instruction, folder, "a", create_chat=Verdict.HOLDS, login_page=Verdict.HOLDS)
    second = journal(instruction, folder, "b", create_chat=Verdict.DRIFT, signed_in=Verdict.UNPROVEN)
    made = ledger.make(instruction.claims, [first, second], tmp_path)
    assert [row["id"] for row in made["claims"]] == [claim.id for claim in instruction.claims]
    by_id = {row["id"]: row for row in made["claims"]}
    assert by_id["create-chat"]["verdict"] == "drift"
    assert by_id["create-chat"]["scenarios"] == ["a", "b"]
    assert by_id["create-chat"]["picture"] == "journals/b.png"
    assert by_id["create-chat"]["window"] == "2: VK Мессенджер"
    assert "СЛОВА РАЗОШЛИСЬ" in by_id["create-chat"]["message"]
    assert by_id["signed-in"]["verdict"] == "unproven"
    assert by_id["signed-in"]["scenarios"] == []
    assert made["summary"] == {"holds": 1, "drift": 1, "broken": 0, "environment": 0, "unproven": 19}
    assert ledger.headline(made) == (
        "Подтверждено предложений: 1 из 21; слова расходятся: 1; не проверялось: 19"
    )


def test_no_walk_at_all_proves_nothing(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make(instruction.claims, [], tmp_path)
    assert made["summary"]["unproven"] == 21
    assert ledger.headline(made).startswith("Подтверждено предложений: 0 из 21")


def test_the_file_has_the_documented_shape(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make(
        instruction.claims, [journal(instruction, tmp_path, "a", enter=Verdict.HOLDS)], tmp_path
    )
    read = json.loads(ledger.write(made, tmp_path).read_text(encoding="utf-8"))
    assert list(read) == ["target", "started", "browser", "summary", "claims"]
    documented = [
        "id",
        "sentence",
        "file",
        "line",
        "verdict",
        "expected",
        "observed",
        "message",
        "window",
        "url",
        "duration_ms",
        "picture",
    ]
    assert list(read["claims"][0])[:12] == documented
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], Verdict.UNPROVEN),
        ([Verdict.UNPROVEN, Verdict.HOLDS], Verdict.HOLDS),
        ([Verdict.HOLDS, Verdict.ENVIRONMENT], Verdict.ENVIRONMENT),
        ([Verdict.ENVIRONMENT, Verdict.DRIFT], Verdict.DRIFT),
        ([Verdict.DRIFT, Verdict.BROKEN, Verdict.HOLDS], Verdict.BROKEN),
    ],
)
def test_worst(verdicts: list[Verdict], worst: Verdict) -> None:
    assert worst_of(verdicts) is worst
