"""Collects what the tests of the catalogue found out, from all workers, and writes the matrix at the end."""

from __future__ import annotations

from typing import cast

import pytest
from _pytest.terminal import TerminalReporter

from reports import defects
from reports.defects import Row
from stand.defects import CATALOGUE
from tests.support.texts import school_chats

PROPERTY = "defect"
"""The name under which a test reports its row."""


class Matrix:
    """The plugin; a worker of a parallel run leaves the writing to its controller."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._rows: list[Row] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the row of a test that has been called."""
        if report.when == "call":
            self._rows += [cast(Row, value) for name, value in report.user_properties if name == PROPERTY]

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say what was found, and write the matrix; a part of the catalogue leaves the last one as it is."""
        if not self._rows:
            return
        terminalreporter.section("дефекты")
        terminalreporter.write_line(defects.headline(self._rows))
        if len(self._rows) == len(CATALOGUE):
            page = defects.write(school_chats(), self._rows, self._config.getoption("--reports").absolute())
            terminalreporter.write_line(f"Подробно: {page}")
        else:
            terminalreporter.write_line(
                f"Это часть каталога, всего в нём {len(CATALOGUE)}: матрица не записана."
            )
