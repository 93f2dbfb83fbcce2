"""The suite where Linux is not: its own code is told that it is on Windows, and has nothing that Windows lacks."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from verifier import console

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run Python in such a place, where consoles have no more letters than Windows' Russian ones."""
    (tmp_path / "sitecustomize.py").write_text("from tests.support.elsewhere import start\n\nstart()\n")
    environment = os.environ | {
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "PYTHONIOENCODING": "cp1251",
    }

    def run(*arguments: str, codes: Sequence[int] = (0,)) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="cp1251",
            timeout=280,
        )
        assert done.returncode in codes, done.stdout + done.stderr
        return done

    return run


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import fcntl", "No module named 'fcntl'"),
        ("import os; os.geteuid()", "has no attribute 'geteuid'"),
        ("import signal; signal.SIGALRM", "has no attribute 'SIGALRM'"),
        ("import sys; assert sys.platform != 'win32'", "AssertionError"),
        ("import subprocess; subprocess.Popen(['true'], pass_fds=[1])", "not supported on Windows"),
    ],
    ids=lambda value: value if value.startswith("import") else "",
)
def test_what_is_not_there_would_be_noticed(command: Command, program: str, said: str) -> None:
    as_if_in_a_room = f"exec(compile({program!r}, {str(ROOT / 'verifier' / 'x.py')!r}, 'exec'), "
    as_if_in_a_room += f"{{'__file__': {str(ROOT / 'verifier' / 'x.py')!r}}})"
    assert said in command("-c", as_if_in_a_room, codes=[1]).stderr


def test_what_is_proven_by_what_is_listed(command: Command) -> None:
    assert "flows/diary_chats/instruction.ru.md:" in command("-m", "pytest", "--steps").stdout


def test_a_target_is_checked(command: Command) -> None:
    assert "цель stand описана верно" in command("-m", "pytest", "--check").stdout


def test_commands_are_told(command: Command) -> None:
    assert "python -m tools" in command("-m", "tools", "help").stdout


@pytest.mark.parametrize("room", ["tools.nightly", "stand", "reports"])
def test_a_command_line_begins(command: Command, room: str) -> None:
    command("-m", room, "--help")


def test_a_walk_takes_pictures_on_the_stand_and_its_reports_are_rendered(
    command: Command, tmp_path: Path
) -> None:
    walk = ("-m", "pytest", "-n", "0", "-p", "no:randomly", "--pictures=on", "--tracing=on")
    walked = command(
        *walk, f"--reports={tmp_path / 'out'}", "tests/scenarios/test_flows_alone.py::test_sign_in"
    )
    assert "1 passed" in walked.stdout
    assert list((tmp_path / "out" / "journals").rglob("*.png"))
    journals, rendered_in = str(tmp_path / "out" / "journals"), tmp_path / "rendered"
    # A guide is made of a whole walk alone, which is told.
    rendered = command("-m", "reports", "render", journals, "--out", str(rendered_in), codes=[1])
    assert "подтверждено 2 из 21" in rendered.stdout
    assert (rendered_in / "ledger.html").exists()


def test_files_are_written_locked_and_read(command: Command, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from reports.history.file import append, read;"
        " from verifier.accounts.files import own_folder, read_secret; from verifier import plain, whole;"
        " folder = Path(sys.argv[1]); append(folder, []); assert read(folder).nights == [];"
        " whole.append(folder / 'x', b'one\\n'); whole.append(folder / 'x', b'two\\n');"
        " assert plain.read(folder / 'x', 100) == b'one\\ntwo\\n';"
        " whole.write_private(folder / 'secret', 'x'); (folder / 'secret').chmod(0o666);"
        " assert read_secret(folder / 'secret', 'SECRET') == 'x'"
    )
    command("-c", program, str(tmp_path / "nights"))


@pytest.mark.parametrize(
    ("system", "make", "installed"),
    [("win32", "python -m tools", ".venv\\Scripts\\"), ("darwin", "make", ".venv/bin/")],
)
def test_commands_are_told_as_they_are_called_there(
    monkeypatch: pytest.MonkeyPatch, system: str, make: str, installed: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    told = runpy.run_path(console.__file__)
    assert (told["MAKE"], told["BIN"]) == (make, installed)
