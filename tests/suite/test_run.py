"""A run as its reader meets it: exit codes, bug reports instead of tracebacks, the ledger, the list of steps."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict, exit_code

ROOT = Path(__file__).resolve().parents[2]

PLUGIN = """
from pathlib import Path
from tests.support.texts import school_chats
from verifier.run.run import Run

pytest_plugins = ["verifier.run.events", "reports.plugin"]

def pytest_configure(config):
    config.pluginmanager.register(Run(config, [school_chats()], Path("out")), "instruction-run")
"""

TESTS = """
import errno
import pytest
from playwright.sync_api import Error
from verifier.run.crashes import StandFailed
from verifier.whole import UnwrittenError
from tests.support.texts import school_chats
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict
from verifier.walk.walk import OutOfTime, WalkFailed
from verifier.screen.trouble import Mismatch, Unavailable

def fail(*verdicts):
    told = ("create-chat", "Нажми «Создайте новый».", "flows/diary_chats/instruction.ru.md", 27, "flows/x.py:1")
    raise WalkFailed([Entry(*told, verdict) for verdict in verdicts], Journal("stand", "x", "chromium", school_chats()))

def test_holds(): pass
def test_skipped(): pytest.skip("not here")
def test_drift(): fail(Verdict.DRIFT)
def test_broken(): fail(Verdict.BROKEN)
def test_words_then_outage(): fail(Verdict.DRIFT, Verdict.ENVIRONMENT)
def test_environment(): fail(Verdict.ENVIRONMENT)
def test_mismatch(): raise Mismatch("кнопка", "её нет")
def test_unavailable(): raise Unavailable("страница", "ошибка 503")
def test_assertion(): assert 1 == 2
def test_own_error(): {}["nothing"]
def test_click(): raise Error("Locator.click: Timeout 5000ms exceeded.")
def test_browser_gone(): raise Error("BrowserType.launch: Target page, context or browser has been closed")

@pytest.fixture
def no_browser(): raise Error("BrowserType.launch: Executable doesn't exist")
def test_setup(no_browser): pass

@pytest.fixture
def a_page():
    yield
    raise Unavailable("страница", "ошибка 503")

@pytest.fixture
def an_account():
    yield
    raise Unavailable("учётная запись возвращена", "время вышло")

@pytest.fixture
def a_folder():
    yield
    raise OSError("the disk is full")

def test_two_outages(a_page, an_account): pass
def test_outage_and_disk(a_page, a_folder): pass

def full(): raise OSError(errno.ENOSPC, "No space left on device")

@pytest.fixture
def no_room():
    yield
    full()

def test_full(): full()
def test_finds_room_at_first(no_room): pass
def test_words_then_full():
    try:
        fail(Verdict.DRIFT)
    except WalkFailed as found:
        raise WalkFailed(found.findings, found.journal, UnwrittenError(errno.ENOSPC, "кончилось место", "x.json"))

def test_late(): raise OutOfTime("Timeout (>1.0s)")
def test_late_amid_a_sentence():
    late, walk = OutOfTime("Timeout (>1.0s)"), Journal("stand", "x", "chromium", school_chats())
    told = ("create-chat", "Нажми «Создайте новый».", "flows/diary_chats/instruction.ru.md", 27, "flows/x.py:1")
    late.meet(Entry(*told), walk)
    raise late

@pytest.fixture
def a_stand():
    yield
    raise StandFailed("страницы обращались за пределы стенда: https://else.where")

def test_stand(a_stand): pass
def test_stand_besides_words(a_stand): fail(Verdict.DRIFT)
"""


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ("holds", 0),
        ("drift", 10),
        ("holds or drift", 10),
        ("environment", 11),
        ("unavailable", 11),
        ("browser_gone", 11),
        ("setup", 11),
        ("two_outages", 11),
        ("outage_and_disk", 3),
        ("own_error", 3),
        ("test_full", 11),
        ("finds_room", 11),
        ("words_then_full", 11),
        ("test_full or broken", 1),
        ("test_late and not amid", 3),
        ("amid", 11),
        ("stand", 3),
        ("stand_besides_words", 3),
        ("own_error or drift", 3),
        ("own_error or broken", 1),
        ("drift or environment", 11),
        ("words_then_outage", 11),
        ("broken", 1),
        ("mismatch", 1),
        ("assertion", 1),
        ("click", 1),
        ("drift or broken", 1),
        ("environment or assertion", 1),
        ("nothing_is_called_so", 5),
        ("skipped", 5),
        ("holds or skipped", 0),
    ],
)
def test_exit_code_tells_the_kind_of_failure(pytester: pytest.Pytester, chosen: str, code: int) -> None:
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    assert pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly", "-k", chosen).ret == code


@pytest.mark.long
@pytest.mark.parametrize("how", ["-x -n2", "--maxfail=1 -n2", "--sw --sw-reset", "-x"])
def test_a_run_that_ends_at_a_failure_has_the_code_of_what_it_found(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    assert pytester.runpytest_subprocess("-p", "no:randomly", *how.split(), "-k", "mismatch").ret == 1
    assert pytester.runpytest_subprocess("-p", "no:randomly", *how.split(), "-k", "test_drift").ret == 10


@pytest.mark.long
def test_a_worker_that_dies_is_the_suites_own_failure(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile("import os\ndef test_dies(): os._exit(9)\ndef test_holds(): pass")
    ran = pytester.runpytest_subprocess("-p", "no:randomly", "-n1")
    assert ran.ret == 3
    ran.stdout.fnmatch_lines(["СБОЙ САМОГО НАБОРА, а не продукта: рабочий процесс умер*"])


def test_an_error_of_the_suites_own_is_told_as_such(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    ran = pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly", "-k", "own_error")
    ran.stdout.fnmatch_lines(["СБОЙ САМОГО НАБОРА, а не продукта: KeyError: 'nothing'; *"])


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (
            "stand",
            [
                "СБОЙ САМОГО НАБОРА, а не продукта: страницы обращались за пределы стенда: https://else.where; *"
            ],
        ),
        ("test_late and not amid", ["СБОЙ САМОГО НАБОРА, а не продукта: OutOfTime: Timeout (>1.0s); *"]),
        (
            "amid",
            [
                "НЕ УДАЛОСЬ ПРОВЕРИТЬ: create-chat",
                "*На деле:*время вышло посреди этого предложения: Timeout*",
            ],
        ),
        (
            "words_then_full",
            [
                "СЛОВА РАЗОШЛИСЬ: create-chat",
                "НЕ УДАЛОСЬ ПРОВЕРИТЬ",
                "*x.json: сюда не записать (кончилось место)",
            ],
        ),
    ],
)
def test_what_is_not_the_products_fault_is_told_as_whose_it_is(
    pytester: pytest.Pytester, chosen: str, said: list[str]
) -> None:
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    ran = pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly", "-k", chosen)
    ran.stdout.fnmatch_lines(said)


@pytest.mark.long
def test_exit_code_is_the_same_with_workers(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    ran = pytester.runpytest_subprocess("-p", "no:randomly", "-n2", "-k", "drift or holds")
    assert ran.ret == 10


def test_failure_reads_like_a_bug_report_without_a_traceback(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    ran = pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly", "-k", "drift")
    ran.stdout.fnmatch_lines(["СЛОВА РАЗОШЛИСЬ: create-chat", "*Предложение:*Нажми «Создайте новый».*"])
    ran.stdout.no_fnmatch_line("*raise WalkFailed*")


def test_all_that_went_wrong_at_the_end_of_a_test_is_told(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(TESTS)
    ran = pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly", "-k", "two_out or disk")
    ran.stdout.fnmatch_lines(
        [
            "НЕ УДАЛОСЬ ПРОВЕРИТЬ*",
            "*Ожидалось:*страница",
            "НЕ УДАЛОСЬ ПРОВЕРИТЬ*",
            "*Ожидалось:*учётная запись возвращена",
            "НЕ УДАЛОСЬ ПРОВЕРИТЬ*",
            "*Ожидалось:*страница",
            "OSError: the disk is full",
            "*.py:*: the disk is full",
        ]
    )
    ran.stdout.no_fnmatch_line("*Exception Group*")


@pytest.mark.parametrize(
    ("failures", "code"),
    [
        ([], 0),
        ([Verdict.DRIFT, Verdict.DRIFT], 10),
        ([Verdict.ENVIRONMENT], 11),
        ([Verdict.DRIFT, Verdict.ENVIRONMENT], 11),
        ([Verdict.BROKEN, Verdict.DRIFT], 1),
        ([None], 1),
        ([Verdict.ENVIRONMENT, None], 1),
    ],
)
def test_exit_code(failures: list[Verdict | None], code: int) -> None:
    assert exit_code(failures) == code


def pytest_says(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": ""} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (
            ["--target", "nowhere"],
            {},
            "ERROR: targets.toml: нет цели «nowhere»; есть allauth, production, staging, stand, "
            "wagtail, wagtail-english",
        ),
        (["--target", "staging"], {}, "ERROR: окружение: не заданы переменные STAGING_DIARY_LOGIN, "),
        (
            [],
            {"BROWSER_EXECUTABLE": "/no/such/browser"},
            "ERROR: BROWSER_EXECUTABLE=/no/such/browser: такой программы нет",
        ),
    ],
)
@pytest.mark.heavy
def test_bad_input_is_one_line_and_exit_code_4(
    arguments: list[str], environment: dict[str, str], said: str
) -> None:
    ran = pytest_says(*arguments, **environment)
    assert ran.returncode == 4
    assert ran.stderr.strip().startswith(said)
    assert "\n" not in ran.stderr.strip()
    assert ran.stdout == ""


@pytest.mark.heavy
def test_steps_are_listed_without_starting_anything(instruction: Instruction) -> None:
    ran = pytest_says("--steps", BROWSER_EXECUTABLE="/no/such/browser")
    assert ran.returncode == 0
    for claim in instruction.claims:
        assert f"{instruction.numbers[claim.id]:>2}  {claim.id}" in ran.stdout
        assert claim.sentence in ran.stdout
        assert f"{claim.place} → flows/" in ran.stdout


def test_ledger_is_written_at_the_end_of_a_run_with_walks(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = pytester.path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    pytester.makeconftest(PLUGIN)
    pytester.makepyfile(
        """
        from tests.support.texts import school_chats
        from verifier.walk.journal import Entry, Journal
        from verifier.walk.verdict import Verdict

        def test_walk(request):
            run = request.config.pluginmanager.get_plugin("instruction-run")
            entry = Entry("enter", "Войти.", "flows/diary_chats/instruction.ru.md", 21, "flows/x.py:1", Verdict.HOLDS)
            Journal("stand", "x", "chromium 1", school_chats(), entries=[entry], folder=run.journals).save()
        """
    )
    old = pytester.path / "out" / "journals" / "old"
    old.mkdir(parents=True)
    (old / ".finished").touch()
    beside = old.with_name("goes-on-beside-this-one")
    beside.mkdir()
    ran = pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly")
    ran.stdout.fnmatch_lines(
        ["подтверждено 1 из 21 предложений; не проверялось: 20", "Подробно: *ledger.html"]
    )
    ledger = json.loads((pytester.path / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in ledger["claims"] if claim["verdict"] == "holds"] == ["enter"]
    assert summary.read_text(encoding="utf-8").count("подтверждено 1 из 21 предложений") == 1
    assert not old.exists()
    assert beside.exists()


@pytest.mark.long
def test_interrupted_run_closes_its_browser_and_tells_what_it_knows(tmp_path: Path) -> None:
    walk = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
    arguments = ["-n0", "-p", "no:randomly", "--target=stand", f"--reports={tmp_path}", walk]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pytest", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": "", "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process, process.stdout as output:
        told = next(line for line in output if "✓  5" in line)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does on Ctrl-C: to the whole group
        told += output.read()
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert "Traceback" not in told
    summary = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))["summary"]
    assert summary["holds"] >= 5
    assert summary["unproven"] == 21 - summary["holds"]
    assert list(tmp_path.glob("stand-*")) == []
    assert list(tmp_path.glob("playwright*")) == []
