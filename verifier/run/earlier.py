"""Earlier runs, and what they have left in the output folder."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from verifier.whole import write_text

_FINISHED = ".finished"
_STALE_S = 24 * 3600


def forget_earlier(ours: Path) -> None:
    """Mark a run's folder as finished, and remove those of other runs beside it that are.

    A run that goes on beside this one keeps its folder; one that was killed keeps it for a day. Raises
    `UnwrittenError`.
    """
    if ours.exists():
        write_text(ours / _FINISHED, "")
    long_ago = time.time() - _STALE_S
    for folder in ours.parent.iterdir() if ours.parent.exists() else ():
        with suppress(FileNotFoundError):  # another run may be at it too
            finished = (folder / _FINISHED).exists() or folder.stat().st_mtime < long_ago
            if folder != ours and finished:
                shutil.rmtree(folder, ignore_errors=True)
