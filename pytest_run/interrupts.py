"""Requests to end a run: SIGTERM and SIGHUP end it in order, as Ctrl-C does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

_ASKED = (signal.SIGTERM, signal.SIGHUP)


def end_in_order() -> Callable[[], None]:
    """Turn the first request to end into `KeyboardInterrupt`; further ones do not disturb the clean-up.

    Returns the function that undoes this. Outside the main thread, where no signal arrives, nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before = {number: signal.getsignal(number) for number in _ASKED}
    # What is ignored stays so: nohup means it.
    ours = [number for number in _ASKED if before[number] is not signal.SIG_IGN]

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in ours:
            signal.signal(one, signal.SIG_IGN)
        signal.default_int_handler(number, frame)

    def undo() -> None:
        for number in ours:
            signal.signal(number, before[number])

    for number in ours:
        signal.signal(number, interrupt)
    return undo
