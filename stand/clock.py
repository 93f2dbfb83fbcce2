"""The stand's clock, which a test can put forward instead of waiting."""

from __future__ import annotations

import time


class Clock:
    """Seconds since the epoch, plus whatever it has been put forward by."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Return the stand's present, in seconds since the epoch."""
        return time.time() + self._ahead

    def put_forward(self, seconds: float) -> None:
        """Let `seconds` pass at once: sessions, codes and locks expire as they would have."""
        self._ahead += seconds
