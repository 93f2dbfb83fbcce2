"""Programs that a command calls, and what it is told in variables, as make has them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "ALLURE", "ARGS", "BUDGET", "DEFECT", "DEFECTS", "N", "REPLAY", "REPORT", "RESULTS", "ROUNDS", "SEED", "SUITE",
    "VARIANT", "WALKS", "WORKERS",
)  # fmt: skip
"""The variables that a command minds."""

if sys.platform == "win32":
    _REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGBREAK)
else:
    _REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def call(*command: str, **variables: str) -> int:
    """Call a program in the project's folder, with these variables besides our own, and return its exit code.

    A program may have accounts to bring back, so its end is waited for whoever asks for it. Raises `SystemExit` when
    it has ended, if we were asked to end.
    """
    environment = {**os.environ, **variables}
    # Else each run would translate some two hundred modules anew before it begins.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.stdout.flush()
    with _asked() as asked, subprocess.Popen(command, cwd=ROOT, env=environment) as asked.program:
        asked.pass_on()  # what came before the program could be told
        code = asked.program.wait()
    if asked.number:
        raise SystemExit(code or 128 + asked.number)
    return code


def python(*arguments: str, **variables: str) -> int:
    """Call this environment's Python; return its exit code."""
    return call(sys.executable, *arguments, **variables)


def variable(name: str, otherwise: str = "") -> str:
    """Return what one of `NAMES` says."""
    return os.environ.get(name) or otherwise


def take(words: Sequence[str]) -> list[str]:
    """Set the variables that are told as NAME=value, as make is told them; return the other words."""
    rest = []
    for word in words:
        name, sign, value = word.partition("=")
        if sign and name in NAMES:
            os.environ[name] = value
        else:
            rest.append(word)
    return rest


class _Asked:
    """A request to end, and the program that has to be told of it."""

    def __init__(self) -> None:
        self.number = 0
        self.program: subprocess.Popen[bytes] | None = None

    def note(self, number: int, _frame: FrameType | None) -> None:
        self.number = self.number or number
        self.pass_on()

    def pass_on(self) -> None:
        """Tell the program what reaches one process alone: of all else a terminal tells both."""
        if self.number == signal.SIGTERM and self.program is not None:
            self.program.send_signal(signal.SIGTERM)


@contextmanager
def _asked() -> Iterator[_Asked]:
    asked = _Asked()
    # What is ignored stays so: nohup means it.
    before = {one: signal.getsignal(one) for one in _REQUESTS}
    ours = [one for one in _REQUESTS if before[one] is not signal.SIG_IGN]
    for number in ours:
        signal.signal(number, asked.note)
    try:
        yield asked
    finally:
        for number in ours:
            signal.signal(number, before[number])
