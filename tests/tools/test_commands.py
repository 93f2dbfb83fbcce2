"""`python -m tools` and make: what each command calls, with which variables, and whose exit code it has."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tools import calling, commands, environment
from tools.commands import COMMANDS, Needs

ROOT = Path(__file__).resolve().parents[2]


class Calls:
    """What would have been called; `codes` says what a program that has such a word would return."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.made: list[list[str]] = []
        self.variables: dict[str, str] = {}
        self.codes: dict[str, int] = {}
        self.leaves: Callable[[], object] = lambda: None

    def call(self, *command: str, **variables: str) -> int:
        self.made.append(list(command))
        self.variables |= variables
        self.leaves()
        return next((code for word, code in self.codes.items() if word in command), 0)

    def python(self, *arguments: str, **variables: str) -> int:
        return self.call("python", *arguments, **variables)

    @property
    def lines(self) -> list[str]:
        return [" ".join(command) for command in self.made]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """A project all of whose packages are there, and nothing else."""
    made = Calls(tmp_path)
    for module in (commands, environment):
        monkeypatch.setattr(module, "call", made.call)
        monkeypatch.setattr(module, "python", made.python)
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    monkeypatch.setattr(commands, "OUT", tmp_path / "reports" / "out")
    monkeypatch.setattr(commands, "speak_russian", lambda: None)
    monkeypatch.setattr(environment, "is_ready", lambda: True)
    for name in calling.NAMES:
        monkeypatch.delenv(name, raising=False)
    return made


WALK = (
    "python -m pytest --alluredir=reports/out/allure-results -n 0 -p no:randomly --pictures=on"
    " tests/scenarios/test_documented_walk.py::test_instruction_holds"
)


@pytest.mark.parametrize(
    ("words", "called"),
    [
        (["setup"], "python -m tools.setup"),
        (["walk"], WALK),
        (["walk", "--headed"], f"{WALK} --headed"),
        (["walk", "ARGS=--headed -k 'a b'"], f"{WALK} --headed -k a b"),
        (
            ["quick"],
            "python -m pytest -q -n 0 -m not heavy and not long --ignore=tests/scenarios --ignore=tests/defects"
            " --ignore=tests/explorer --ignore=tests/rehearsal --ignore=tests/remote",
        ),
        (
            ["test", "WORKERS=3"],
            "python -m pytest --alluredir=reports/out/allure-results -n 3 --dist worksteal -m not long",
        ),
        (
            ["long", "WORKERS=3"],
            "python -m pytest -n 3 --dist worksteal -m long --ignore=tests/remote",
        ),
        (
            ["defects", "WORKERS=3"],
            "python -m pytest -n 3 --dist worksteal --every-defect tests/defects",
        ),
        (["remote"], "python -m pytest -n 0 tests/remote"),
        (["bench"], "python -m bench --rounds 10"),
        (
            ["bench", "ROUNDS=2", "WALKS=50", "SUITE=1", "--only", "ours"],
            "python -m bench --rounds 2 --walks 50 --suite --only ours",
        ),
        (["field"], "python -m bench.field"),
        (["soak"], "python -m tests.soak --walks 200"),
        (["soak", "N=5"], "python -m tests.soak --walks 5"),
        (["stand"], "python -m stand"),
        (
            ["stand", "DEFECT=link-dead", "VARIANT=one two", "--port=0"],
            "python -m stand --defect link-dead --variant one --variant two --port=0",
        ),
        (["explore"], "python -m tests.explorer"),
        (
            ["explore", "BUDGET=9", "SEED=1", "REPLAY=a b", "DEFECT=x"],
            "python -m tests.explorer --budget 9 --seed 1 --replay a b --defect x",
        ),
        (["explore", "DEFECTS=1", "SEED=1"], "python -m tests.explorer.hunt --first-seed 1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_calls(calls: Calls, words: Sequence[str], called: str) -> None:
    assert commands.main(words) == 0
    assert calls.lines[-1] == called
    needs = COMMANDS[words[0]].needs
    assert calls.lines[:-1] == (
        ["python -m tools.setup"] if needs is Needs.EVERYTHING and words != ["setup"] else []
    )


def test_browsers_on_other_machines_are_required_where_they_are_asked_for(calls: Calls) -> None:
    assert commands.main(["remote"]) == 0
    assert calls.variables == {"REMOTE_REQUIRED": "1"}


def test_there_are_two_workers_for_each_core(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    commands.main(["test"])
    assert " -n 6 " in calls.lines[-1]


@pytest.mark.parametrize("command", ["walk", "test", "long", "defects"])
def test_the_code_of_pytest_is_told_last_and_returned(
    calls: Calls, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    calls.codes = {"pytest": 10}
    assert commands.main([command]) == 10
    assert capsys.readouterr().out.splitlines()[-1] == "pytest закончил с кодом 10"


@pytest.mark.parametrize(
    ("walked", "rendered", "code"), [(0, 0, 0), (0, 3, 3), (10, 3, 10)], ids=["green", "no reports", "drift"]
)
def test_a_walk_that_was_finished_gets_its_reports_and_keeps_its_code(
    calls: Calls, walked: int, rendered: int, code: int
) -> None:
    mark = commands.OUT / "journals" / "walk" / ".finished"
    mark.parent.mkdir(parents=True)
    calls.leaves = mark.touch
    calls.codes = {"pytest": walked, "render": rendered}
    assert commands.main(["walk"]) == code
    assert calls.lines[-1] == "python -m reports render"


def test_reports_are_not_made_again_of_an_earlier_walk(calls: Calls) -> None:
    mark = commands.OUT / "journals" / "walk" / ".finished"
    mark.parent.mkdir(parents=True)
    mark.touch()
    commands.main(["walk"])
    assert calls.lines[-1] == WALK


@pytest.mark.parametrize("command", ["walk", "test"])
def test_results_are_those_of_one_run(calls: Calls, command: str) -> None:
    old = calls.root / commands.RESULTS / "old-result.json"
    old.parent.mkdir(parents=True)
    old.touch()
    commands.main([command])
    assert not old.exists()


def test_what_fails_in_the_set_up_ends_the_command(calls: Calls) -> None:
    calls.codes = {"tools.setup": 1}
    assert commands.main(["walk"]) == 1
    assert calls.lines == ["python -m tools.setup"]


def test_a_report_is_made_of_new_results_alone(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    results = calls.root / commands.RESULTS
    results.mkdir(parents=True)
    for path in ("allurerc.mjs", "reports/allure/categories.json", f"{commands.RESULTS}/a-result.json"):
        (calls.root / path).parent.mkdir(parents=True, exist_ok=True)
        (calls.root / path).touch()
    report = calls.root / commands.REPORT
    report.parent.mkdir(parents=True)
    calls.leaves = report.touch
    monkeypatch.setattr("shutil.which", lambda name: name)
    for _ in range(2):
        assert commands.main(["report"]) == 0
    assert [line.split("/")[-1] for line in calls.lines] == ["allure generate"]
    os.utime(results / "a-result.json", (2**32, 2**32))
    assert commands.main(["report"]) == 0
    assert len(calls.lines) == 2


def test_clean_takes_away_what_was_made_and_nothing_else(calls: Calls) -> None:
    kept = calls.root / "flows" / "text.ru.md"
    for path in (kept, *(calls.root / name / "x" for name in (*commands.MADE, "flows/__pycache__"))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert commands.main(["clean"]) == 0
    assert [path for path in calls.root.rglob("*") if path.is_file()] == [kept]
    assert calls.made == []


@pytest.mark.usefixtures("calls")
def test_an_unknown_command_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["wlak"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("Нет команды «wlak»; есть: help, setup, walk, ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_make_has_every_command_and_the_help_tells_of_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    would = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert would.stdout.endswith(f'"$python" -m tools {name}\n')
    commands.main(["help"])
    assert name == "help" or f"\n{name} " in capsys.readouterr().out


class TestEnvironment:
    """Which Python has the packages, and how it comes to be there."""

    @pytest.fixture(autouse=True)
    def own(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, calls: Calls) -> Path:
        """A project whose environment is still to be made."""
        monkeypatch.setattr(environment, "FOLDER", tmp_path / ".venv")
        monkeypatch.setattr(environment, "is_ready", lambda: False)
        assert calls.made == []
        return environment.own_python()

    def test_is_made_by_the_python_that_there_is_and_goes_on_in_it(self, calls: Calls, own: Path) -> None:
        assert commands.main(["quick", "-x"]) == 0
        assert calls.lines == [
            f"python -m venv --clear {environment.FOLDER}",
            f"{own} -m tools quick -x",
        ]

    def test_is_not_made_again(self, calls: Calls, own: Path) -> None:
        own.parent.mkdir(parents=True)
        own.touch()
        assert commands.main(["lint"]) == 0
        assert calls.lines == [f"{own} -m tools lint"]

    def test_gets_what_the_lock_names_and_the_project_without_an_index(
        self, calls: Calls, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment.FOLDER.mkdir()
        monkeypatch.setattr("sys.prefix", str(environment.FOLDER))
        assert commands.main(["quick"]) == 0
        locked, project, again = calls.lines
        assert f"--require-hashes -r {environment.LOCK}" in locked
        assert "--no-index --no-deps --no-build-isolation --editable" in project
        assert again == f"{own} -m tools quick"

    @pytest.mark.parametrize(
        ("failing", "said"), [("venv", "не создаётся"), ("--require-hashes", "не поставились")]
    )
    def test_that_does_not_come_to_be_is_told_with_the_remedy(
        self,
        calls: Calls,
        failing: str,
        said: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        if failing != "venv":
            environment.FOLDER.mkdir()
            monkeypatch.setattr("sys.prefix", str(environment.FOLDER))
        calls.codes = {failing: 1}
        assert commands.main(["walk"]) == 1
        assert said in capsys.readouterr().err

    def test_without_pip_is_filled_by_uv(self, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
        environment.FOLDER.mkdir()
        monkeypatch.setattr(environment, "find_spec", lambda _: None)
        monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
        environment.install()
        assert all(line.startswith("/bin/uv pip install --quiet --python ") for line in calls.lines)
        assert len(calls.lines) == 2


@pytest.mark.parametrize("file", [environment.LOCK, environment.DECLARED], ids=lambda path: path.name)
def test_packages_are_as_locked_until_a_file_that_names_them_changes(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    stamp = tmp_path / ".installed"
    stamp.touch()
    assert environment.is_ready()
    changed = file.stat().st_mtime
    os.utime(stamp, (changed - 1, changed - 1))
    assert not environment.is_ready()


def test_another_environment_that_has_the_packages_is_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "FOLDER", tmp_path)  # so that the one we run in is another
    assert environment.is_ready()
    monkeypatch.setattr(environment, "_declared", lambda: iter(["pytest", "no-such-package"]))
    assert not environment.is_ready()


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_brings_something_back_is_waited_for(number: signal.Signals) -> None:
    program = (
        "import signal; asking = {signal.SIGINT, signal.SIGTERM}; signal.pthread_sigmask(signal.SIG_BLOCK, asking);"
        " print('begun', flush=True); signal.sigwait(asking); print('brought back', flush=True); raise SystemExit(7)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", f"from tools.calling import python; python('-c', {program!r})"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline() == "begun\n"
        if number == signal.SIGINT:  # as a terminal tells all at once
            os.killpg(caller.pid, number)
        else:
            caller.send_signal(number)
        assert caller.stdout.read() == "brought back\n"
    assert caller.returncode == 7


@pytest.mark.heavy
def test_what_is_called_keeps_translated_modules_for_the_next_time() -> None:
    program = "import sys; sys.exit(3 if sys.dont_write_bytecode else 5)"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from tools.calling import python; raise SystemExit(python('-c', {program!r}))",
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        timeout=60,
    )
    assert done.returncode == 5


@pytest.mark.heavy
def test_a_python_with_nothing_installed_can_begin(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    bare = tmp_path / "bare" / "bin" / "python"
    program = "import tools.commands, tools.environment; assert not tools.environment.is_ready()"
    subprocess.run([bare, "-c", program], cwd=ROOT, timeout=60, check=True)
