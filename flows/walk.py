"""The walk: takes a student along a flow, step by step, over all windows of one browser context."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Literal, Protocol

from playwright.sync_api import BrowserContext, Error, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from flows.evidence import Evidence, Looked, Pictures
from flows.instruction import Instruction
from flows.journal import Entry, Journal
from flows.privacy import Privacy
from flows.steps import Flow, Step
from flows.student import Student
from flows.verdict import Verdict, judge, worst
from pages.chats_tab import ChatsTab
from pages.control import BoundControl, Control
from pages.diary_login import DiaryLogin
from pages.element import BoundElement
from pages.obstacles import complaints_on, obstacle_on
from pages.place import Place
from pages.sites import Sites, origin_of
from pages.trouble import Likeness, Mismatch, Trouble, unpressable
from pages.vk_id_form import VkIdForm
from pages.vk_messenger import VkMessenger
from pages.waiting import disappears
from pages.windows import Windows

PLACES = (DiaryLogin, ChatsTab, VkIdForm, VkMessenger)
Door = Literal["enter", "enter_sferum"]


class Record(Protocol):
    """The product's own record, for targets that let it be asked behind the browser's back."""

    def linked(self, student: Student) -> bool:
        """Say whether the record shows the student's VK account as linked to the diary."""


class WalkFailed(Exception):
    """A walk that is not green: `findings` are the entries that did not hold, `verdict` is the gravest."""

    def __init__(self, findings: list[Entry], journal: Journal) -> None:
        self.findings = findings
        self.journal = journal
        self.verdict = worst(entry.verdict for entry in findings)
        super().__init__("; ".join(f"{entry.claim}: {entry.verdict.in_words}" for entry in findings))


class Walk:
    """One student, one browser context, one journal.

    The verbs act, check, and note in the journal what was touched or seen; each raises `Trouble` when the page
    is not as expected. `patience_ms` is how long a verb waits for the page. `door` is the button by which the
    student enters VK Мессенджер. `narrate` is called with each entry as soon as its step has ended.
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
        self.student = student
        self.journal = journal
        self.windows = Windows(context, sites, patience_ms)
        self.diary_login = DiaryLogin(self.windows)
        self.chats_tab = ChatsTab(self.windows)
        self.vk_id_form = VkIdForm(self.windows)
        self.messenger = VkMessenger(self.windows)
        self.door: BoundControl = getattr(self.messenger, door)
        self._instruction = instruction
        self._record = record
        self._pictures: Pictures = pictures
        self._narrate = narrate
        self._privacy = Privacy(student.secrets)
        self._met: dict[Control, Likeness] = {}
        self._known = [control.label for place in self._places() for control in place.controls()]
        self._entry: Entry | None = None
        self._evidence: Evidence | None = None
        self._place: Place | None = None
        self._step_started = time.monotonic()

    def take(self, *flows: Flow) -> None:
        """Walk the flows, step by step, past drift and up to the first step that fails otherwise.

        Raises `WalkFailed` at the end unless every claim holds; what was not reached is in the journal as unproven.
        """
        entries: list[Entry] = []
        stopped = False
        for step in (step for flow in flows for step in flow.steps):
            entry = self._new_entry(step)
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

    def open(self, place: Place) -> None:
        """Enter the place's address in the current window, or in a first one."""
        page = self.windows.current
        if page is None or page.is_closed():
            page = self.windows.open()
        page.goto(place.address, wait_until="domcontentloaded")
        self.windows.check_served(page, f"открывается {place.address}")
        self._place = place

    def note_product(self, place: Place) -> None:
        """Note in the journal which version of the product the place belongs to, where it shows one."""
        self.journal.product = self._privacy.text(place.version())

    def reload(self, place: Place) -> None:
        """Reload the window that shows the place."""
        page = self._turn_to(place)
        page.reload(wait_until="domcontentloaded")
        self.windows.check_served(page, f"{place.name}: страница открывается снова")

    def at(self, place: Place) -> Page:
        """Find the window that shows the place, wait for it if need be, and go on in it."""
        page = self._turn_to(place)
        self._see(place, page)
        return page

    def left(self, place: Place) -> None:
        """Wait until no window shows the place any more."""
        place.await_gone()

    def press(self, control: BoundControl) -> None:
        """Press a documented control, by its label or by a clear likeness of it."""
        page = self._turn_to(control.place)
        locator = self._find(control)
        if self._evidence is not None:
            looked = Looked("pressed", control.label, locator)
            self._evidence.pressed(control.place, page, looked, named=self._quotes(control))
        self._click(locator, str(control))

    def choose(self, tab: BoundControl) -> None:
        """Press a tab and make sure that it is the chosen one afterwards."""
        page = self._turn_to(tab.place)
        before = page.url
        self.press(tab)
        chosen = self._find(tab).and_(
            page.locator('[aria-selected="true"], [aria-current]:not([aria-current="false"])')
        )
        if not self.windows.await_state(lambda: page.url != before or chosen.count() > 0):
            raise Mismatch(f"{tab} выбрана", "после нажатия ничего не изменилось")

    def fill_in(self, fields: Mapping[BoundElement, str], then: BoundElement | BoundControl) -> None:
        """Fill the fields of a form and send it by pressing `then`."""
        page = self._turn_to(then.place)
        filled = []
        for element, value in fields.items():
            locator = element.find()
            locator.fill(value, timeout=self.windows.patience_ms)
            filled.append(Looked("filled", str(element), locator))
        button = self._find(then) if isinstance(then, BoundControl) else then.find()
        if self._evidence is not None:
            self._evidence.filled(then.place, page, [*filled, Looked("pressed", str(then), button)])
        self._click(button, str(then))

    def see(self, *things: BoundControl | BoundElement) -> None:
        """Check that each is shown, alone of its kind."""
        for thing in things:
            page = self._turn_to(thing.place)
            locator = self._find(thing) if isinstance(thing, BoundControl) else thing.find()
            self._see(thing.place, page, Looked("seen", _label(thing), locator))

    def miss(self, *controls: BoundControl) -> None:
        """Check that none is shown. Something of the same window has to be seen first, or a blank page would do.

        Raises `RuntimeError` when the step has seen nothing there yet.
        """
        for control in controls:
            page = self._turn_to(control.place)
            if self._evidence is not None and not self._evidence.looks(control.place, page):
                raise RuntimeError(f"{control}: miss() needs a see() of the same place before it")
            shown = control.exactly(page)
            if likeness := self._met.get(control.control):
                shown = shown.or_(control.like(page, likeness))
            if not disappears(shown, self.windows.patience_ms):
                raise Mismatch(f"{control} {control.place.where} больше не показана", "она по-прежнему есть")
            self._see(control.place, page, Looked("absent", control.label))

    def check(self, holds: bool, expected: str, observed: str) -> None:
        """Check a fact that is no single thing on the page. Raises `Mismatch` when it does not hold."""
        if not holds:
            raise Mismatch(expected, observed)

    def check_record(self, *, linked: bool) -> None:
        """Check the product's own record of the link, where the target lets it be asked."""
        if self._record is None:
            self._note("собственную запись системы эта цель не показывает")
            return
        states = {True: "аккаунт VK привязан", False: "аккаунт VK не привязан"}
        found = self._record.linked(self.student)
        self.check(
            found == linked, f"в записях дневника {states[linked]}", f"в записях дневника {states[found]}"
        )

    @contextmanager
    def another_window(self) -> Iterator[None]:
        """Look aside in a new window of the same browser, close it at the end and return to the one before."""
        before = self.windows.current
        page = self.windows.open()
        try:
            with self.aside():
                yield
        finally:
            page.close()
            self.windows.current = before

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do something that serves the proof but is not what the sentence tells the reader to do or to see."""
        with self._evidence.aside() if self._evidence is not None else nullcontext():
            yield

    def forget_session(self, place: Place) -> None:
        """Leave the place and drop its site's cookies, as if the student came back on another day."""
        for page in self.windows.context.pages:
            if place.shows(page.url):
                # A page that is still alive would notice the end of its session and move on its own.
                page.goto("about:blank")
        host = re.escape(".".join(origin_of(place.address).rsplit("/", 1)[1].split(":")[0].split(".")[-2:]))
        self.windows.context.clear_cookies(domain=re.compile(rf"(^|\.){host}$"))

    def window_count(self) -> int:
        """Return how many windows are open."""
        return len(self.windows.context.pages)

    def _places(self) -> tuple[Place, ...]:
        return (self.diary_login, self.chats_tab, self.vk_id_form, self.messenger)

    def _private_regions(self, page: Page) -> tuple[str, ...]:
        """Return the private regions of what a window shows; of every place where nobody can tell."""
        places = self._places()
        shown = [place for place in places if place.shows(page.url)] or places
        return tuple(region for place in shown for region in place.private)

    def _prove(self, step: Step, entry: Entry) -> None:
        self._entry = entry
        self._evidence = Evidence(
            entry, self.journal, self.windows, self._privacy, self._pictures, self._private_regions
        )
        entry.verdict = Verdict.HOLDS
        started = time.monotonic()
        # What the step before has set off may go wrong only now.
        since, self._step_started = self._step_started, started
        try:
            step(self)
            self._evidence.finish()
        except (Trouble, Error) as error:
            self._fail(entry, error, since)
        except BaseException:
            entry.verdict = Verdict.UNPROVEN
            raise
        finally:
            entry.duration_ms = round((time.monotonic() - started) * 1000)
            self._entry = self._evidence = None

    def _fail(self, entry: Entry, error: Trouble | Error, since: float) -> None:
        outage = self.windows.outage_since(since)
        page = self.windows.current
        browser = self.windows.context.browser
        lives = browser is not None and browser.is_connected() and bool(self.windows.context.pages)
        verdict, trouble = judge(
            error,
            outage=outage.text if outage else None,
            obstacle=obstacle_on(page) if page is not None and lives else None,
            browser_lives=lives,
        )
        entry.verdict = verdict
        entry.expected = self._privacy.text(trouble.expected)
        entry.observed = self._privacy.text(trouble.observed)
        entry.nearest = self._privacy.text(str(trouble.nearest)) if trouble.nearest else ""
        entry.remedy = trouble.remedy
        told = [item.text for item in self.windows.incidents if item.at >= since]
        if page is not None and lives and not page.is_closed():
            told += [f"страница сообщает: {text}" for text in complaints_on(page)]
        entry.notes += [self._privacy.text(text) for text in dict.fromkeys(told) if text != trouble.observed]
        if self._evidence is not None and lives:
            self._evidence.fail(self._place)

    def _find(self, control: BoundControl) -> Locator:
        found = control.find(self._known, self._met.get(control.control))
        if found.likeness is not None:
            self._met[control.control] = found.likeness
            if self._quotes(control):
                self._drift(control, found.likeness)
        return found.locator

    def _click(self, locator: Locator, what: str) -> None:
        try:
            locator.click(timeout=self.windows.patience_ms)
        except PlaywrightTimeout as error:
            raise unpressable(what, error.message) from None

    def _drift(self, control: BoundControl, likeness: Likeness) -> None:
        entry = self._entry
        if entry is None or str(control) in entry.expected:
            return
        entry.verdict = Verdict.DRIFT
        entry.expected = "; ".join(filter(None, (entry.expected, f"{control} {control.place.where}")))
        entry.observed = "; ".join(
            filter(None, (entry.observed, f"вместо неё «{self._privacy.text(likeness.label)}»"))
        )
        entry.nearest = "; ".join(filter(None, (entry.nearest, self._privacy.text(str(likeness)))))
        entry.remedy = "исправьте слова в инструкции или верните прежнюю подпись на странице"

    def _quotes(self, control: BoundControl) -> bool:
        """Say whether the sentence that is being proven quotes the control's label."""
        return self._entry is not None and control.label in self._instruction.claim(self._entry.claim).labels

    def _turn_to(self, place: Place) -> Page:
        page = place.window()
        self._place = place
        return page

    def _see(self, place: Place, page: Page, *looked: Looked) -> None:
        if self._evidence is not None:
            self._evidence.sees(place, page, *looked)

    def _note(self, text: str) -> None:
        if self._entry is not None:
            self._entry.notes.append(text)

    def _new_entry(self, step: Step) -> Entry:
        claim = self._instruction.claim(step.claim)
        return Entry(claim.id, claim.sentence, claim.file, claim.line, step.place)


def _label(thing: BoundControl | BoundElement) -> str:
    return thing.label if isinstance(thing, BoundControl) else str(thing)
