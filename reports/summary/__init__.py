"""The summary of a run for machines: `summary.json`, whose shape is `reports/summary/schema.json`."""

from reports.summary.make import make
from reports.summary.model import FILE, Summary, SummaryError, load, save, schema

__all__ = ["FILE", "Summary", "SummaryError", "load", "make", "save", "schema"]
