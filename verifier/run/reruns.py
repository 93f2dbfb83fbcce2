"""Tests that the environment alone has failed are run again, at most so many times; all others never."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from _pytest.runner import call_and_report
from _pytest.terminal import TerminalReporter
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from verifier.run.interrupts import start_clock_anew
from verifier.run.tally import RERUN, Tally, verdicts_of
from verifier.walk.verdict import Verdict

ATTEMPT = pytest.StashKey[int]()
"""Which attempt at a test this is, from 1."""


class Reruns:
    """Runs a test again when its set-up or its call has failed with the verdict *environment* and no other.

    An attempt that does not count is reported with the outcome `rerun`. Whatever else fails in it, such as a check
    at its end, is reported as it is: nothing is hidden by running again. (pytest-rerunfailures lets one failure of
    the right kind excuse the others of its attempt.) Each attempt has the whole time limit of a test.
    """

    def __init__(self, config: pytest.Config, times: int, tally: Tally) -> None:
        option = config.option
        self._times = 0 if option.usepdb or option.setupshow or option.setuponly else times
        self._tally = tally

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run a test, and again as long as it may be and need be."""
        if not self._times:
            return None
        for attempt in range(1, self._times + 2):
            item.stash[ATTEMPT] = attempt
            if attempt > 1:
                start_clock_anew(item)
            where = {"nodeid": item.nodeid, "location": item.location}
            item.ihook.pytest_runtest_logstart(**where)
            again = _attempt(item, nextitem, may_rerun=attempt <= self._times)
            item.ihook.pytest_runtest_logfinish(**where)
            if not again:
                break
        return True

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, Any] | None:
        """Show an attempt that does not count."""
        if report.outcome == RERUN:
            return RERUN, "R", ("ПОВТОР", {"yellow": True})
        return None

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Name the flaky tests."""
        if not self._tally.flaky:
            return
        terminalreporter.section("прошли не с первого раза")
        for test in self._tally.flaky:
            terminalreporter.write_line(f"{test}: сначала помешало окружение", yellow=True)


def _attempt(item: Any, nextitem: pytest.Item | None, *, may_rerun: bool) -> bool:
    """Run a test once, as pytest's own `runtestprotocol` does, and say whether it is to be run again."""
    if not item._request:
        item._initrequest()
    try:
        reports = [call_and_report(item, "setup", log=False)]
        if reports[0].passed:
            reports.append(call_and_report(item, "call", log=False))
        session = item.session
        stops = session.shouldfail or session.shouldstop
        again = may_rerun and not stops and _is_environment(reports[-1])
        # Only the test itself is torn down before it is run again: what it shares with others stays.
        following = None if stops else item.parent if again else nextitem
        browser = item.funcargs.get("browser")
        reports.append(call_and_report(item, "teardown", log=False, nextitem=following))
        for report in reports:
            if again and _is_environment(report):
                vars(report)["outcome"] = RERUN
            item.ihook.pytest_runtest_logreport(report=report)
        if again:
            _forget_failed_fixtures(item, browser)
    finally:
        item._request = False
        item.funcargs = None
    return bool(again)


def _is_environment(report: pytest.TestReport) -> bool:
    return report.failed and set(verdicts_of(report)) == {Verdict.ENVIRONMENT}


def _forget_failed_fixtures(item: Any, browser: Browser | None) -> None:
    """Let fixtures that outlive the test be made anew: those that failed, and a browser that has gone."""
    lost = [] if browser is None or browser.is_connected() else ["browser"]
    for name, definitions in item._fixtureinfo.name2fixturedefs.items():
        for definition in definitions:
            has_failed = definition.cached_result is not None and definition.cached_result[2] is not None
            if has_failed or name in lost:
                with contextlib.suppress(
                    PlaywrightError
                ):  # a browser that is to be closed and has gone already
                    definition.finish(item._request)
