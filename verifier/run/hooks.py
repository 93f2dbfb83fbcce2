"""What the engine tells other plugins of a run: the hooks that it calls, and what it hands to them.

A plugin that makes something for readers implements those it needs, and the engine knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from verifier.run.outcomes import RunOutcomes
from verifier.text.model import Instruction
from verifier.walk.journal import Entry, Journal
from verifier.walk.survey import Survey
from verifier.walk.verdict import Verdict


@dataclass(frozen=True)
class StartedRun:
    """A run, or one worker's part of it, as it begins; `out` is the folder of its results."""

    name: str
    target: str
    instructions: tuple[Instruction, ...]
    """The texts that it claims to walk."""
    out: Path

    @property
    def folder(self) -> Path:
        """Where its journals are; a run without a walk leaves no such folder."""
        return self.out / "journals" / self.name


@dataclass(frozen=True)
class FinishedRun(StartedRun):
    """A run that has ended, with the journals of all its workers, oldest first, and what became of its tests."""

    journals: tuple[Journal, ...]
    outcomes: RunOutcomes


@dataclass(frozen=True)
class Kept:
    """A recording that is kept of a test, without secrets, and whose it is."""

    kind: Literal["trace", "har"]
    path: Path
    label: str


def pytest_verifier_started(config: pytest.Config, run: StartedRun) -> None:
    """Take note of a run that begins; called in each process, before the first test."""


def pytest_verifier_reported(
    item: pytest.Item,
    call: pytest.CallInfo[None],
    report: pytest.TestReport,
    verdicts: Sequence[Verdict],
    findings: Sequence[Entry],
    walks: Sequence[Journal],
    recordings: Sequence[Kept],
) -> None:
    """Take note of a test's set-up, call or teardown that has ended; called in the process that runs the test.

    `verdicts` are those of its failure, `findings` what a walk that failed has found. `walks` are the walks of this
    attempt at the test that count in the run's ledger, and `recordings` what is kept of its browsers: complete at
    the teardown. All other plugins have had the report; what is secret is taken out of it after this.
    """


def pytest_verifier_interrupted(
    item: pytest.Item, walks: Sequence[Journal], recordings: Sequence[Kept]
) -> None:
    """Take note of a test that is broken off, as by Ctrl-C; no report comes of what it was doing."""


def pytest_verifier_finished(config: pytest.Config, run: FinishedRun) -> None:
    """Tell of a run that has ended, also of one that failed or was broken off.

    Called once for all workers, by their controller, when the exit code is known; not where tests are only
    collected. The journals of earlier runs are removed after this.
    """


def pytest_verifier_surveyed(config: pytest.Config, survey: Survey, out: Path) -> None:
    """Take note of a survey that has ended; its pictures are in the folder `survey` of `out`."""


def pytest_verifier_unwritten(error: OSError) -> None:
    """Take note that something of what a run leaves could not be written; called in the process that tried."""
