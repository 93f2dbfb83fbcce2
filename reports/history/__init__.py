"""The history of outcomes over many runs: a file that grows by a line a run, and a page made of it."""

from reports.history.file import FILE, Read, append, read
from reports.history.model import Night, night
from reports.history.notices import Notice
from reports.history.page import write

__all__ = ["FILE", "Night", "Notice", "Read", "append", "night", "read", "write"]
