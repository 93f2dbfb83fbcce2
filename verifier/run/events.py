"""Calls the engine's own hooks for each test, and is the plugin by which pytest comes to know them all."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from verifier.run import hooks
from verifier.run.evidence import KEPT
from verifier.run.tally import verdicts_of
from verifier.walk.journal import Journal
from verifier.walk.walk import OutOfTime, WalkFailed

WALKED = pytest.StashKey[list[Journal]]()
"""The journals of a test's walks, in their order; those that do not count in the run's ledger left out."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make the engine's hooks known."""
    pluginmanager.add_hookspecs(hooks)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tell of a test that is broken off."""
    try:
        return (yield)
    except BaseException:
        item.config.hook.pytest_verifier_interrupted(
            item=item, walks=item.stash.get(WALKED, []), recordings=item.stash.get(KEPT, [])
        )
        raise


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin anew when a test is run again."""
    item.stash[WALKED] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a report when everybody else has had it."""
    report = yield
    error = call.excinfo.value if call.excinfo is not None else None
    item.config.hook.pytest_verifier_reported(
        item=item,
        call=call,
        report=report,
        verdicts=verdicts_of(report),
        findings=error.findings if isinstance(error, WalkFailed | OutOfTime) else [],
        walks=item.stash.get(WALKED, []),
        recordings=item.stash.get(KEPT, []),
    )
    if report.when == "teardown":
        item.stash[WALKED] = []  # pytest keeps each test to the end of its run; the journals are on the disk
    return report
