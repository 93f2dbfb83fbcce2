"""Earlier runs, and what they have left in the output folder."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

_FINISHED = ".finished"
_STALE_S = 24 * 3600


def forget_earlier(ours: Path) -> None:
    """Mark a run's folder as finished, and remove those of other runs beside it that are.

    A run that goes on beside this one keeps its folder; one that was killed keeps it for a day. Raises `OSError`.
    """
    if ours.exists():
        (ours / _FINISHED).touch()
    long_ago = time.time() - _STALE_S
    for folder in ours.parent.iterdir() if ours.parent.exists() else ():
        finished = (folder / _FINISHED).exists() or folder.stat().st_mtime < long_ago
        if folder != ours and finished:
            shutil.rmtree(folder, ignore_errors=True)  # another run may be at it too
