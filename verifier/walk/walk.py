"""The walk: takes a person along a written text, step by step, and comes to a verdict on each claim."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from verifier.product import Product
from verifier.project import shown
from verifier.redaction.pages import Privacy
from verifier.redaction.secrets import Secrets
from verifier.screen.regions import Regions
from verifier.screen.sites import Sites
from verifier.screen.trouble import Trouble
from verifier.text.model import Instruction
from verifier.walk.companion import Companion
from verifier.walk.evidence import Evidence, Pictures
from verifier.walk.journal import Entry, Journal, now
from verifier.walk.judging import Judge
from verifier.walk.look_only import LookOnly
from verifier.walk.proof import Proof
from verifier.walk.steps import Step, StepError, registered
from verifier.walk.verdict import Verdict
from verifier.walk.visit import P
from verifier.walk.visitor import Visitor
from verifier.walk.wordings import Wordings
from verifier.whole import UnwrittenError


class WalkFailed(Exception):
    """A walk that is not green; `findings` are the entries that did not hold.

    `unwritten` is why the walk ended, where its journal or a picture could not be written.
    """

    def __init__(
        self, findings: list[Entry], journal: Journal, unwritten: UnwrittenError | None = None
    ) -> None:
        self.findings = findings
        self.journal = journal
        self.unwritten = unwritten
        told = [f"{entry.claim}: {entry.verdict.in_words}" for entry in findings]
        super().__init__("; ".join([*told, *([str(unwritten)] if unwritten else [])]))

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdict of each finding, and what the run could not tell because of the disk."""
        found = [entry.verdict for entry in self.findings]
        return [*found, Verdict.ENVIRONMENT] if self.unwritten else found


class OutOfTime(BaseException):
    """The time for a whole test is over: no check may take that for its own failure.

    `findings` has the sentence that was under way, none where no step was.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.findings: list[Entry] = []
        self.journal: Journal | None = None

    def meet(self, entry: Entry, journal: Journal) -> None:
        """Make the sentence that was under way a finding: the run could not tell."""
        entry.verdict = Verdict.ENVIRONMENT
        entry.expected = "проверка укладывается в отведённое ей время"
        entry.observed = f"время вышло посреди этого предложения: {self}"
        entry.remedy = _SPEED_UP
        self.findings, self.journal = [entry], journal


class Walk(Visitor[P]):
    """One person, one browser context, one journal.

    `patience_ms` is how long an action or a check waits for the page. `original` is the product's first text, where
    this one is another edition of it. `narrate` is called with each entry as soon as its step has ended. `known_to`
    is told of everything private that the walk comes to know; where a browser's traffic is `recorded`, the walk
    reads every window at the end of each step for it. `leaves` is called with what the walk is about to make and
    nobody can take away again. `look_only` is why the walk may change nothing, empty where it may: it then leaves
    out, as unproven, each step that would. `new_context` makes the browser context in which it goes on where a
    section that needs no other follows a broken one; without it a broken sentence ends the walk. `companion` goes
    along. Pictures show all that is no password and no code where the person `is_invented`.
    """

    def __init__(
        self,
        context: BrowserContext,
        product: Product,
        sites: Sites,
        person: P,
        instruction: Instruction,
        journal: Journal,
        *,
        patience_ms: float,
        original: Instruction | None = None,
        record: Any = None,
        pictures: Pictures = "only-on-failure",
        narrate: Callable[[Entry], None] | None = None,
        known_to: Secrets | None = None,
        recorded: bool = False,
        leaves: Callable[[str], None] | None = None,
        look_only: str = "",
        new_context: Callable[[], BrowserContext] | None = None,
        companion: Companion | None = None,
        is_invented: bool = False,
    ) -> None:
        public = [claim.sentence for claim in instruction.claims]
        super().__init__(
            context,
            product,
            sites,
            person,
            Wordings(instruction, product.controls, original),
            patience_ms=patience_ms,
            record=record,
            privacy=Privacy(
                person.secrets,
                known_to=known_to,
                public=public,
                withheld=person.withheld if is_invented else None,
            ),
        )
        self.journal = journal
        self._instruction = instruction
        self._pictures: Pictures = pictures
        self._narrate = narrate
        self._recorded = recorded
        self._leaves = leaves
        self._new_context = new_context
        self._companion = companion or Companion()
        look_only = look_only or self._companion.look_only
        self._look_only = LookOnly(look_only, product) if look_only else None
        self._judge = Judge(self.windows, product.obstacles)
        self._step_started = time.monotonic()
        self._unwritten: UnwrittenError | None = None

    def take(self, *sections: str) -> None:
        """Walk the text from its first sentence to its last, or only the sections of these ids, in the text's order.

        It goes on past drift. A broken sentence ends its section, and the walk goes on, in a browser that knows nobody,
        with the next section that needs no other; any other failure, and a sentence of which nothing is kept, ends the
        walk. Raises `WalkFailed` at the end unless every claim holds; what was not reached is in the journal as
        unproven. Raises `StepError` for a section that the text has not, and for a step that proves nothing.
        """
        steps = registered(self.product.package)
        known = [section.id for section in self._instruction.sections if section.id]
        for one in sections:
            if one not in known:
                raise StepError(
                    f"{self._instruction.file}: раздела «{one}» нет; есть {', '.join(known)}; исправьте имя в тесте"
                )
        chosen = [self._instruction.section(one) for one in sections] or self._instruction.sections
        ordered = [section for section in self._instruction.sections if section in chosen]
        self.take_steps([steps[claim.id] for section in ordered for claim in section.claims])

    def take_steps(self, steps: Sequence[Step]) -> None:
        """Take some steps one after another, as `take` does."""
        entries: list[Entry] = []
        stopped = False
        fresh = {
            section.claims[0].id
            for section in self._instruction.sections
            if section.is_fresh and section.claims
        }
        at = 0
        while at < len(steps):
            step = steps[at]
            entry, left_out = self._entry(step.claim, step.place), self._companion.leaves_out(step)
            may_resume = stopped and not left_out and step.claim in fresh
            if may_resume and self._new_context and self._may_begin_afresh(entries):
                self._begin_afresh(self._new_context())
                stopped = False
            if not stopped:
                entry.spared = left_out or self._spared(step, entry)
                if self._companion.goes_back():
                    entries.pop()
                    self.journal.entries.pop()
                    at -= 1
                    continue
            try:
                while not stopped and not entry.spared:
                    with self._proving(entry, whole=True):
                        step(self)
                    if not (why := self._companion.repeats(self, step, entry)):
                        stopped = entry.verdict not in (Verdict.HOLDS, Verdict.DRIFT)
                        break
                    entry = self._entry(step.claim, step.place)
                    entry.notes.append(why)
                if not stopped and not entry.spared:
                    entry = self._as_counted(step, entry)
            finally:
                entries.append(entry)
                self._close(entry, quiet=self._companion.is_quiet(step, entry))
            stopped = stopped or self._unwritten is not None
            at += 1
        self._companion.ends(self)
        self._conclude(entries)

    def _spared(self, step: Step, entry: Entry) -> str:
        why = self._look_only.reason(step, lambda state: state.glance(self)) if self._look_only else ""
        width = self.windows.width() if step.from_width and not why else None
        if width is not None and width < step.from_width:
            entry.fits = False
            return f"так только в окне шириной от {step.from_width} пикселей, а здесь {width}"
        return why or self._companion.refuses(self, step, entry)

    def _as_counted(self, step: Step, taken: Entry) -> Entry:
        """Return the entry of a step that holds; one that only prepares for others proves nothing."""
        if not (why := self._companion.only_prepares(step)):
            return taken
        entry = self._entry(step.claim, step.place)
        drift = f"{taken.expected}, на деле: {taken.observed}" if taken.verdict is Verdict.DRIFT else ""
        entry.spared = f"{why}; слова при этом разошлись: {drift}" if drift else why
        return entry

    def _may_begin_afresh(self, entries: Sequence[Entry]) -> bool:
        """Say whether what ended the walk is a broken sentence, and no more than that."""
        reached = (entry.verdict for entry in reversed(entries) if entry.verdict is not Verdict.UNPROVEN)
        return self._unwritten is None and next(reached, None) is Verdict.BROKEN

    @contextmanager
    def proving(self, claim_id: str) -> Iterator[None]:
        """Let the block prove a claim in a way of its own, as a step does in the documented way.

        What of the sentence's words it does not meet is left to the documented way. Raises `WalkFailed` unless the
        claim holds, `StepError` when the block looked at nothing, and `KeyError` when the text has no such claim.
        """
        entry = self._entry(claim_id, _place_of_caller())
        try:
            with self._proving(entry, whole=False):
                yield
        finally:
            self._close(entry)
        self._conclude([entry])

    def note_product(self) -> None:
        """Note in the journal which version of the product the current place belongs to, where it shows one."""
        if self._place is not None:
            self.journal.product = self.privacy.text(self._place.version())

    def leave_behind(self, what: str) -> None:
        """Say, before something is made that nobody can take away again, what it is: whoever can will look for it."""
        self.privacy.tell([what])
        if self._leaves is not None:
            self._leaves(what)

    def _entry(self, claim_id: str, step: str) -> Entry:
        claim = self._instruction.claim(claim_id)
        return Entry(claim.id, claim.sentence, claim.file, claim.line, step)

    def _close(self, entry: Entry, *, quiet: bool = False) -> None:
        if self._recorded:
            self._learn()
        self.journal.entries.append(entry)
        try:
            self.journal.save()  # first: what is told is kept, however soon after the run is stopped
        except UnwrittenError as error:
            self._unwritten = self._unwritten or error
        if self._narrate is not None and not quiet:
            self._narrate(entry)

    def _conclude(self, entries: list[Entry]) -> None:
        findings = [entry for entry in entries if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN)]
        if findings or self._unwritten is not None:
            raise WalkFailed(findings, self.journal, self._unwritten)

    @contextmanager
    def _proving(self, entry: Entry, *, whole: bool) -> Iterator[None]:
        claim = self._instruction.claim(entry.claim)
        evidence = Evidence(entry, self.journal, self.windows, self.privacy, self._pictures, self.regions)
        self._proof = proof = Proof(
            claim,
            entry,
            evidence,
            self.windows,
            self.privacy,
            self._wordings,
            self.product.opposites,
        )
        started = time.monotonic()
        entry.started = now()
        self.windows.questions.forget()
        self.windows.remarks.clear()
        # What the step before has set off may go wrong only now.
        since, self._step_started = self._step_started, started
        try:
            yield
            self.windows.check_kept(since)
            if not proof.has_looked:
                raise StepError(
                    f"{entry.step}: шаг ничего не проверил, значит, ничего и не доказал; пусть он увидит то, "
                    "о чём говорит предложение"
                )
            proof.settle(whole=whole)
            evidence.finish()
            for check in proof.at_the_end:
                check()
            evidence.save()
            if entry.verdict is Verdict.UNPROVEN:
                entry.verdict = Verdict.HOLDS
        except (Trouble, Error) as error:
            self._fail(entry, evidence, error, since)
        except OutOfTime as end:
            end.meet(entry, self.journal)
            raise
        except UnwrittenError as error:  # it has come to no verdict
            self._note_unwritten(entry, error)
        finally:
            try:
                evidence.save()
            except UnwrittenError as error:
                self._note_unwritten(entry, error)
            proof.note(*self.windows.questions.told(), *self.windows.remarks)
            entry.duration_ms = round((time.monotonic() - started) * 1000)
            self._proof = None

    def _fail(self, entry: Entry, evidence: Evidence, error: Trouble | Error, since: float) -> None:
        found = self._judge.of(error, since)
        trouble = found.trouble
        entry.verdict = found.verdict
        entry.expected = self.privacy.text(trouble.expected)
        entry.observed = self.privacy.text(trouble.observed)
        entry.nearest = self.privacy.text(str(trouble.nearest)) if trouble.nearest else ""
        entry.remedy = trouble.remedy or self.windows.questions.remedy()
        told = [self.privacy.text(text) for text in found.told if text != trouble.observed]
        entry.notes += [text for text in dict.fromkeys(told) if text not in entry.notes]
        if found.browser_lives and self.windows.current in self.windows.that_answer():
            evidence.fail(self._place)

    def _note_unwritten(self, entry: Entry, error: UnwrittenError) -> None:
        self._unwritten = self._unwritten or error
        if (told := f"картинка не записана: {error.strerror}") not in entry.notes:
            entry.notes.append(told)

    def _turn_over(self) -> None:
        self._companion.turns_over(self)
        super()._turn_over()

    def _learn(self) -> None:
        for page in self.windows.that_answer():
            with contextlib.suppress(Error):  # a window that has gone shows nothing any more
                self.privacy.learn(page, self.regions(page))

    def regions(self, page: Page) -> Regions:
        """Return the private regions of what a window shows; those of every place, whole, where nobody can tell."""
        urls = [frame.url for frame in page.frames]
        shown = [place for place in self.places if any(map(place.shows, urls))]
        return Regions(
            tuple(region for place in shown or self.places for region in place.private),
            tuple(part for place in shown for part in place.public),
        )


_SPEED_UP = (
    "посмотрите, что шло медленно: система, сеть или эта машина; если так всегда, увеличьте test_s цели или "
    "--timeout"
)


def _place_of_caller() -> str:
    """Return `file:line` of the scenario that asks for a proof, relative to the project where it is below it."""
    ours = (__file__, contextlib.__file__)
    frame = next(frame for frame, _ in traceback.walk_stack(None) if frame.f_code.co_filename not in ours)
    path = Path(frame.f_code.co_filename)
    return f"{shown(path)}:{frame.f_lineno}"
