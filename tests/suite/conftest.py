"""The suite's own tests: the runs that they start inside themselves leave no trace in the CI job around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.ledger.files import SUMMARY
from tests.support.reports_command import write_walk
from verifier.walk.verdict import Verdict


@pytest.fixture(autouse=True)
def _no_job_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no inner run write into the summary of the job that runs this suite."""
    monkeypatch.delenv(SUMMARY, raising=False)


@pytest.fixture
def green(tmp_path: Path) -> Path:
    """The results of a green run."""
    write_walk(tmp_path / "run" / "journals" / "one", "green")
    return tmp_path / "run"


@pytest.fixture
def red(tmp_path: Path) -> Path:
    """The results of a run that drifted."""
    drifted = (Verdict.UNPROVEN, Verdict.HOLDS, Verdict.DRIFT)
    write_walk(tmp_path / "red" / "journals" / "two", "red", drifted)
    return tmp_path / "red"
