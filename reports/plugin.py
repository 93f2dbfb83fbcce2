"""What a pytest run leaves for its readers, made when the engine says that it has ended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest.terminal import TerminalReporter

from verifier.run.hooks import FinishedRun, StartedRun
from verifier.walk.survey import Survey

if TYPE_CHECKING:  # what the end of a run needs shall not hold up its beginning
    from reports.ledger import Ledger

_LEDGER: pytest.StashKey[tuple[Ledger, Path]] = pytest.StashKey()
"""The ledger of the run, and its page."""
_SURVEY: pytest.StashKey[tuple[str, Path]] = pytest.StashKey()
"""What a survey says in one line, and its page."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that say what is to be left."""
    parser.getgroup("instruction").addoption(
        "--history",
        type=Path,
        metavar="DIR",
        help="append the outcomes to DIR/history.jsonl, of which «python -m reports history» makes a page",
    )


def pytest_verifier_started(config: pytest.Config, run: StartedRun) -> None:
    """Have Allure's results completed, where they are asked for."""
    if config.getoption("--alluredir", None):
        from reports.allure.plugin import AllureResults

        config.pluginmanager.register(AllureResults(config, run), "allure-results")


def pytest_verifier_finished(config: pytest.Config, run: FinishedRun) -> None:
    """Write the ledger of a run that has walked, and what is told of its tests, as far as the disk lets it."""
    from reports import history, ledger, making, summary
    from reports.journals import texts

    made = ledger.make(texts(run.journals, run.instructions), run.journals, run.out)
    if run.outcomes.tests:
        with _noting(config):
            summary.save(summary.make(made, [run.outcomes]), run.out)
        if folder := config.getoption("--history"):
            with _noting(config):
                history.append(folder, [history.night(run.outcomes, run.journals)])
    if run.folder.exists():
        # The command that makes a guide of this run next makes the same ledger.
        with _noting(config), making.Maker(making.Cache(making.KEPT)) as maker:
            config.stash[_LEDGER] = made, ledger.write(made, run.out, maker).html
        with _noting(config):
            ledger.append_summary(made, os.environ)


def pytest_verifier_surveyed(config: pytest.Config, survey: Survey, out: Path) -> None:
    """Write what a survey has found, as far as the disk lets it."""
    from reports.survey import headline, write

    with _noting(config):
        config.stash[_SURVEY] = headline(survey), write(survey, out).html


@contextmanager
def _noting(config: pytest.Config) -> Iterator[None]:
    """Let one thing that cannot be written keep no other from being written."""
    try:
        yield
    except OSError as error:
        config.hook.pytest_verifier_unwritten(error=error)


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """End the run with what it found and where that is written."""
    if _SURVEY in config.stash:
        told, page = config.stash[_SURVEY]
        terminalreporter.section("осмотр")
        terminalreporter.write_line(told)
        terminalreporter.write_line(f"Подробно: {page}")
    if _LEDGER in config.stash:
        made, page = config.stash[_LEDGER]
        terminalreporter.section("инструкция")
        terminalreporter.write_line(made["headline"])
        if len(made["texts"]) > 1:
            for text in made["texts"]:
                terminalreporter.write_line(f"  {text['title'] or text['name']}: {text['headline']}")
        terminalreporter.write_line(f"Подробно: {page}")
