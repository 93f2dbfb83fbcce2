"""A pytest run as its reader meets it: findings as bug reports, a line per sentence, the exit code."""

from __future__ import annotations

import functools
import traceback
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from playwright.sync_api import Error as PlaywrightError

from verifier.project import ROOT
from verifier.redaction.secrets import Secrets
from verifier.run import outcomes
from verifier.run.accounts import ACCOUNTS
from verifier.run.crashes import EXIT_CRASH, StandFailed, is_crash
from verifier.run.crashes import told as crash_line
from verifier.run.disk import Disk, trouble_of
from verifier.run.earlier import forget_earlier
from verifier.run.hand import again
from verifier.run.hooks import FinishedRun, StartedRun
from verifier.run.outcomes import RunOutcomes
from verifier.run.quarantine import Quarantine
from verifier.run.shards import DIVISION, Division
from verifier.run.tally import QUARANTINED, VERDICT, Tally, verdicts_of
from verifier.screen.trouble import Trouble
from verifier.text.model import Instruction
from verifier.walk.failure import describe_all, describe_trouble
from verifier.walk.journal import Entry, Journal, load_all, now
from verifier.walk.steps import StepError
from verifier.walk.verdict import EXIT_BROKEN, Verdict, exit_code, judge
from verifier.walk.walk import OutOfTime, WalkFailed
from verifier.whole import is_unwritten

OUT = ROOT / "reports" / "out"
_PLACE = "где это в тесте"
_CRASH = "crash"
"""Under this name a test's report has the line that is said of an error of the suite's own."""
_MISTAKE = "mistake"
"""Under this name a test's report says that a step proves nothing: a mistake of the suite's own, told as bad input."""
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
        self, config: pytest.Config, instructions: Sequence[Instruction], out: Path = OUT, target: str = ""
    ) -> None:
        self._config = config
        self._worker = getattr(config, "workerinput", None)
        name: str = self._worker["run_name"] if self._worker else uuid.uuid4().hex[:12]
        self._started = StartedRun(name, target, tuple(instructions), out)
        self._since = now()
        self._max_flaky: int | None = config.getoption("--max-flaky", None)
        self.secrets = Secrets()
        self.tally = Tally()
        self._failures: list[Verdict | None] = []
        self._has_mistakes = False
        self._crashes: list[str] = []
        self._has_enough = False
        self._passed = 0
        self._told_section = ("", "")
        self._disk = Disk.of(config.pluginmanager)

    @property
    def name(self) -> str:
        """What the run is called; all its workers know it."""
        return self._started.name

    @property
    def out(self) -> Path:
        """The folder of its results."""
        return self._started.out

    @property
    def journals(self) -> Path:
        """The folder of its journals."""
        return self._started.folder

    def narrate(self, text: Instruction, entry: Entry) -> None:
        """Print a sentence and its verdict as soon as it is known; a worker of a parallel run stays silent."""
        with self._at_once() as reporter:
            if reporter is not None:
                self._write(reporter, text, entry)

    def say(self, line: str) -> None:
        """Print a line at once; a worker of a parallel run stays silent."""
        with self._at_once() as reporter:
            if reporter is not None:
                reporter.ensure_newline()
                reporter.write_line(line)

    @contextmanager
    def _at_once(self) -> Iterator[TerminalReporter | None]:
        """Yield what prints while a test goes on; None where nobody reads it, as in a worker."""
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        capture = self._config.pluginmanager.get_plugin("capturemanager")
        if reporter is None or capture is None or self._worker is not None:
            yield None
            return
        with capture.global_and_fixture_disabled():
            yield reporter

    def _write(self, reporter: TerminalReporter, text: Instruction, entry: Entry) -> None:
        number, claim = text.numbers[entry.claim], text.claim(entry.claim)
        reporter.ensure_newline()
        if (text.name, claim.section) != self._told_section:
            if len(self._started.instructions) > 1 and text.name != self._told_section[0]:
                reporter.write_line(f"\n  {text.title or text.name}", bold=True)
            self._told_section = text.name, claim.section
            reporter.write_line(f"\n  {claim.section}", bold=True)
        colour = _COLOURS[entry.verdict]
        reporter.write(f"  {entry.verdict.sign} {number:>2} ", **{colour: True})
        spent = f"  ({entry.duration_ms / 1000:.1f} с)".replace(".", ",") if entry.duration_ms else ""
        reporter.write_line(f"{entry.sentence}{spent}")
        if entry.spared:
            reporter.write_line(f"       {entry.verdict.in_words}: {entry.spared}", light=True)
        if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN):
            seen = "; ".join(filter(None, (entry.expected, entry.observed and f"на деле: {entry.observed}")))
            reporter.write_line(
                f"       {entry.verdict.in_words}{': ' if seen else ''}{seen}", **{colour: True}
            )

    def pytest_sessionstart(self) -> None:
        """Say that the run begins."""
        self._config.hook.pytest_verifier_started(config=self._config, run=self._started)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker which run it belongs to."""
        node.workerinput["run_name"] = self.name

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn a finding into its bug report, and note its verdict for the exit code."""
        report = yield
        if call.excinfo is not None and report.failed:
            verdicts = self._tell(item, report, call.excinfo.value)
            report.user_properties += [(VERDICT, verdict.value) for verdict in verdicts]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the verdicts of failed tests, from all workers."""
        if self._worker is not None:
            return
        self.tally.add(report)
        self._passed += (report.passed and report.when == "call") or str(report.outcome) == QUARANTINED
        self._has_mistakes |= any(name == _MISTAKE for name, _ in report.user_properties)
        crashes = [str(told) for name, told in report.user_properties if name == _CRASH]
        if report.failed and str(report.when) == "???":  # pytest-xdist's own report of a worker that has died
            crashes.append(crash_line("рабочий процесс умер посреди проверки"))
        self._crashes += crashes
        if report.failed:
            self._failures += verdicts_of(report) or ([] if crashes else [None])

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note whether the run was ended by what it was told to end at: a number of failures, not a person."""
        told = self._config.option
        of_failures = bool(told.maxfail) or bool(getattr(told, "stepwise", False))
        self._has_enough = of_failures and type(excinfo.value).__name__ == "Interrupted"

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """Set the exit code, and hand the run on to those who report it, once for all of its workers."""
        result = None
        try:
            result = yield
        except OSError as error:  # of another plugin that leaves a file at the end, as for JUnit
            if not is_unwritten(error):
                raise
            self._unwritten(error)
            session._setupstate.teardown_exact(None)  # what pytest would have come to after it
        if self._worker is None:
            self._finish(session)
        return result

    def _finish(self, session: pytest.Session) -> None:
        if self._max_flaky is not None and len(self.tally.flaky) > self._max_flaky:
            self._failures.append(Verdict.ENVIRONMENT)
        ended = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or self._has_enough
        if ended and (self._failures or self._crashes or self._has_mistakes or self._disk.unwritten):
            session.exitstatus = self._code()
        elif session.exitstatus == pytest.ExitCode.TESTS_FAILED:
            session.exitstatus = (
                EXIT_CRASH  # what could not be collected, with --continue-on-collection-errors
            )
        if not self._passed and not session.config.option.collectonly:
            self._judge_empty(session)
        if not session.config.option.collectonly:
            self._hand_on(int(session.exitstatus))

    def _code(self) -> int:
        """Return the exit code of failed tests: what is broken goes before what the suite itself could not do."""
        if self._has_mistakes:
            return int(pytest.ExitCode.USAGE_ERROR)
        code = exit_code([*self._failures, *([Verdict.ENVIRONMENT] if self._disk.unwritten else [])])
        return EXIT_CRASH if self._crashes and code != EXIT_BROKEN else code

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say of the suite's own errors whose they are."""
        for crash in dict.fromkeys(self._crashes):
            terminalreporter.write_line(crash, red=True)

    def _hand_on(self, code: int) -> None:
        """Leave what became of the tests beside the journals, and hand both on."""
        journals = tuple(load_all(self.journals)) if self.journals.exists() else ()
        run = FinishedRun(**vars(self._started), journals=journals, outcomes=self._outcomes(code, journals))
        if run.outcomes.tests and self.journals.exists():
            with self._as_far_as_the_disk_lets():
                outcomes.save(run.outcomes, self.journals)
        self._config.hook.pytest_verifier_finished(config=self._config, run=run)
        if self.journals.exists():
            with self._as_far_as_the_disk_lets():
                forget_earlier(self.journals)

    @contextmanager
    def _as_far_as_the_disk_lets(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._unwritten(error)

    def _unwritten(self, error: OSError) -> None:
        self._config.hook.pytest_verifier_unwritten(error=error)

    def _outcomes(self, code: int, journals: Sequence[Journal]) -> RunOutcomes:
        quarantine = self._config.pluginmanager.get_plugin("instruction-quarantine")
        accounts = self._config.stash.get(ACCOUNTS, None)
        return RunOutcomes(
            run=self.name,
            target=self._started.target or ", ".join(sorted({journal.target for journal in journals})),
            started=self._since,
            finished=now(),
            exit_code=code,
            max_flaky=self._max_flaky,
            unreturned=len(accounts.unreturned()) if accounts else 0,
            instructions=self._started.instructions,
            tests=self.tally.outcomes,
            quarantine=quarantine.entries if isinstance(quarantine, Quarantine) else (),
        )

    def _judge_empty(self, session: pytest.Session) -> None:
        """A run that proved nothing is not green; of a part, whoever brings the parts together will say it."""
        if session.exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return
        division: Division | None = self._config.pluginmanager.get_plugin(DIVISION)
        may_be_empty = division is not None and division.leaves_some
        session.exitstatus = pytest.ExitCode.OK if may_be_empty else pytest.ExitCode.NO_TESTS_COLLECTED

    def _tell(self, item: pytest.Item, report: pytest.TestReport, error: BaseException) -> list[Verdict]:
        """Tell each finding as a bug report; what else went wrong, as pytest has it, after that."""
        if mistakes := [part for part in _parts(error) if isinstance(part, StepError)]:
            report.user_properties.append((_MISTAKE, str(mistakes[0])))
            report.longrepr = "\n".join(f"ОШИБКА В НАБОРЕ, а не в продукте: {one}" for one in mistakes)
            return []
        parts = [(part, _told(part, functools.partial(again, self._config, item))) for part in _parts(error)]
        told = [found for _, found in parts if found is not None]
        own = [part for part, found in parts if found is None and is_crash(part)]
        report.user_properties += [(_CRASH, _in_a_line(part)) for part in own]
        if not told:
            return []  # an ordinary error of an ordinary test: pytest's own report serves its developer best
        if isinstance(error, Trouble | OutOfTime):
            report.sections.append((_PLACE, report.longreprtext))
        elif isinstance(error, BaseExceptionGroup):
            report.sections.append((_PLACE, "\n".join(_place(part) for part, _ in parts)))
        others = [f"{type(part).__name__}: {part}" for part, found in parts if found is None]
        report.longrepr = "\n\n".join([*(text for _, text in told), *others])
        return [] if others else [verdict for verdicts, _ in told for verdict in verdicts]


RUN = pytest.StashKey[Run]()


def _in_a_line(crash: BaseException) -> str:
    text = str(crash).partition("\n")[0]
    return crash_line(text if isinstance(crash, StandFailed) else f"{type(crash).__name__}: {text}")


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


def _of_disk(error: OSError) -> str:
    expected, observed, remedy = trouble_of(error)
    return describe_trouble(Verdict.ENVIRONMENT, expected, observed, remedy=remedy)


def _told(error: BaseException, command: Callable[[Journal, str], str]) -> tuple[list[Verdict], str] | None:
    """The verdicts and the bug report of a finding; None for an error that is not one.

    `command` is what walks a sentence of a journal again, by its id.
    """
    if isinstance(error, WalkFailed):
        repeat = functools.partial(command, error.journal)
        told = [describe_all(error.findings, error.journal, repeat)] if error.findings else []
        told += [_of_disk(error.unwritten)] if error.unwritten else []
        return error.verdicts, "\n\n".join(told)
    if isinstance(error, OutOfTime):
        findings, journal = error.findings, error.journal
        return ([one.verdict for one in findings], describe_all(findings, journal)) if journal else None
    if isinstance(error, OSError) and is_unwritten(error):
        return [Verdict.ENVIRONMENT], _of_disk(error)
    if not isinstance(error, Trouble | PlaywrightError):
        return None
    verdict, trouble = judge(error)
    if isinstance(error, PlaywrightError) and verdict is not Verdict.ENVIRONMENT:
        return None
    nearest = str(trouble.nearest) if trouble.nearest else ""
    return [verdict], describe_trouble(verdict, trouble.expected, trouble.observed, nearest, trouble.remedy)
