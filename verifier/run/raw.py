"""The private folder for recordings as the browser makes them; no way out of a run leaves it behind."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

_PREFIX = "instruction-raw-"
_LOCK = ".in-use"


class RawFolder:
    """A folder that only its owner can open, kept for the time of a run and locked as long as its process lives."""

    def __init__(self) -> None:
        _remove_those_left_behind()
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = FileLock(self.path / _LOCK, mode=0o600, thread_local=False)
        self._lock.acquire()

    def remove(self) -> None:
        """Remove the folder with everything in it."""
        self._lock.release()  # first: some systems remove no file that is open
        shutil.rmtree(self.path, ignore_errors=True)


def _remove_those_left_behind() -> None:
    """Remove the folders of runs that were killed: the system has let go of their locks."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        # Just being removed, or somebody else's, or still in use.
        with contextlib.suppress(OSError):
            FileLock(left).acquire(timeout=0).lock.release()
            shutil.rmtree(left.parent, ignore_errors=True)
