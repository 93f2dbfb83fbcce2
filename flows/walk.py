"""The walk: takes a student along the flows, step by step, and comes to a verdict on each claim."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Error, Page

from flows.evidence import Evidence, Pictures
from flows.instruction import Instruction
from flows.journal import Entry, Journal
from flows.proof import Proof
from flows.steps import Flow, Step, StepError
from flows.student import Student
from flows.verbs import Door, Record, Verbs
from flows.verdict import Verdict, judge
from pages.obstacles import complaints_on, obstacle_on
from pages.sites import Sites
from pages.trouble import Trouble


class WalkFailed(Exception):
    """A walk that is not green; `findings` are the entries that did not hold."""

    def __init__(self, findings: list[Entry], journal: Journal) -> None:
        self.findings = findings
        self.journal = journal
        super().__init__("; ".join(f"{entry.claim}: {entry.verdict.in_words}" for entry in findings))

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdict of each finding."""
        return [entry.verdict for entry in self.findings]


class Walk(Verbs):
    """One student, one browser context, one journal.

    `patience_ms` is how long a verb waits for the page. `door` is the button by which the student enters VK
    Мессенджер. `narrate` is called with each entry as soon as its step has ended.
    """

    def __init__(
        self,
        context: BrowserContext,
        sites: Sites,
        student: Student,
        instruction: Instruction,
        journal: Journal,
        *,
        patience_ms: float,
        record: Record | None = None,
        pictures: Pictures = "only-on-failure",
        door: Door = "enter",
        narrate: Callable[[Entry], None] | None = None,
    ) -> None:
        super().__init__(context, sites, student, patience_ms=patience_ms, record=record, door=door)
        self.journal = journal
        self._instruction = instruction
        self._pictures: Pictures = pictures
        self._narrate = narrate
        self._step_started = time.monotonic()

    def take(self, *flows: Flow) -> None:
        """Walk the flows, step by step, past drift and up to the first step that fails otherwise.

        Raises `WalkFailed` at the end unless every claim holds; what was not reached is in the journal as
        unproven. Raises `StepError` for a step that looked at nothing: it would hold whatever the product does.
        """
        entries: list[Entry] = []
        stopped = False
        for step in (step for flow in flows for step in flow.steps):
            claim = self._instruction.claim(step.claim)
            entry = Entry(claim.id, claim.sentence, claim.file, claim.line, step.place)
            if not stopped:
                self._prove(step, entry)
                stopped = entry.verdict not in (Verdict.HOLDS, Verdict.DRIFT)
            entries.append(entry)
            self.journal.entries.append(entry)
            self.journal.save()
            if self._narrate is not None:
                self._narrate(entry)
        findings = [entry for entry in entries if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN)]
        if findings:
            raise WalkFailed(findings, self.journal)

    def note_product(self) -> None:
        """Note in the journal which version of the product the current place belongs to, where it shows one."""
        if self._place is not None:
            self.journal.product = self.privacy.text(self._place.version())

    def _prove(self, step: Step, entry: Entry) -> None:
        claim = self._instruction.claim(step.claim)
        evidence = Evidence(
            entry, self.journal, self.windows, self.privacy, self._pictures, self._private_regions
        )
        self._proof = proof = Proof(claim, entry, evidence, self.windows, self.privacy)
        started = time.monotonic()
        # What the step before has set off may go wrong only now.
        since, self._step_started = self._step_started, started
        try:
            step(self)
            if not proof.has_looked:
                raise StepError(f"{step.place}: the step looked at nothing, so it proves nothing")
            evidence.finish()
            if entry.verdict is Verdict.UNPROVEN:
                entry.verdict = Verdict.HOLDS
        except (Trouble, Error) as error:
            self._fail(entry, evidence, error, since)
        finally:
            entry.duration_ms = round((time.monotonic() - started) * 1000)
            self._proof = None

    def _fail(self, entry: Entry, evidence: Evidence, error: Trouble | Error, since: float) -> None:
        lives = self.windows.live()
        obstacle, complaints = self._listen() if lives else (None, [])
        outage = self.windows.outage_since(since)
        verdict, trouble = judge(
            error, outage=outage.text if outage else None, obstacle=obstacle, browser_lives=lives
        )
        entry.verdict = verdict
        entry.expected = self.privacy.text(trouble.expected)
        entry.observed = self.privacy.text(trouble.observed)
        entry.nearest = self.privacy.text(str(trouble.nearest)) if trouble.nearest else ""
        entry.remedy = trouble.remedy
        told = [item.text for item in self.windows.incidents if item.at >= since]
        told += [f"страница сообщает: {text}" for text in complaints]
        entry.notes += [self.privacy.text(text) for text in dict.fromkeys(told) if text != trouble.observed]
        if lives:
            evidence.fail(self._place)

    def _listen(self) -> tuple[tuple[str, str] | None, list[str]]:
        """Return what stands in the way in the current window, if anything known does, and what it complains of."""
        page = self.windows.current
        if page is None or page.is_closed():
            return None, []
        try:
            return obstacle_on(page), complaints_on(page)
        except Error:  # a page that has crashed says nothing more; why the step failed is known without it
            return None, []

    def _private_regions(self, page: Page) -> tuple[str, ...]:
        """Return the private regions of what a window shows; of every place where nobody can tell."""
        shown = [place for place in self.places if place.shows(page.url)] or self.places
        return tuple(region for place in shown for region in place.private)
