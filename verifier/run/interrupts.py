"""Requests to end: Ctrl-C, SIGTERM and SIGHUP (Ctrl-Break on Windows) end a run in order, and a time-out its test.

All of them do so only between two words with the browser.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Generator
from types import FrameType
from typing import NoReturn

import pytest
import pytest_timeout
from _pytest.outcomes import Failed
from greenlet import getcurrent

from verifier.walk.walk import OutOfTime

if sys.platform == "win32":
    _ONCE = (signal.SIGTERM, signal.SIGBREAK)
else:
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
        _where_it_can_be_borne(_interrupt)

    def undo() -> None:
        for number in ours:
            signal.signal(number, before[number])

    for number in ours:
        signal.signal(number, interrupt)
    return undo


class TimeOut(OutOfTime, Failed):
    """The time is over, as an outcome for pytest: what is left to be cleaned up is, where this meets a clean-up."""


class TimeOuts:
    """Lets the clock of pytest-timeout end a test without breaking the connection to its browser, and its clean-up too:
    that has as much time again, each time that it did not come to its end.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_timeout_set_timer(self, settings: pytest_timeout.Settings) -> Generator[None, object, object]:
        """Have what the clock does done where it can be borne, and again for what comes after."""
        is_set = yield
        if sys.platform != "win32":
            ring = signal.getsignal(signal.SIGALRM)
            if callable(ring):  # else the clock is a thread, as on Windows, which ends the whole process
                signal.signal(
                    signal.SIGALRM,
                    lambda number, frame: _where_it_can_be_borne(lambda: _end(ring, number, frame)),
                )
                signal.setitimer(signal.ITIMER_REAL, settings.timeout, settings.timeout)
        return is_set

    @pytest.hookimpl(trylast=True)
    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector) -> None:
        """Start the clock for the clean-up of a test that has failed: pytest-timeout has stopped it, for a debugger."""
        if isinstance(node, pytest.Item):
            start_clock_anew(node)


def start_clock_anew(item: pytest.Item) -> None:
    """Give a test the whole of its time once more, where it has a limit."""
    settings = pytest_timeout._get_item_settings(item)
    hook = item.config.pluginmanager.hook
    if settings.timeout and not settings.func_only:
        hook.pytest_timeout_cancel_timer(item=item)
        hook.pytest_timeout_set_timer(item=item, settings=settings)


def _end(ring: Callable[[int, FrameType | None], object], number: int, frame: FrameType | None) -> None:
    try:
        ring(number, frame)
    except pytest.fail.Exception as end:
        raise TimeOut(str(end)) from None


def _interrupt() -> NoReturn:
    raise KeyboardInterrupt


def _where_it_can_be_borne(end: Callable[[], object]) -> None:
    """Do what raises, so that it reaches the code that waits for the browser.

    Playwright's event loop runs in a greenlet of its own. Raised amid one of its tasks, an exception would end that
    task, and with it the connection that the clean-up needs, or would be kept by the loop and reach nobody. So the
    task goes on, and what comes next in the loop hands the exception to the code that waits.
    """
    if getcurrent().parent is None:
        end()
    else:
        asyncio.get_running_loop().call_soon_threadsafe(_hand_on, end)


def _hand_on(end: Callable[[], object]) -> None:
    waiting = getcurrent().parent
    try:
        end()
    except BaseException as reason:
        if waiting is None:
            raise
        waiting.throw(reason)
