"""Requests to end a run: Ctrl-C, SIGTERM and SIGHUP end it in order, and only between two words with the browser."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType

from greenlet import getcurrent

_ONCE = (signal.SIGTERM, signal.SIGHUP)
_ASKED = (signal.SIGINT, *_ONCE)


def end_in_order() -> Callable[[], None]:
    """Turn a request to end into `KeyboardInterrupt`.

    After the first, SIGTERM and SIGHUP do not disturb the clean-up any more; a person at the keyboard may insist.
    Returns the function that undoes this. Outside the main thread, where no signal arrives, nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before = {number: signal.getsignal(number) for number in _ASKED}
    # What is ignored stays so: nohup means it.
    ours = [number for number in _ASKED if before[number] is not signal.SIG_IGN]

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for one in ours:
            if one in _ONCE:
                signal.signal(one, signal.SIG_IGN)
        _interrupt_user_code()

    def undo() -> None:
        for number in ours:
            signal.signal(number, before[number])

    for number in ours:
        signal.signal(number, interrupt)
    return undo


def _interrupt_user_code() -> None:
    """Raise `KeyboardInterrupt` where it can be borne.

    Playwright's event loop runs in a greenlet of its own. Raised amid one of its tasks, the interrupt would end that
    task, and with it the connection that the clean-up needs; from a callback it leaves the loop whole, and
    Playwright hands it on to the code that waits.
    """
    if getcurrent().parent is None:
        raise KeyboardInterrupt
    asyncio.get_running_loop().call_soon_threadsafe(_raise)


def _raise() -> None:
    raise KeyboardInterrupt
