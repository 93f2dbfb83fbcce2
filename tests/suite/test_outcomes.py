"""How a run counts its tests: run again for the environment alone, flaky, in quarantine; and what it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reports import history
from reports.summary import Summary
from verifier.run import outcomes

ROOT = Path(__file__).resolve().parents[2]

PLUGIN = """
from datetime import date
from pathlib import Path
from tests.support.texts import school_chats
from verifier.run import options
from verifier.run.quarantine import Quarantine
from verifier.run.reruns import Reruns
from verifier.run.run import Run
from verifier.run.outcomes import Exemption

IN_QUARANTINE = {in_quarantine!r}

pytest_plugins = ["verifier.run.events", "reports.plugin"]

def pytest_addoption(parser):
    options._add_outcomes(parser.getgroup("outcomes"))

def pytest_configure(config):
    run = Run(config, [school_chats()], Path("out"))
    entries = [Exemption(what=one, owner="команда", reason="чинят", until=date.max) for one in IN_QUARANTINE]
    config.pluginmanager.register(run, "instruction-run")
    config.pluginmanager.register(Quarantine(entries), "instruction-quarantine")
    config.pluginmanager.register(Reruns(config, config.getoption("--rerun-environment"), run.tally), "reruns")
"""

TESTS = """
from pathlib import Path

import pytest

from tests.support.texts import school_chats
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed
from verifier.screen.trouble import Mismatch, Unavailable
from verifier.run.reruns import ATTEMPT

def again(name):
    "Say which time this is, for all processes alike."
    marks = Path(name)
    marks.mkdir(exist_ok=True)
    (marks / str(len(list(marks.iterdir())))).touch()
    return len(list(marks.iterdir()))

def walk(request, claim, verdict):
    run = request.config.pluginmanager.get_plugin("instruction-run")
    entry = Entry(claim, "Войти.", "flows/diary_chats/instruction.ru.md", 21, "flows/x.py:1", verdict)
    entry.started, entry.duration_ms = "2026-01-01T00:00:00+00:00", 50
    journal = Journal("stand", request.node.nodeid, "chromium 1", school_chats(), entries=[entry], folder=run.journals)
    journal.attempt = request.node.stash.get(ATTEMPT, 1)
    journal.save()
    if verdict is not Verdict.HOLDS:
        raise WalkFailed([entry], journal)

def test_holds(): pass

@pytest.fixture(scope="module")
def shared():
    yield again("shared")
    again("shared-ended")

@pytest.fixture(scope="session")
def server():
    if again("server") == 1:
        raise Unavailable("сервер отвечает", "ошибка 503")
    return "server"

@pytest.fixture
def mine():
    yield
    again("mine-ended")

def test_recovers(request, shared, mine):
    assert shared == 1
    walk(request, "enter", Verdict.ENVIRONMENT if again("recovers") == 1 else Verdict.HOLDS)

def test_server(server): assert server == "server"

def test_outage():
    again("never")
    raise Unavailable("страница", "ошибка 503")

def test_broken():
    again("broken")
    raise Mismatch("кнопка", "её нет")

def test_broken_when_run_again():
    raise Unavailable("страница", "503") if again("worse") == 1 else Mismatch("кнопка", "её нет")

@pytest.fixture
def guarded():
    yield
    assert again("guarded") > 1, "something else is wrong"

def test_guarded(guarded):
    if again("guarded-calls") == 1:
        raise Unavailable("страница", "503")

def test_unlinks(request): walk(request, "press-unlink", Verdict.BROKEN)
def test_enters(request): walk(request, "enter", Verdict.DRIFT)
def test_after_all(): assert again("shared-ended") >= 1
"""


def run(pytester: pytest.Pytester, *arguments: str, in_quarantine: tuple[str, ...] = ()) -> pytest.RunResult:
    pytester.makeconftest(PLUGIN.format(in_quarantine=in_quarantine))
    pytester.makepyfile(test_x=TESTS)
    return pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly", "-ra", *arguments)


def times(pytester: pytest.Pytester, name: str) -> int:
    return len(list((pytester.path / name).iterdir()))


def summary(pytester: pytest.Pytester) -> dict[str, Any]:
    text = (pytester.path / "out" / "summary.json").read_text(encoding="utf-8")
    Summary.model_validate_json(text)
    return dict(json.loads(text))


def test_what_the_environment_failed_is_run_again_and_counts_as_flaky(pytester: pytest.Pytester) -> None:
    ran = run(pytester, "--rerun-environment=2", "-k", "holds or recovers")
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(
        ["*прошли не с первого раза*", "test_x.py::test_recovers: *", "подтверждено 1 из 21 предл*"]
    )
    told = summary(pytester)
    assert told["tests"] == {"passed": 1, "failed": 0, "skipped": 0, "flaky": 1, "quarantined": 0}
    (flaky,) = told["failures"]
    assert (flaky["test"], flaky["attempts"], flaky["verdicts"]) == (
        "test_x.py::test_recovers",
        2,
        ["environment"],
    )
    assert flaky["message"] == "НЕ УДАЛОСЬ ПРОВЕРИТЬ: enter"
    ledger = json.loads((pytester.path / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert ledger["flaky"] == ["test_x.py::test_recovers"]
    assert ledger["summary"]["holds"] == 1
    assert ledger["summary"]["environment"] == 0
    assert "помешало окружение" in next(row for row in ledger["claims"] if row["id"] == "enter")["notes"][-1]


def test_only_the_test_itself_is_made_anew(pytester: pytest.Pytester) -> None:
    run(pytester, "--rerun-environment=1", "-k", "recovers")
    assert times(pytester, "shared") == 1
    assert times(pytester, "shared-ended") == 1
    assert times(pytester, "mine-ended") == 2


def test_fixture_that_failed_is_made_anew(pytester: pytest.Pytester) -> None:
    assert run(pytester, "--rerun-environment=1", "-k", "test_server").ret == 0
    assert summary(pytester)["tests"]["flaky"] == 1


@pytest.mark.parametrize(
    ("chosen", "reruns", "code", "mark", "count"),
    [
        ("outage", 2, 11, "never", 3),
        ("outage", 0, 11, "never", 1),
        ("test_broken and not again", 2, 1, "broken", 1),
        ("broken_when_run_again", 2, 1, "worse", 2),
        ("guarded", 2, 1, "guarded-calls", 2),
    ],
)
def test_nothing_else_is_run_again_or_hidden_by_it(
    pytester: pytest.Pytester, chosen: str, reruns: int, code: int, mark: str, count: int
) -> None:
    ran = run(pytester, f"--rerun-environment={reruns}", "-k", chosen)
    assert ran.ret == code
    assert times(pytester, mark) == count
    assert summary(pytester)["tests"]["flaky"] == 0
    assert summary(pytester)["exit_code"] == code


@pytest.mark.parametrize(("limit", "code", "is_red"), [(0, 11, True), (1, 0, False)])
def test_too_many_flaky_tests_are_a_failure_of_the_environment(
    pytester: pytest.Pytester, limit: int, code: int, is_red: bool
) -> None:
    ran = run(pytester, "--rerun-environment=1", f"--max-flaky={limit}", "-k", "recovers")
    assert ran.ret == code
    assert summary(pytester)["too_flaky"] is is_red


@pytest.mark.long
def test_reruns_are_counted_over_workers(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(PLUGIN.format(in_quarantine=("press-unlink",)))
    pytester.makepyfile(test_x=TESTS)
    ran = pytester.runpytest_subprocess("-n2", "--rerun-environment=1", "-k", "holds or recovers or unlinks")
    assert ran.ret == 0
    told = summary(pytester)["tests"]
    assert (told["passed"], told["flaky"], told["quarantined"]) == (1, 1, 1)


def test_quarantined_claim_is_shown_loudly_and_leaves_the_run_green(pytester: pytest.Pytester) -> None:
    ran = run(pytester, "-k", "unlinks or holds", in_quarantine=("press-unlink",))
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(
        ["*карантин: не работает*", "test_x.py::test_unlinks · press-unlink", "*команда: чинят"]
    )
    ran.stdout.fnmatch_lines(["НЕ РАБОТАЕТ: press-unlink"])
    told = summary(pytester)
    assert told["tests"]["quarantined"] == 1
    assert [(one["claim"], one["quarantined"]) for one in told["findings"]] == [("press-unlink", True)]
    assert [(one["what"], one["needed"]) for one in told["quarantine"]] == [("press-unlink", True)]


def test_quarantine_excuses_nothing_but_what_it_names(pytester: pytest.Pytester) -> None:
    assert run(pytester, "-k", "unlinks or enters", in_quarantine=("press-unlink",)).ret == 10
    assert run(pytester, "-k", "unlinks", in_quarantine=("enter", "test_x.py::test_enters")).ret == 1
    assert run(pytester, "-k", "test_broken", in_quarantine=("test_x.py::test_broken",)).ret == 11
    assert run(pytester, "-k", "enters", in_quarantine=("test_x.py::test_enters",)).ret == 0


def test_entry_that_is_no_longer_needed_is_told(pytester: pytest.Pytester) -> None:
    run(pytester, "-k", "holds", in_quarantine=("press-unlink",))
    assert [one["needed"] for one in summary(pytester)["quarantine"]] == [False]


def test_outcomes_lie_beside_the_journals_and_in_the_history(pytester: pytest.Pytester) -> None:
    for _ in range(2):
        run(pytester, "--history=nights", "-k", "holds or unlinks")
    (file,) = outcomes.found([pytester.path / "out"])
    left = outcomes.load(file)
    assert {one.test: one.outcome for one in left.tests} == {
        "test_x.py::test_holds": "passed",
        "test_x.py::test_unlinks": "failed",
    }
    nights, spoilt, _ = history.read(pytester.path / "nights")
    assert spoilt == []
    assert [night.exit_code for night in nights] == [1, 1]
    assert nights[-1].run == left.run == file.parent.name
    assert nights[0].claims["diary_chats/instruction"]["press-unlink"].verdict == "broken"
    assert nights[0].claims["diary_chats/instruction"]["press-unlink"].duration_ms == 50


@pytest.mark.parametrize("option", ["--rerun-environment", "--max-flaky"])
def test_bad_number_is_refused(pytester: pytest.Pytester, option: str) -> None:
    ran = run(pytester, f"{option}=-1")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(["*нужно целое число от нуля, а не «-1»*"])
