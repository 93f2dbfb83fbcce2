"""What is reported: the results of a run that is green, and of one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports import making
from tests.support.job import no_job_summary
from tests.support.reports_command import write_walk
from verifier.walk.verdict import Verdict

__all__ = ["green", "kept", "no_job_summary", "red"]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test alone keeps the parts of reports."""
    monkeypatch.setattr(making, "KEPT", tmp_path / "kept")
    return making.KEPT


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
