"""A step on its way to a verdict: which sentence it proves, what it did, and what it has found so far."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from verifier.redaction.pages import Privacy
from verifier.screen.control import BoundControl, difference
from verifier.screen.sites import without_query
from verifier.screen.trouble import Likeness
from verifier.screen.windows import Windows
from verifier.text.model import Claim
from verifier.walk.evidence import Evidence
from verifier.walk.journal import Action, ActionKind, Entry, now
from verifier.walk.verdict import Verdict


class Proof:
    """The entry that a step writes, and the evidence for it."""

    def __init__(
        self, claim: Claim, entry: Entry, evidence: Evidence, windows: Windows, privacy: Privacy
    ) -> None:
        self.entry = entry
        self.evidence = evidence
        self._labels = claim.labels
        self._windows = windows
        self._privacy = privacy

    @property
    def has_looked(self) -> bool:
        """Say whether the step has done anything that could have failed."""
        return bool(self.entry.actions)

    def names(self, control: BoundControl) -> bool:
        """Say whether the sentence quotes the control's label."""
        return control.label in self._labels

    def drifts(self, control: BoundControl, likeness: Likeness) -> None:
        """Find that the sentence's words differ from the page's; nothing if the sentence does not quote them."""
        entry, documented = self.entry, f"{control} {control.place.where}"
        if not self.names(control) or documented in entry.expected:
            return
        shown, nearest = (self._privacy.text(text) for text in (likeness.label, str(likeness)))
        entry.verdict = Verdict.DRIFT
        entry.expected = _and(entry.expected, documented)
        how = difference(control.label, likeness.label)
        entry.observed = _and(entry.observed, f"вместо неё «{shown}»{f' ({how})' if how else ''}")
        entry.nearest = _and(entry.nearest, nearest)
        entry.remedy = "исправьте слова в инструкции или верните прежнюю подпись на странице"

    @contextmanager
    def acting(self, kind: ActionKind, label: str) -> Iterator[None]:
        """Note an action in the journal, with the window that it ended in and the time that it took."""
        began, started = now(), time.monotonic()
        try:
            yield
        finally:
            page = self._windows.current
            open_page = page if page is not None and not page.is_closed() else None
            self.entry.actions.append(
                Action(
                    kind,
                    self._privacy.text(label),
                    self._windows.number(open_page) if open_page else None,
                    without_query(open_page.url) if open_page else "",
                    began,
                    round((time.monotonic() - started) * 1000),
                )
            )


def _and(told: str, more: str) -> str:
    return f"{told}; {more}" if told else more
