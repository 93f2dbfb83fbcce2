"""What a run could not write: told once, at its end, and never taken for a fault of the product."""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any, Self

import pytest
from _pytest.terminal import TerminalReporter

from verifier import whole
from verifier.redaction.secrets import encodable
from verifier.text.refusals import one_line
from verifier.walk.verdict import EXIT_DRIFT, EXIT_ENVIRONMENT

_UNWRITTEN = "unwritten"
"""Under this name a worker hands on what it could not write."""
_LIGHTER = (int(pytest.ExitCode.OK), EXIT_DRIFT)
_REMEDY = "освободите место, исправьте права или назовите другую папку и повторите прогон"


class Disk:
    """Gathers what could not be written, from all workers; registered as a plugin before anything is written.

    What a run leaves for readers is worth less than what it finds, and than the accounts that it has borrowed: a full
    disk keeps it from neither.
    """

    NAME = "instruction-disk"

    def __init__(self) -> None:
        self.unwritten: list[tuple[str, str]] = []
        """What could not be written, and why, in Russian."""
        self._worker_output: dict[str, Any] | None = None
        self._has_ended_run = False

    @classmethod
    def of(cls, plugins: pytest.PytestPluginManager) -> Self:
        """Return that of a run, registered where it was not."""
        disk = plugins.get_plugin(cls.NAME)
        if not isinstance(disk, cls):
            disk = cls()
            plugins.register(disk, cls.NAME)
        return disk

    def pytest_configure(self, config: pytest.Config) -> None:
        """Be ready to hand on what a worker could not write."""
        self._worker_output = getattr(config, "workeroutput", None)

    def pytest_verifier_unwritten(self, error: OSError) -> None:
        """Take note of it."""
        self.unwritten.append((str(error.filename or Path.cwd()), whole.why(error)))
        if self._worker_output is not None:
            self._worker_output[_UNWRITTEN] = self.unwritten

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker could not write."""
        found = getattr(node, "workeroutput", {}).get(_UNWRITTEN, [])
        self.unwritten += [(str(what), str(why)) for what, why in found]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_cmdline_main(self) -> Generator[None, object, object]:
        """Return the environment's code where nothing graver is known than that something could not be written."""
        try:
            code = yield
        except OSError as error:
            if not whole.is_unwritten(error):
                raise
            self._say(error)
            return EXIT_ENVIRONMENT
        is_lighter = code in _LIGHTER or (code == pytest.ExitCode.INTERNAL_ERROR and self._has_ended_run)
        return EXIT_ENVIRONMENT if is_lighter and (self.unwritten or self._has_ended_run) else code

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Say in a line what has ended the run, where it was the disk; pytest then adds no traceback."""
        if isinstance(excinfo.value, OSError) and whole.is_unwritten(excinfo.value):
            self._has_ended_run = True
            self._say(excinfo.value)
        return self._has_ended_run

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Tell of it, in a line for each reason."""
        by_reason: dict[str, list[str]] = {}
        for what, why in self.unwritten:
            by_reason.setdefault(why, []).append(what)
        for why, ones in by_reason.items():
            terminalreporter.ensure_newline()
            terminalreporter.write_line(_told(ones, why), red=True)

    def _say(self, error: OSError) -> None:
        told = _told([str(error.filename or Path.cwd())], whole.why(error))
        print(encodable(f"НЕ УДАЛОСЬ ПРОВЕРИТЬ: {told}"), file=sys.stderr)


def trouble_of(error: OSError) -> tuple[str, str, str]:
    """Return what was expected, what was seen and what to do, where a test ends because of the disk."""
    told = f"{error.filename or Path.cwd()}: сюда не записать ({whole.why(error)})"
    return "результаты прогона записываются на диск", told, _REMEDY


def _told(ones: list[str], why: str) -> str:
    others = f" и ещё {len(ones) - 1}" if len(ones) > 1 else ""
    return one_line(f"{ones[0]}{others}: сюда не записать ({why}); {_REMEDY}")
