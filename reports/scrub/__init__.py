"""Taking what is secret out of recordings of a browser, so that they still open: Playwright's traces, and HAR files."""

from reports.scrub.archive import ScrubError, learn, rewrite, scrub
from reports.scrub.bodies import without_secrets

__all__ = ["ScrubError", "learn", "rewrite", "scrub", "without_secrets"]
