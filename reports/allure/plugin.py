"""What a run adds to allure-pytest's results: the walks' steps, verdicts, labels, traces, surroundings."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

import allure_commons
import pytest
from allure_commons.model2 import (
    Attachment,
    ExecutableItem,
    Label,
    Status,
    StatusDetails,
    TestResult,
    TestResultContainer,
)
from allure_commons.types import LabelType
from allure_pytest.listener import AllureListener

from reports.allure.about import history_id, labels, links, parameters
from reports.allure.outcome import details, is_finding, status
from reports.allure.steps import steps
from reports.allure.surroundings import write_surroundings
from verifier.run.hooks import FinishedRun, Kept, StartedRun
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict

_NOTICEABLE_MS = 100
_INTERRUPTED = "НЕ ПРОВЕРЯЛОСЬ: прогон прерван"
_TYPES = {
    "trace": "application/vnd.allure.playwright-trace",  # by which Allure 3 opens it in the trace viewer
    "har": "application/har+json",
}
_NAMES = {"trace": "Трасса: {} (без сети: playwright show-trace)", "har": "HAR: {}"}


class AllureResults:
    """Completes the results of `--alluredir` before they are written, by the engine's hooks.

    Whatever is written goes through Allure's own loggers, where secrets are covered.
    """

    def __init__(self, config: pytest.Config, run: StartedRun) -> None:
        self._config = config
        self._run = run
        self._is_undecided = True
        allure_commons.plugin_manager.register(self)
        config.add_cleanup(lambda: allure_commons.plugin_manager.unregister(self))

    @allure_commons.hookimpl(tryfirst=True)
    def report_container(self, container: TestResultContainer) -> None:
        """Leave out the fixtures that nobody asks about: there are dozens, and the steps come after them."""
        container.befores = [one for one in container.befores if _is_worth_telling(one)]
        container.afters = [one for one in container.afters if _is_worth_telling(one)]

    def pytest_verifier_interrupted(
        self, item: pytest.Item, walks: Sequence[Journal], recordings: Sequence[Kept]
    ) -> None:
        """Tell of a test that is interrupted what it knows; allure-pytest would call it passed."""
        if (result := self._result()) is not None:
            found = [entry for walk in walks for entry in walk.entries if is_finding(entry)]
            result.status = status(entry.verdict for entry in found)
            result.statusDetails = details(found) if found else StatusDetails(message=_INTERRUPTED)
            self._complete(result, item, walks, recordings)

    def pytest_verifier_reported(
        self,
        item: pytest.Item,
        call: pytest.CallInfo[None],
        report: pytest.TestReport,
        verdicts: Sequence[Verdict],
        findings: Sequence[Entry],
        walks: Sequence[Journal],
        recordings: Sequence[Kept],
    ) -> None:
        """Correct the status that allure-pytest has given, and complete the result at the end of the test."""
        result = self._result()
        assert result is not None, "allure-pytest knows each test from its very beginning"
        if call.excinfo is not None and (self._is_undecided or report.when == "setup"):
            if verdicts:
                result.status = status(verdicts)
                result.statusDetails = details(findings) if findings else _told(report)
            elif report.skipped and not hasattr(report, "wasxfail"):
                result.statusDetails = StatusDetails(message=f"НЕ ПРОВЕРЯЛОСЬ: {call.excinfo.value}")
        # What was the matter first is what is told: of what goes wrong after it, pytest alone tells.
        self._is_undecided = result.status in (None, Status.PASSED)
        if report.when == "teardown":
            self._complete(result, item, walks, recordings)

    def pytest_verifier_finished(self, run: FinishedRun) -> None:
        """Write what stands around the tests, once for the whole run, as far as the disk lets it."""
        try:
            write_surroundings(run.journals, Path(self._config.getoption("--alluredir")), os.environ)
        except OSError as error:
            self._config.hook.pytest_verifier_unwritten(error=error)

    def _result(self) -> TestResult | None:
        listener: AllureListener = self._config.pluginmanager.get_plugin("allure_listener")
        result: TestResult | None = listener.allure_logger.get_test(None)
        return result

    def _complete(
        self, result: TestResult, item: pytest.Item, walks: Sequence[Journal], recordings: Sequence[Kept]
    ) -> None:
        # A test may be about another product than the run's, and then walks where that one is.
        target = walks[-1].target if walks else self._run.target
        result.historyId = history_id(item.nodeid, target)
        for parameter in result.parameters:
            parameter.excluded = True  # the variant says it all, in the same words with and without pytest
        result.parameters += parameters(item.nodeid, target, walks)
        result.labels = [
            label for label in result.labels if label.name not in (LabelType.HOST, LabelType.THREAD)
        ]
        result.labels += labels(item.nodeid, self._run.instructions, walks)
        # The timeline wants both; a machine's name is nobody's business.
        result.labels.append(Label(name=LabelType.HOST, value="pytest"))
        result.labels.append(
            Label(name=LabelType.THREAD, value=os.environ.get("PYTEST_XDIST_WORKER", "main"))
        )
        result.links += links(walks, os.environ)
        result.steps += steps(walks, allure_commons.plugin_manager.hook)
        result.attachments += [_attach(kept) for kept in recordings]


def _is_worth_telling(fixture: ExecutableItem) -> bool:
    return bool(fixture.status != Status.PASSED or fixture.stop - fixture.start >= _NOTICEABLE_MS)


def _told(report: pytest.TestReport) -> StatusDetails:
    text = report.longreprtext
    return StatusDetails(message="\n".join(text.splitlines()[:3]), trace=text)


def _attach(kept: Kept) -> Attachment:
    name = f"{uuid.uuid4()}-attachment{kept.path.suffix}"
    allure_commons.plugin_manager.hook.report_attached_file(source=kept.path, file_name=name)
    return Attachment(name=_NAMES[kept.kind].format(kept.label), source=name, type=_TYPES[kept.kind])
