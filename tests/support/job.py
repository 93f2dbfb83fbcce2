"""The CI job around the suite's own tests: the runs that they start inside themselves leave no trace in it."""

from __future__ import annotations

import pytest

from reports.ledger.files import SUMMARY


@pytest.fixture(autouse=True)
def no_job_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no inner run write into the summary of the job that runs this suite."""
    monkeypatch.delenv(SUMMARY, raising=False)
