"""A folder that only its owner can open; whatever ends the process that made it, nobody finds it later."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "stand-"
_LOCK = ".in-use"


class PrivateFolder:
    """Is removed by `remove`, or by the next one that is made: it is locked as long as its process lives."""

    def __init__(self) -> None:
        _remove_those_left_behind()
        self.path, self._lock = _made()
        while not (self.path / _LOCK).exists():  # taken for one left behind, before it was locked
            os.close(self._lock)
            self.path, self._lock = _made()

    def remove(self) -> None:
        """Remove the folder with everything in it; a second time nothing is done."""
        if self._lock >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def _made() -> tuple[Path, int]:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def _remove_those_left_behind() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # just being made or removed, or somebody else's, or still in use
            lock = os.open(folder / _LOCK, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
