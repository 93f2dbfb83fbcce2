"""What has become of each test, gathered from the reports of all its attempts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from verifier.run.outcomes import Kind, Outcome
from verifier.walk.failure import in_short
from verifier.walk.verdict import Verdict

VERDICT = "verdict"
"""Under this name a failed test's report carries each verdict, as a user property."""
RERUN = "rerun"
"""The outcome of a report of an attempt that does not count, because the test is run again."""
QUARANTINED = "quarantined"
"""The outcome of a report of a failure that was expected; under this name it carries the entry of the quarantine."""


def verdicts_of(report: pytest.TestReport) -> list[Verdict]:
    """Return the verdicts that a report carries."""
    return [Verdict(str(value)) for name, value in report.user_properties if name == VERDICT]


@dataclass
class _Seen:
    outcomes: set[str] = field(default_factory=set)
    verdicts: list[str] = field(default_factory=list)
    passed: bool = False
    seconds: float = 0.0
    reruns: int = 0
    message: str = ""


class Tally:
    """The tests of a run; reports come from all workers."""

    def __init__(self) -> None:
        self._tests: dict[str, _Seen] = {}

    def add(self, report: pytest.TestReport) -> None:
        """Take note of a report."""
        seen = self._tests.setdefault(report.nodeid, _Seen())
        seen.seconds += report.duration
        seen.outcomes.add(str(report.outcome))
        seen.passed |= report.passed and report.when == "call"
        if report.outcome in ("failed", RERUN, QUARANTINED):
            seen.reruns += str(report.outcome) == RERUN and report.when != "teardown"
            seen.verdicts += [verdict.value for verdict in verdicts_of(report)]
            seen.message = in_short(report.longreprtext)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcome of each test, in the order in which they were met."""
        return tuple(
            Outcome(
                test=test,
                outcome=_kind(seen),
                verdicts=tuple(seen.verdicts),
                duration_ms=round(seen.seconds * 1000),
                attempts=seen.reruns + 1,
                message=seen.message,
            )
            for test, seen in self._tests.items()
        )

    @property
    def flaky(self) -> list[str]:
        """The tests that the environment had failed and that passed when they were run again."""
        return [one.test for one in self.outcomes if one.outcome == "flaky"]


def _kind(seen: _Seen) -> Kind:
    if "failed" in seen.outcomes:
        return "failed"
    if QUARANTINED in seen.outcomes:
        return "quarantined"
    if not seen.passed:
        return "skipped"
    return "flaky" if seen.reruns else "passed"
