"""The ledger of a run: every sentence, the worst verdict, honest numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from reports import ledger
from reports.ledger import schema
from reports.ledger.model import FORMAT
from tests.support.journals import journal, only
from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict
from verifier.walk.verdict import worst as worst_of

HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN = Verdict


def test_claims_come_in_the_order_of_the_instruction_and_the_worst_verdict_counts(
    instruction: Instruction, tmp_path: Path
) -> None:
    folder = tmp_path / "journals"
    first = journal(instruction, folder, "a", create_chat=HOLDS, login_page=HOLDS)
    second = journal(instruction, folder, "b", create_chat=DRIFT, signed_in=UNPROVEN)
    made = ledger.make([instruction], [first, second], tmp_path)
    assert [row["id"] for row in made["claims"]] == [claim.id for claim in instruction.claims]
    by_id = {row["id"]: row for row in made["claims"]}
    assert by_id["create-chat"]["verdict"] == "drift"
    assert by_id["create-chat"]["scenarios"] == ["a", "b"]
    assert by_id["create-chat"]["picture"] == "journals/b.png"
    assert by_id["create-chat"]["window"] == "2: VK Мессенджер"
    assert by_id["create-chat"]["where"] == "окно 2 (VK Мессенджер)"
    assert [(run["scenario"], run["verdict"]) for run in by_id["create-chat"]["runs"]] == [
        ("b", "drift"),
        ("a", "holds"),
    ]
    assert "СЛОВА РАЗОШЛИСЬ" in by_id["create-chat"]["message"]
    assert by_id["signed-in"]["verdict"] == "unproven"
    assert by_id["signed-in"]["scenarios"] == []
    assert [run["verdict"] for run in by_id["signed-in"]["runs"]] == ["unproven"]
    assert made["summary"] == {"holds": 1, "drift": 1, "broken": 0, "environment": 0, "unproven": 19}
    assert made["headline"] == ("подтверждено 1 из 21 предложений; слова расходятся: 1; не проверялось: 19")
    (text,) = made["texts"]
    assert (text["name"], text["headline"]) == (instruction.name, made["headline"])


def test_of_walks_with_the_same_verdict_the_newest_tells(instruction: Instruction, tmp_path: Path) -> None:
    new = journal(instruction, tmp_path, "new", "2026-01-03T00:00:00+00:00", enter=HOLDS)
    old = journal(instruction, tmp_path, "old", "2026-01-02T00:00:00+00:00", enter=HOLDS)
    for journals in ([new, old], [old, new]):
        (row,) = ledger.make([only(instruction, "enter")], journals, tmp_path)["claims"]
        assert row["picture"] == "new.png"


def test_where_no_walk_came_the_ledger_says_what_stopped_it(instruction: Instruction, tmp_path: Path) -> None:
    walk = journal(
        instruction,
        tmp_path,
        "a",
        login_page=HOLDS,
        signed_in=BROKEN,
        chats_tab=UNPROVEN,
        press_link=UNPROVEN,
    )
    by_id = {row["id"]: row for row in ledger.make([instruction], [walk], tmp_path)["claims"]}
    assert by_id["press-link"]["stopped_by"] == "signed-in"
    assert by_id["press-link"]["reason"] == "проход остановился раньше, на предложении 2 (signed-in)"
    assert by_id["relinked"]["reason"] == "ни один проход до этого предложения не дошёл"
    assert by_id["signed-in"]["reason"] == by_id["login-page"]["reason"] == ""


def test_where_a_walk_went_on_after_what_it_did_not_reach_the_ledger_says_from_where(
    instruction: Instruction, tmp_path: Path
) -> None:
    first, second = instruction.sections[:2]
    names = [claim.id.replace("-", "_") for claim in (*first.claims, second.claims[0])]
    told = dict.fromkeys(names, UNPROVEN) | {names[0]: BROKEN, names[-1]: HOLDS}
    walk = journal(instruction, tmp_path, "a", **told)
    reason = ledger.make([instruction], [walk], tmp_path)["claims"][1]["reason"]
    assert reason == (
        f"проход прервался раньше, на предложении 1 ({first.claims[0].id}), "
        f"и пошёл дальше с раздела «{second.title}»"
    )


def test_a_bug_report_names_the_picture_as_its_reader_finds_it(
    instruction: Instruction, tmp_path: Path
) -> None:
    walk = journal(instruction, tmp_path / "journals", "a", enter=BROKEN)
    (row,) = ledger.make([only(instruction, "enter")], [walk], tmp_path / "elsewhere")["claims"]
    assert row["picture"] == "../journals/a.png"
    assert "Картинка:            ../journals/a.png" in row["message"]
    assert str(tmp_path) not in json.dumps(row)


def test_a_claim_that_the_instruction_no_longer_has_is_named(
    instruction: Instruction, tmp_path: Path
) -> None:
    walk = journal(instruction, tmp_path, "a", enter=BROKEN, login_page=HOLDS)
    made = ledger.make([only(instruction, "login-page")], [walk], tmp_path)
    assert made["unknown"] == ["enter"]


def test_a_proof_of_other_words_says_so(instruction: Instruction, tmp_path: Path) -> None:
    walk = journal(instruction, tmp_path, "a", enter=HOLDS)
    walk.entries[0].sentence = "Войди кнопкой «Вход»."
    (row,) = ledger.make([only(instruction, "enter")], [walk], tmp_path)["claims"]
    assert row["notes"] == ["проход проверял другую редакцию предложения: «Войди кнопкой «Вход».»"]


def test_time_is_what_the_steps_took(instruction: Instruction, tmp_path: Path) -> None:
    walks = [journal(instruction, tmp_path, name, enter=HOLDS, login_page=HOLDS) for name in "ab"]
    made = ledger.make([instruction], walks, tmp_path)
    assert (made["duration_ms"], made["walks"]) == (6000, 2)
    assert made["finished"] == "2026-01-02T03:04:06+00:00"


def test_no_walk_at_all_proves_nothing(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make([instruction], [], tmp_path)
    assert made["summary"]["unproven"] == 21
    assert made["headline"] == "подтверждено 0 из 21 предложений; не проверялось: 21"


def test_the_file_has_the_documented_shape(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make([instruction], [journal(instruction, tmp_path, "a", enter=HOLDS)], tmp_path)
    read = json.loads(ledger.write(made, tmp_path).json.read_text(encoding="utf-8"))
    assert read == made
    assert list(read)[:5] == ["target", "started", "browser", "summary", "claims"]
    assert list(read)[-1] == "format"
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
        "scenarios",
    ]
    assert list(read["claims"][0])[:13] == documented


def test_schema_that_is_published_is_that_of_the_code() -> None:
    published = json.loads(schema.FILE.read_text(encoding="utf-8"))
    assert published == schema.schema(), "write it anew: python -m reports.ledger.schema"
    assert published["properties"]["format"] == {"const": FORMAT}


def test_the_file_is_what_the_schema_says(instruction: Instruction, tmp_path: Path) -> None:
    walk = journal(instruction, tmp_path, "a", login_page=HOLDS, signed_in=BROKEN, chats_tab=UNPROVEN)
    made = ledger.make([instruction], [walk], tmp_path, missing=["часть 1 из 2 не пришла"])
    document = json.loads(ledger.write(made, tmp_path).json.read_text(encoding="utf-8"))
    validator = Draft202012Validator(json.loads(schema.FILE.read_text(encoding="utf-8")))
    assert list(validator.iter_errors(document)) == []
    document["claims"][0]["colour"] = "red"
    del document["claims"][1]["text"], document["timezone"]
    assert len(list(validator.iter_errors(document))) == 3


def test_the_forms_are_written_all_or_none(
    instruction: Instruction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = ledger.make([instruction], [journal(instruction, tmp_path, "a", enter=HOLDS)], tmp_path)
    written = ledger.write(good, tmp_path / "out")
    before = [path.read_bytes() for path in written]
    bad = ledger.make([instruction], [], tmp_path)
    honest, wrote = Path.write_text, list[str]()

    def full_disk(path: Path, text: str, encoding: str) -> int:
        if len(wrote) == 2:
            raise OSError("no space left on device")
        wrote.append(path.name)
        return honest(path, text, encoding=encoding)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full_disk)
        with pytest.raises(OSError, match="no space"):
            ledger.write(bad, tmp_path / "out")
    assert [path.read_bytes() for path in written] == before
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written)


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], UNPROVEN),
        ([UNPROVEN, HOLDS], HOLDS),
        ([HOLDS, ENVIRONMENT], ENVIRONMENT),
        ([ENVIRONMENT, DRIFT], DRIFT),
        ([DRIFT, BROKEN, HOLDS], BROKEN),
    ],
)
def test_worst(verdicts: list[Verdict], worst: Verdict) -> None:
    assert worst_of(verdicts) is worst
