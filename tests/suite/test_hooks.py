"""The engine's hooks: what a plugin of somebody else's is told of a run, and a run that nobody reports."""

from __future__ import annotations

import json
from typing import Any

import pytest

RUN = """
from pathlib import Path
from verifier.run.run import Run
from tests.support.texts import school_chats

pytest_plugins = ["verifier.run.events"]

def pytest_configure(config):
    config.pluginmanager.register(Run(config, [school_chats()], Path("out"), "somewhere"), "instruction-run")
"""

REPORTER = """
import json

def told(**facts):
    with open("told.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(facts) + "\\n")

def pytest_verifier_started(run):
    told(hook="started", target=run.target, texts=[one.name for one in run.instructions])

def pytest_verifier_reported(item, report, verdicts, findings, walks, recordings):
    told(
        hook="reported", test=item.name, phase=report.when, verdicts=verdicts,
        findings=[one.claim for one in findings], walks=[one.scenario for one in walks],
        recordings=[one.label for one in recordings], message=report.longreprtext.partition("\\n")[0],
    )

def pytest_verifier_interrupted(item, walks, recordings):
    told(hook="interrupted", test=item.name, walks=[one.scenario for one in walks])

def pytest_verifier_finished(run):
    told(
        hook="finished", code=run.outcomes.exit_code, tests={one.test: one.outcome for one in run.outcomes.tests},
        walks=len(run.journals), claims=len(run.instructions[0].claims), is_there=run.folder.is_dir(),
    )
"""

TESTS = """
import gc
import weakref
from pathlib import Path
import pytest
from verifier.run.evidence import KEPT
from verifier.run.events import WALKED
from verifier.run.hooks import Kept
from tests.support.texts import school_chats
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed

@pytest.fixture
def walk(request):
    run = request.config.pluginmanager.get_plugin("instruction-run")
    entry = Entry("enter", "Войти.", "x.md", 21, "flows/x.py:1", Verdict.DRIFT)
    walk = Journal("stand", request.node.name, "chromium 1", school_chats(), entries=[entry], folder=run.journals)
    walk.save()
    request.node.stash[WALKED].append(walk)
    yield walk
    request.node.stash[KEPT] = [Kept("trace", Path("trace.zip"), "browser 1")]

def test_drift(walk): raise WalkFailed(walk.entries, walk)
def test_holds(): pass
def test_interrupted(walk): raise KeyboardInterrupt

KNOWN = []

def test_kept_walks(walk):
    KNOWN.append(weakref.ref(walk))

def test_kept_after():
    gc.collect()
    assert [known() for known in KNOWN] == [None]
"""


def run(pytester: pytest.Pytester, conftest: str, chosen: str) -> list[dict[str, Any]]:
    pytester.makeconftest(conftest)
    pytester.makepyfile(test_x=TESTS)
    options = ("-p", "no:playwright", "-p", "no:randomly", "-k", chosen)
    pytester.runpytest_inprocess(*options, no_reraise_ctrlc=True)
    told = pytester.path / "told.jsonl"
    return [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []


def test_reporter_is_told_of_each_test_and_of_the_end(pytester: pytest.Pytester) -> None:
    started, *phases, finished = run(pytester, RUN + REPORTER, "drift or holds")
    assert started == {"hook": "started", "target": "somewhere", "texts": ["diary_chats/instruction"]}
    assert [(one["hook"], one["test"], one["phase"]) for one in phases] == [
        ("reported", test, phase)
        for test in ("test_drift", "test_holds")
        for phase in ("setup", "call", "teardown")
    ]
    _, call, teardown = phases[:3]
    assert (call["verdicts"], call["findings"], call["walks"]) == (["drift"], ["enter"], ["test_drift"])
    assert call["message"] == "СЛОВА РАЗОШЛИСЬ: enter"  # as readers get it, not as pytest has it
    assert (teardown["verdicts"], teardown["recordings"]) == ([], ["browser 1"])
    assert [one["walks"] for one in phases[3:]] == [[], [], []]
    assert finished == {
        "hook": "finished",
        "code": 10,
        "tests": {"test_x.py::test_drift": "failed", "test_x.py::test_holds": "passed"},
        "walks": 1,
        "claims": 21,
        "is_there": True,
    }


def test_reporter_is_told_of_a_test_that_is_broken_off(pytester: pytest.Pytester) -> None:
    *_, interrupted, finished = run(pytester, RUN + REPORTER, "interrupted")
    assert interrupted == {
        "hook": "interrupted",
        "test": "test_interrupted",
        "walks": ["test_interrupted"],
    }
    assert (finished["hook"], finished["code"], finished["walks"]) == ("finished", 2, 1)


def test_a_journal_is_let_go_when_its_test_is_over(pytester: pytest.Pytester) -> None:
    """Pytest keeps each test to the end of a run, which may have thousands; the journals are on the disk."""
    pytester.makeconftest(RUN)
    pytester.makepyfile(test_x=TESTS)
    # A process of its own: within this one pytester would keep what each hook was called with.
    pytester.runpytest_subprocess("-p", "no:randomly", "-k", "kept").assert_outcomes(passed=2, deselected=3)


def test_nobody_is_told_of_tests_that_are_only_collected(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(RUN + REPORTER)
    pytester.makepyfile(test_x=TESTS)
    pytester.runpytest_inprocess("-p", "no:playwright", "--collect-only")
    (started,) = (pytester.path / "told.jsonl").read_text().splitlines()
    assert json.loads(started)["hook"] == "started"


def test_run_that_nobody_reports_leaves_its_journals_and_outcomes(pytester: pytest.Pytester) -> None:
    run(pytester, RUN, "drift")
    (folder,) = (pytester.path / "out" / "journals").iterdir()
    assert (folder / ".outcomes").is_file()
    assert (folder / ".finished").is_file()
    assert len(list(folder.glob("*.json"))) == 1
    assert [path.name for path in (pytester.path / "out").iterdir()] == ["journals"]
