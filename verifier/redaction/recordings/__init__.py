"""Taking what is secret out of recordings of a browser, so that they still open: Playwright's traces, and HAR files."""

from verifier.redaction.recordings.archive import ScrubError, learn, rewrite, scrub
from verifier.redaction.recordings.bodies import without_secrets

__all__ = ["ScrubError", "learn", "rewrite", "scrub", "without_secrets"]
