"""The summary for machines: its documented shape, and what several runs together come to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reports import ledger, summary
from reports.reruns import settled, wavering
from tests.support.journals import journal
from verifier.run import outcomes
from verifier.run.outcomes import Outcome, RunOutcomes
from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict

SCHEMA = Path(summary.__file__).with_name("schema.json")


def run(name: str, code: int, *tests: Outcome, started: str = "2026-01-01T00:00:00+00:00") -> RunOutcomes:
    return RunOutcomes(
        run=name, target="stand", started=started, finished=started, exit_code=code, max_flaky=1, tests=tests
    )


def test_schema_file_is_that_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == summary.schema()


def test_several_runs_are_told_together(instruction: Instruction, tmp_path: Path) -> None:
    walks = [journal(instruction, tmp_path, "a", enter=Verdict.HOLDS, press_link=Verdict.DRIFT)]
    runs = [
        run("one", 10, Outcome(test="a", outcome="failed", verdicts=("drift",), message="СЛОВА")),
        run("two", 0, Outcome(test="b", outcome="flaky"), Outcome(test="c", outcome="skipped")),
    ]
    made = summary.make(ledger.make([instruction], walks, tmp_path), runs)
    assert (made.runs, made.exit_code) == (("one", "two"), 10)
    assert made.tests == {"passed": 0, "failed": 1, "skipped": 1, "flaky": 1, "quarantined": 0}
    assert [(one.claim, one.verdict, one.observed) for one in made.findings] == [
        ("press-link", "drift", "такой нет")
    ]
    assert len(made.unproven) == 19
    assert not made.too_flaky
    assert summary.load(summary.save(made, tmp_path)) == made


def test_journals_alone_leave_the_exit_code_open(instruction: Instruction, tmp_path: Path) -> None:
    walks = [journal(instruction, tmp_path, "a", enter=Verdict.HOLDS)]
    assert summary.make(ledger.make([instruction], walks, tmp_path), []).exit_code is None


@pytest.mark.parametrize(
    ("codes", "code"), [([], 0), ([0, 10], 10), ([10, 11, 0], 11), ([11, 1], 1), ([1, 2], 2), ([0, 0], 0)]
)
def test_the_gravest_exit_code_counts(codes: list[int], code: int) -> None:
    assert outcomes.together(codes) == code


def test_outcomes_come_along_with_their_journals(tmp_path: Path) -> None:
    outcomes.save(run("one", 0), tmp_path / "a" / "journals" / "one")
    outcomes.bring([tmp_path / "a"], tmp_path / "b" / "journals")
    outcomes.bring([tmp_path / "b"], tmp_path / "b" / "journals")
    assert [one.run for one in outcomes.read([tmp_path / "a", tmp_path / "b"])[0]] == ["one"]


def test_outcomes_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / outcomes.FILE
    path.write_text('{"run": ', encoding="utf-8")
    outcomes.save(run("one", 0), tmp_path / "other")
    (other,), (told,) = outcomes.read([tmp_path])
    assert other.run == "one"
    assert told == f"{path}: исходы прогона не читаются; повторите прогон"


def test_walks_of_the_last_attempt_count(instruction: Instruction, tmp_path: Path) -> None:
    first = journal(instruction, tmp_path, "a", enter=Verdict.ENVIRONMENT)
    again, elsewhere = (
        journal(instruction, folder, "a", enter=Verdict.HOLDS) for folder in (tmp_path, tmp_path / "x")
    )
    again.attempt = 2
    assert settled([first, again, elsewhere]) == [again, elsewhere]
    assert wavering([first, again, elsewhere]) == {(instruction.name, "enter"): ["a"]}
    assert wavering([first]) == {}
