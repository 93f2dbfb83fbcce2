"""Everything that a run says: reports, output, logs and Allure's results, with what is secret taken out."""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, TypeVar

import allure_commons
import pytest
from allure_commons.logger import AllureFileLogger

from verifier.redaction.secrets import Secrets
from verifier.run.evidence import NOTE
from verifier.run.recorder import Recorder
from verifier.run.writers import AllureLogger, Formatter, Stream, freed

R = TypeVar("R", pytest.TestReport, pytest.CollectReport)

_RECORDER = "_artifacts_recorder"
_SAID = ("longrepr", "sections", "user_properties", "wasxfail")


class Redaction:
    """Frees of secrets what one process of a run says; registered as a plugin by the root conftest.

    Reports are freed in the process that makes them, before any other plugin or another process gets them; live
    output, the log file and Allure's results where they are written.
    """

    def __init__(self, config: pytest.Config, secrets: Secrets) -> None:
        self._config = config
        self._secrets = secrets
        self._undo: list[Callable[[], None]] = []
        self._sources: list[Callable[[], Iterable[str]]] = []

    def ask(self, source: Callable[[], Iterable[str]]) -> None:
        """Ask `source` for new secrets before each report."""
        self._sources.append(source)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Stand between the run and whatever it writes to."""
        plugins = self._config.pluginmanager
        if reporter := plugins.get_plugin("terminalreporter"):
            self._replace(reporter._tw, "_file", Stream(reporter._tw._file, self._secrets))
        if logs := plugins.get_plugin("logging-plugin"):
            handler = logs.log_file_handler
            self._replace(handler, "formatter", Formatter(handler.formatter, self._secrets))
        if self._config.option.capture == "no":
            self._replace(sys, "stdout", Stream(sys.stdout, self._secrets))
            self._replace(sys, "stderr", Stream(sys.stderr, self._secrets))
        loggers = allure_commons.plugin_manager.get_plugins()
        for logger in [one for one in loggers if isinstance(one, AllureFileLogger)]:
            ours = AllureLogger(Path(logger._report_dir), self._secrets, self._refused)
            _exchange(logger, ours)
            # allure-pytest takes its logger away at the end, and means the one that it has put there itself.
            self._undo.append(functools.partial(_exchange, ours, logger))

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Step aside again."""
        while self._undo:
            self._undo.pop()()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Free a test's report of secrets, and say in it which recordings were lost."""
        report = yield
        recorder = (getattr(item, "funcargs", None) or {}).get(_RECORDER)
        if isinstance(recorder, Recorder):
            if report.failed:
                recorder.learn()
            if report.when == "teardown":
                report.user_properties += [(NOTE, note) for note in recorder.notes]
        return self._freed(report)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Free the report of a file's collection of secrets."""
        return self._freed((yield))

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        """Free a warning of secrets."""
        if isinstance(warning_message.message, Warning):
            warning_message.message.args = freed(warning_message.message.args, self._secrets)

    def _freed(self, report: R) -> R:
        for source in self._sources:
            self._secrets.learn(source())
        hook = self._config.hook
        told = hook.pytest_report_to_serializable(config=self._config, report=report)
        said = {name: told[name] for name in _SAID if name in told}
        clean = freed(said, self._secrets)
        if clean != said:
            again = hook.pytest_report_from_serializable(config=self._config, data=told | clean)
            vars(report).update(vars(again))
        return report

    def _refused(self, error: OSError) -> None:
        self._config.hook.pytest_verifier_unwritten(error=error)

    def _replace(self, owner: Any, name: str, value: Any) -> None:
        before = getattr(owner, name)
        setattr(owner, name, value)
        self._undo.append(lambda: setattr(owner, name, before))


REDACTION = pytest.StashKey[Redaction]()


def _exchange(before: object, after: object) -> None:
    allure_commons.plugin_manager.unregister(before)
    allure_commons.plugin_manager.register(after)
