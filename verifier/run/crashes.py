"""Failures of the suite's own: told as such, with a code that no verdict on a product has."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error as PlaywrightError

from verifier import whole
from verifier.redaction.secrets import encodable
from verifier.targets import TargetError
from verifier.text.refusals import one_line
from verifier.walk.walk import OutOfTime

EXIT_CRASH = int(pytest.ExitCode.INTERNAL_ERROR)
_TOLD = "СБОЙ САМОГО НАБОРА, а не продукта: {}; повторите с теми же ключами и передайте разработчикам набора"


@contextmanager
def in_a_line() -> Iterator[None]:
    """Tell bad input in one line, whatever it quotes. Raises `pytest.UsageError`."""
    try:
        yield
    except (pytest.UsageError, TargetError) as error:
        raise pytest.UsageError(one_line(str(error))) from None
    except OSError as error:
        if not whole.is_misnamed(error):
            raise
        raise pytest.UsageError(one_line(whole.misnamed(error))) from None


class StandFailed(Exception):
    """The stand has done what a stand must not; the text is Russian, its first line says what."""


class Crashes:
    """Says of an error that nobody expected whose it is; registered as a plugin before anything can go wrong.

    `free` takes secrets out of a text, as soon as there is somebody who can.
    """

    NAME = "instruction-crashes"

    def __init__(self) -> None:
        self.free: Callable[[str], str] = str

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_cmdline_main(self) -> Generator[None, object, object]:
        """Return a code of its own for what would end as a traceback with code 1, which means *broken*."""
        try:
            with in_a_line():
                return (yield)
        except pytest.UsageError:
            raise
        except Exception as error:
            trace = "".join(traceback.format_exception(error))
            print(encodable(self.free(f"{trace}{_said(error)}")), file=sys.stderr)
            return EXIT_CRASH

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Say first whose error it is; pytest goes on with its traceback. The disk's errors are told elsewhere."""
        if whole.is_unwritten(excinfo.value):
            return
        print(encodable(self.free(_said(excinfo.value))), file=sys.stderr)


def told(what: str) -> str:
    """Return the line that is said of a failure of the suite's own."""
    return _TOLD.format(one_line(what))


def is_crash(error: BaseException) -> bool:
    """Say whether an error is the suite's own: not a check that does not hold, nor a test's own `pytest.fail`."""
    is_check = isinstance(error, AssertionError | PlaywrightError)
    return isinstance(error, Exception | OutOfTime) and not is_check


def _said(error: BaseException) -> str:
    return told(f"{type(error).__name__}: {error}")
