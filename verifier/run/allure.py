"""What a run adds to allure-pytest's results: the walks' steps, verdicts, labels, traces, surroundings."""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator
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
from verifier.run.evidence import KEPT, Kept
from verifier.run.tally import VERDICT
from verifier.text.model import Instruction
from verifier.walk.journal import Journal, load_all
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed

WALKED = pytest.StashKey[list[Journal]]()
"""The journals of a test's walks, in their order; those that do not count in the run's ledger left out."""

_NOTICEABLE_MS = 100
_INTERRUPTED = "НЕ ПРОВЕРЯЛОСЬ: прогон прерван"
_TYPES = {
    "trace": "application/vnd.allure.playwright-trace",  # by which Allure 3 opens it in the trace viewer
    "har": "application/har+json",
}
_NAMES = {"trace": "Трасса: {} (без сети: playwright show-trace)", "har": "HAR: {}"}


class AllureResults:
    """Completes the results of `--alluredir` before they are written; registered by the root conftest.

    Whatever is written goes through Allure's own loggers, where secrets are covered.
    """

    def __init__(self, config: pytest.Config, instruction: Instruction, target: str, journals: Path) -> None:
        self._config = config
        self._instruction = instruction
        self._target = target
        self._journals = journals
        allure_commons.plugin_manager.register(self)
        config.add_cleanup(lambda: allure_commons.plugin_manager.unregister(self))

    @allure_commons.hookimpl(tryfirst=True)
    def report_container(self, container: TestResultContainer) -> None:
        """Leave out the fixtures that nobody asks about: there are dozens, and the steps come after them."""
        container.befores = [one for one in container.befores if _is_worth_telling(one)]
        container.afters = [one for one in container.afters if _is_worth_telling(one)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Tell of a test that is interrupted what it knows; allure-pytest would call it passed."""
        try:
            return (yield)
        except BaseException:
            if (result := self._result()) is not None:
                walks = item.stash.setdefault(WALKED, [])
                found = [entry for walk in walks for entry in walk.entries if is_finding(entry)]
                result.status = status(entry.verdict for entry in found)
                result.statusDetails = details(found) if found else StatusDetails(message=_INTERRUPTED)
                self._complete(result, item)
            raise

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin anew when a test is run again."""
        item.stash[WALKED] = []

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Correct the status that allure-pytest gives, and complete the result at the end of the test."""
        result = self._result()
        assert result is not None, "allure-pytest knows each test from its very beginning"
        is_undecided = result.status in (None, Status.PASSED)
        report = yield
        if is_undecided and call.excinfo is not None:
            _judge(result, report, call.excinfo.value)
        if report.when == "teardown":
            self._complete(result, item)
        return report

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write what stands around the tests, once for the whole run."""
        if hasattr(self._config, "workerinput") or session.config.option.collectonly:
            return
        journals = load_all(self._journals) if self._journals.exists() else []
        write_surroundings(journals, Path(self._config.getoption("--alluredir")), os.environ)

    def _result(self) -> TestResult | None:
        listener: AllureListener = self._config.pluginmanager.get_plugin("allure_listener")
        result: TestResult | None = listener.allure_logger.get_test(None)
        return result

    def _complete(self, result: TestResult, item: pytest.Item) -> None:
        journals = item.stash[WALKED]
        result.historyId = history_id(item.nodeid, self._target)
        for parameter in result.parameters:
            parameter.excluded = True  # the variant says it all, in the same words with and without pytest
        result.parameters += parameters(item.nodeid, self._target, journals)
        result.labels = [
            label for label in result.labels if label.name not in (LabelType.HOST, LabelType.THREAD)
        ]
        result.labels += labels(item.nodeid, self._instruction, journals)
        # The timeline wants both; a machine's name is nobody's business.
        result.labels.append(Label(name=LabelType.HOST, value="pytest"))
        result.labels.append(
            Label(name=LabelType.THREAD, value=os.environ.get("PYTEST_XDIST_WORKER", "main"))
        )
        result.links += links(journals, os.environ)
        result.steps += steps(journals, allure_commons.plugin_manager.hook)
        result.attachments += [_attach(kept) for kept in item.stash.get(KEPT, [])]


def _is_worth_telling(fixture: ExecutableItem) -> bool:
    return bool(fixture.status != Status.PASSED or fixture.stop - fixture.start >= _NOTICEABLE_MS)


def _judge(result: TestResult, report: pytest.TestReport, error: BaseException) -> None:
    verdicts = [Verdict(str(value)) for name, value in report.user_properties if name == VERDICT]
    if verdicts:
        result.status = status(verdicts)
        result.statusDetails = details(error.findings) if isinstance(error, WalkFailed) else _told(report)
    elif report.skipped and not hasattr(report, "wasxfail"):
        result.statusDetails = StatusDetails(message=f"НЕ ПРОВЕРЯЛОСЬ: {error}")


def _told(report: pytest.TestReport) -> StatusDetails:
    text = report.longreprtext
    return StatusDetails(message="\n".join(text.splitlines()[:3]), trace=text)


def _attach(kept: Kept) -> Attachment:
    name = f"{uuid.uuid4()}-attachment{kept.path.suffix}"
    allure_commons.plugin_manager.hook.report_attached_file(source=kept.path, file_name=name)
    return Attachment(name=_NAMES[kept.kind].format(kept.label), source=name, type=_TYPES[kept.kind])
