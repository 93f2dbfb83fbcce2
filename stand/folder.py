"""A folder that only its owner can open; whatever ends the process that made it, nobody finds it later."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

_PREFIX = "stand-"
_LOCK = ".in-use"


class PrivateFolder:
    """Is removed by `remove`, or by the next one that is made: it is locked as long as its process lives."""

    def __init__(self) -> None:
        _remove_those_left_behind()
        self.path, self._lock = _made()

    def remove(self) -> None:
        """Remove the folder with everything in it; a second time nothing is done."""
        self._lock.release()  # first: some systems remove no file that is open
        shutil.rmtree(self.path, ignore_errors=True)


def _made() -> tuple[Path, FileLock]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = FileLock(folder / _LOCK, mode=0o600, thread_local=False)
        with contextlib.suppress(FileNotFoundError):  # taken for one left behind, before it was locked
            lock.acquire()
            return folder, lock


def _remove_those_left_behind() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        # Just being removed, or somebody else's, or still in use.
        with contextlib.suppress(OSError):
            FileLock(left).acquire(timeout=0).lock.release()
            shutil.rmtree(left.parent, ignore_errors=True)
