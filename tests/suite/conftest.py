"""The suite's own tests: the runs that they start inside themselves leave no trace in the CI job around them."""

from __future__ import annotations

from tests.support.job import no_job_summary

__all__ = ["no_job_summary"]
