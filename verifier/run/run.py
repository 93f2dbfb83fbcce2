"""A pytest run as readers meet it: findings as bug reports, a line per sentence, the ledger, the exit code."""

from __future__ import annotations

import os
import traceback
import uuid
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from playwright.sync_api import Error as PlaywrightError

from reports import ledger
from reports.words import SIGNS
from verifier.project import ROOT
from verifier.redaction.secrets import Secrets
from verifier.run.earlier import forget_earlier
from verifier.run.record import Record
from verifier.run.shards import DIVISION, Division
from verifier.run.tally import QUARANTINED, VERDICT, Tally, verdicts_of
from verifier.screen.trouble import Trouble
from verifier.text.model import Claim, Instruction
from verifier.walk.failure import describe_all, describe_trouble
from verifier.walk.journal import Entry, load_all
from verifier.walk.verdict import Verdict, exit_code, judge
from verifier.walk.walk import WalkFailed

OUT = ROOT / "reports" / "out"
_PLACE = "где это в тесте"
_COLOURS = {
    Verdict.HOLDS: "green",
    Verdict.DRIFT: "yellow",
    Verdict.BROKEN: "red",
    Verdict.ENVIRONMENT: "purple",
    Verdict.UNPROVEN: "light",
}


class Run:
    """One pytest run, or one worker's part of it; registered as a plugin by the root conftest."""

    def __init__(
        self,
        config: pytest.Config,
        texts: Sequence[Instruction],
        out: Path = OUT,
        target: str = "",
    ) -> None:
        self._config = config
        self._claims: Sequence[Claim] = [claim for text in texts for claim in text.claims]
        self._out = out
        self._worker = getattr(config, "workerinput", None)
        name: str = self._worker["run_name"] if self._worker else uuid.uuid4().hex[:12]
        self.name = name
        self.journals = out / "journals" / name
        self.secrets = Secrets()
        self.tally = Tally()
        self._record = Record(config, name, target, out)
        self._failures: list[Verdict | None] = []
        self._passed = 0
        self._ledger: ledger.Ledger | None = None
        self._told_section = ""

    def narrate(self, entry: Entry) -> None:
        """Print a sentence and its verdict as soon as it is known; a worker of a parallel run stays silent."""
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        capture = self._config.pluginmanager.get_plugin("capturemanager")
        if reporter is None or capture is None or self._worker is not None:
            return
        with capture.global_and_fixture_disabled():
            self._write(reporter, entry)

    def _write(self, reporter: TerminalReporter, entry: Entry) -> None:
        number, claim = next((n, one) for n, one in enumerate(self._claims, 1) if one.id == entry.claim)
        reporter.ensure_newline()
        if claim.section != self._told_section:
            self._told_section = claim.section
            reporter.write_line(f"\n  {claim.section}", bold=True)
        sign, colour = SIGNS[entry.verdict], _COLOURS[entry.verdict]
        reporter.write(f"  {sign} {number:>2} ", **{colour: True})
        spent = f"  ({entry.duration_ms / 1000:.1f} с)".replace(".", ",") if entry.duration_ms else ""
        reporter.write_line(f"{entry.sentence}{spent}")
        if entry.spared:
            reporter.write_line(f"       {entry.verdict.in_words}: {entry.spared}", light=True)
        if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN):
            seen = "; ".join(filter(None, (entry.expected, entry.observed and f"на деле: {entry.observed}")))
            reporter.write_line(
                f"       {entry.verdict.in_words}{': ' if seen else ''}{seen}", **{colour: True}
            )

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker which run it belongs to."""
        node.workerinput["run_name"] = self.name

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn a finding into its bug report, and note its verdict for the exit code."""
        report = yield
        if call.excinfo is not None and report.failed:
            verdicts = self._tell(report, call.excinfo.value)
            report.user_properties += [(VERDICT, verdict.value) for verdict in verdicts]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the verdicts of failed tests, from all workers."""
        if self._worker is not None:
            return
        self.tally.add(report)
        self._passed += (report.passed and report.when == "call") or str(report.outcome) == QUARANTINED
        if report.failed:
            self._failures += verdicts_of(report) or [None]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Set the exit code, write the ledger and what else is told of the run, once for all of its workers."""
        if self._worker is not None:
            return
        if self._record.is_too_flaky(self.tally):
            self._failures.append(Verdict.ENVIRONMENT)
        if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and self._failures:
            session.exitstatus = exit_code(self._failures)
        if not self._passed and not session.config.option.collectonly:
            self._judge_empty(session)
        journals = load_all(self.journals) if self.journals.exists() else []
        made = ledger.make(self._claims, journals, self._out)
        self._record.write(self.tally, int(session.exitstatus), made, journals)
        if self.journals.exists():
            self._ledger = made
            ledger.write(self._ledger, self._out)
            ledger.append_summary(self._ledger, os.environ)
            forget_earlier(self.journals)

    def _judge_empty(self, session: pytest.Session) -> None:
        """A run that proved nothing is not green; of a part, whoever brings the parts together will say it."""
        if session.exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return
        division: Division | None = self._config.pluginmanager.get_plugin(DIVISION)
        may_be_empty = division is not None and division.leaves_some
        session.exitstatus = pytest.ExitCode.OK if may_be_empty else pytest.ExitCode.NO_TESTS_COLLECTED

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """End the run with what it found and where that is written."""
        if self._ledger is not None:
            terminalreporter.section("инструкция")
            terminalreporter.write_line(ledger.headline(self._ledger))
            terminalreporter.write_line(f"Подробно: {self._out / 'ledger.html'}")

    def _tell(self, report: pytest.TestReport, error: BaseException) -> list[Verdict]:
        """Tell each finding as a bug report; what else went wrong, as pytest has it, after that."""
        parts = [(part, _told(part)) for part in _parts(error)]
        told = [found for _, found in parts if found is not None]
        if not told:
            return []  # an ordinary error of an ordinary test: pytest's own report serves its developer best
        if isinstance(error, Trouble):
            report.sections.append((_PLACE, report.longreprtext))
        elif isinstance(error, BaseExceptionGroup):
            report.sections.append((_PLACE, "\n".join(_place(part) for part, _ in parts)))
        others = [f"{type(part).__name__}: {part}" for part, found in parts if found is None]
        report.longrepr = "\n\n".join([*(text for _, text in told), *others])
        return [] if others else [verdict for verdicts, _ in told for verdict in verdicts]


RUN = pytest.StashKey[Run]()


def _parts(error: BaseException) -> list[BaseException]:
    """An error, or all that went wrong where there are several, as when more than one fixture could not clean up."""
    if isinstance(error, BaseExceptionGroup):
        return [part for one in error.exceptions for part in _parts(one)]
    return [error]


def _place(error: BaseException) -> str:
    """Where an error was raised, in a line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}: " if frames else ""
    return f"{place}{error}"


def _told(error: BaseException) -> tuple[list[Verdict], str] | None:
    """The verdicts and the bug report of a finding; None for an error that is not one."""
    if isinstance(error, WalkFailed):
        return error.verdicts, describe_all(error.findings, error.journal)
    if not isinstance(error, Trouble | PlaywrightError):
        return None
    verdict, trouble = judge(error)
    if isinstance(error, PlaywrightError) and verdict is not Verdict.ENVIRONMENT:
        return None
    nearest = str(trouble.nearest) if trouble.nearest else ""
    return [verdict], describe_trouble(verdict, trouble.expected, trouble.observed, nearest, trouble.remedy)
