"""Commands that a job calls. Whoever asks the job to end asks the command, and its end is waited for."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

if sys.platform == "win32":
    _ASKED = (signal.SIGINT, signal.SIGBREAK)
else:
    _ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Calls:
    """Calls commands, one after another, in a folder; a context manager that minds signals for as long as it lasts.

    A command that is asked to end may have accounts to bring back, so it is never killed, and asked only once: a
    second Ctrl-C would have it give them up. It has a session of its own, so that a terminal's does not reach it.
    On Windows it is the console that asks, and it asks both.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._passed_on = False
        self._before = {number: signal.getsignal(number) for number in _ASKED}

    def __enter__(self) -> Calls:
        for number in _ASKED:
            signal.signal(number, self._pass_on)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def call(self, command: Sequence[str], variables: Mapping[str, str]) -> int:
        """Return a command's exit code. Raises `SystemExit` when it has ended, if the job was asked to end."""
        with subprocess.Popen(
            command, cwd=self._folder, env=dict(variables), start_new_session=True
        ) as self._child:
            self._tell()  # of what came before the command could be told
            code = self._child.wait()
        if self._asked:
            raise SystemExit(128 + self._asked)
        return code

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self._asked = self._asked or number
        self._tell()

    def _tell(self) -> None:
        if self._asked and self._child is not None and not self._passed_on:
            self._passed_on = True
            if sys.platform != "win32":
                self._child.send_signal(self._asked)
