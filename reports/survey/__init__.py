"""A survey for its readers: the page, the same in Markdown, and what has moved since the one before."""

from __future__ import annotations

from reports.survey.files import Written, write
from reports.survey.words import headline

__all__ = ["Written", "headline", "write"]
