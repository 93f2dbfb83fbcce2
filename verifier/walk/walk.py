"""The walk: takes a student along the flows, step by step, and comes to a verdict on each claim."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

from flows.diary_chats.student import Student
from verifier.project import ROOT
from verifier.redaction.pages import Privacy
from verifier.redaction.secrets import Secrets
from verifier.screen.obstacles import Obstacle, complaints_on, obstacle_on
from verifier.screen.sites import Sites
from verifier.screen.trouble import Trouble
from verifier.text.model import Instruction
from verifier.walk.evidence import Evidence, Pictures
from verifier.walk.journal import Entry, Journal, now
from verifier.walk.look_only import Sparing
from verifier.walk.proof import Proof
from verifier.walk.steps import Flow, StepError
from verifier.walk.unusual import Habits
from verifier.walk.verdict import Verdict, judge
from verifier.walk.visit import Door, Record


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


class Walk(Habits):
    """One student, one browser context, one journal.

    `patience_ms` is how long a verb waits for the page. `door` is the button by which the student enters VK
    Мессенджер. `narrate` is called with each entry as soon as its step has ended. `known_to` is told of everything
    private that the walk comes to know; where a browser's traffic is `recorded`, the walk reads every window at the
    end of each step for it. `leaves_chat` is called with the title of a chat that the walk is about to make: it
    stays in the messenger. `look_only` is why the walk may change nothing, empty where it may: it then leaves out,
    as unproven, each step that would.
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
        known_to: Secrets | None = None,
        recorded: bool = False,
        leaves_chat: Callable[[str], None] | None = None,
        look_only: str = "",
    ) -> None:
        public = [claim.sentence for claim in instruction.claims]
        privacy = Privacy(student.secrets, known_to=known_to, public=public)
        super().__init__(
            context, sites, student, patience_ms=patience_ms, record=record, door=door, privacy=privacy
        )
        self.journal = journal
        self._instruction = instruction
        self._pictures: Pictures = pictures
        self._narrate = narrate
        self._recorded = recorded
        self._leaves_chat = leaves_chat
        self._sparing = Sparing(look_only) if look_only else None
        self._step_started = time.monotonic()

    def take(self, *flows: Flow) -> None:
        """Walk the flows, step by step, past drift and up to the first step that fails otherwise.

        Raises `WalkFailed` at the end unless every claim holds; what was not reached is in the journal as
        unproven. Raises `StepError` for a step that looked at nothing: it would hold whatever the product does.
        """
        entries: list[Entry] = []
        stopped = False
        for step in (step for flow in flows for step in flow.steps):
            entry = self._entry(step.claim, step.place)
            if not stopped and self._sparing is not None:
                entry.spared = self._sparing.reason(step, lambda: self.chats_tab.is_linked(self._known))
            if not stopped and not entry.spared:
                with self._proving(entry):
                    step(self)
                stopped = entry.verdict not in (Verdict.HOLDS, Verdict.DRIFT)
            entries.append(entry)
            self._close(entry)
        self._judge(entries)

    @contextmanager
    def proving(self, claim_id: str) -> Iterator[None]:
        """Let the block prove a claim in a way of its own, as a step does in the documented way.

        Raises `WalkFailed` unless the claim holds, `StepError` when the block looked at nothing, and `KeyError`
        when the instruction has no such claim.
        """
        entry = self._entry(claim_id, _place_of_caller())
        try:
            with self._proving(entry):
                yield
        finally:
            self._close(entry)
        self._judge([entry])

    def note_product(self) -> None:
        """Note in the journal which version of the product the current place belongs to, where it shows one."""
        if self._place is not None:
            self.journal.product = self.privacy.text(self._place.version())

    def tell_of_chat(self, title: str) -> None:
        """Say, before a chat is made, that it will stay behind in the messenger."""
        if self._leaves_chat is not None:
            self._leaves_chat(title)

    def _entry(self, claim_id: str, step: str) -> Entry:
        claim = self._instruction.claim(claim_id)
        return Entry(claim.id, claim.sentence, claim.file, claim.line, step)

    def _close(self, entry: Entry) -> None:
        if self._recorded:
            self._learn()
        self.journal.entries.append(entry)
        self.journal.save()
        if self._narrate is not None:
            self._narrate(entry)

    def _judge(self, entries: list[Entry]) -> None:
        findings = [entry for entry in entries if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN)]
        if findings:
            raise WalkFailed(findings, self.journal)

    @contextmanager
    def _proving(self, entry: Entry) -> Iterator[None]:
        claim = self._instruction.claim(entry.claim)
        evidence = Evidence(
            entry, self.journal, self.windows, self.privacy, self._pictures, self._private_regions
        )
        self._proof = proof = Proof(claim, entry, evidence, self.windows, self.privacy)
        started = time.monotonic()
        entry.started = now()
        # What the step before has set off may go wrong only now.
        since, self._step_started = self._step_started, started
        try:
            yield
            if not proof.has_looked:
                raise StepError(f"{entry.step}: the step looked at nothing, so it proves nothing")
            evidence.finish()
            if entry.verdict is Verdict.UNPROVEN:
                entry.verdict = Verdict.HOLDS
        except (Trouble, Error) as error:
            self._fail(entry, evidence, error, since)
        finally:
            entry.duration_ms = round((time.monotonic() - started) * 1000)
            self._proof = None

    def _fail(self, entry: Entry, evidence: Evidence, error: Trouble | Error, since: float) -> None:
        network = self.windows.network
        unanswered = network.unanswered_since(since, self.windows.patience_ms / 1000)
        outage = network.outage_since(since) or unanswered
        lives = self.windows.live()
        obstacle, complaints = self._listen(since) if lives else (None, [])
        verdict, trouble = judge(error, outage=outage, obstacle=obstacle, browser_lives=lives)
        entry.verdict = verdict
        entry.expected = self.privacy.text(trouble.expected)
        entry.observed = self.privacy.text(trouble.observed)
        entry.nearest = self.privacy.text(str(trouble.nearest)) if trouble.nearest else ""
        entry.remedy = trouble.remedy
        told = [item.text for item in network.incidents if item.at >= since]
        told += [f"страница сообщает: {text}" for text in complaints]
        entry.notes += [self.privacy.text(text) for text in dict.fromkeys(told) if text != trouble.observed]
        if lives and self.windows.current in self.windows.that_answer():
            evidence.fail(self._place)

    def _listen(self, since: float) -> tuple[Obstacle | None, list[str]]:
        """Return what stands in the way in some window, if anything does, and what the current one complains of."""
        obstacle, complaints = None, list[str]()
        failed = self.windows.network.fault_since(since)
        for page in self.windows.that_answer():
            if self.windows.network.awaits_page(page):
                continue
            try:
                obstacle = obstacle or obstacle_on(page, server_failed=failed)
                if page is self.windows.current:
                    complaints = complaints_on(page)
            except (
                Error
            ):  # a page that has crashed says nothing more; why the step failed is known without it
                continue
        return obstacle, complaints

    def _learn(self) -> None:
        for page in self.windows.that_answer():
            with contextlib.suppress(Error):  # a window that has gone shows nothing any more
                self.privacy.learn(page, self._private_regions(page))

    def _private_regions(self, page: Page) -> tuple[str, ...]:
        """Return the private regions of what a window shows; of every place where nobody can tell."""
        shown = [place for place in self.places if place.shows(page.url)] or self.places
        return tuple(region for place in shown for region in place.private)


def _place_of_caller() -> str:
    """Return `file:line` of the scenario that asks for a proof, relative to the project where it is below it."""
    ours = (__file__, contextlib.__file__)
    frame = next(frame for frame, _ in traceback.walk_stack(None) if frame.f_code.co_filename not in ours)
    path = Path(frame.f_code.co_filename)
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{frame.f_lineno}"
