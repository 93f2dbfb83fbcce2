"""The verbs of a walk: what a student does on a page, and what is noted of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Literal, Protocol

from playwright.sync_api import BrowserContext, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from flows.evidence import Looked
from flows.journal import ActionKind
from flows.privacy import Privacy
from flows.proof import Proof
from flows.student import Student
from pages.chats_tab import ChatsTab
from pages.control import BoundControl, Control, says_chosen
from pages.diary_login import DiaryLogin
from pages.element import BoundElement
from pages.place import Place
from pages.sites import Sites, origin_of
from pages.trouble import Likeness, Mismatch, Unavailable, unpressable
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


class Verbs:
    """What a student can do, and see, in one browser context.

    Each verb raises `Trouble` when the page is not as expected, and is noted in the proof of the step that is
    being taken, if there is one.
    """

    def __init__(
        self,
        context: BrowserContext,
        sites: Sites,
        student: Student,
        *,
        patience_ms: float,
        record: Record | None = None,
        door: Door = "enter",
    ) -> None:
        self.student = student
        self.windows = Windows(context, sites, patience_ms)
        self.diary_login = DiaryLogin(self.windows)
        self.chats_tab = ChatsTab(self.windows)
        self.vk_id_form = VkIdForm(self.windows)
        self.messenger = VkMessenger(self.windows)
        self.places: tuple[Place, ...] = (self.diary_login, self.chats_tab, self.vk_id_form, self.messenger)
        self.door: BoundControl = getattr(self.messenger, door)
        self.privacy = Privacy(student.secrets)
        self._record = record
        self._met: dict[Control, Likeness] = {}
        self._known = [control.label for place in self.places for control in place.controls()]
        self._place: Place | None = None
        self._proof: Proof | None = None

    def open(self, place: Place) -> None:
        """Enter the place's address in the current window, or in a first one."""
        with self._acting("open", place.name):
            page = self.windows.current
            if page is None or page.is_closed():
                page = self.windows.open()
            try:
                page.goto(place.address, wait_until="domcontentloaded")
            except PlaywrightTimeout:
                raise self._unanswered(place.address) from None
            self.windows.check_served(page, f"открывается {place.address}")
            self._place = place

    def reload(self, place: Place) -> None:
        """Reload the window that shows the place."""
        with self._acting("reload", place.name):
            page = self._turn_to(place)
            try:
                page.reload(wait_until="domcontentloaded")
            except PlaywrightTimeout:
                raise self._unanswered(place.name) from None
            self.windows.check_served(page, f"{place.name}: страница открывается снова")

    def at(self, place: Place) -> Page:
        """Find the window that shows the place, wait for it if need be, and go on in it."""
        with self._acting("find", place.name):
            page = self._turn_to(place)
            self._sees(place, page)
            return page

    def left(self, place: Place) -> None:
        """Wait until no window shows the place any more."""
        with self._acting("leave", place.name):
            place.await_gone()

    def press(self, control: BoundControl) -> None:
        """Press a documented control, by its label or by a clear likeness of it."""
        with self._acting("press", str(control)):
            page = self._turn_to(control.place)
            locator = self._find(control)
            if self._proof is not None:
                looked = Looked("pressed", control.label, locator)
                named = self._proof.names(control)
                self._proof.evidence.pressed(control.place, page, looked, named=named)
            self._click(locator, str(control))

    def choose(self, tab: BoundControl) -> None:
        """Press a tab and make sure that it is the chosen one afterwards.

        A page that says which of its tabs is chosen has to say so of this one; elsewhere the address has to change.
        """
        with self._acting("choose", str(tab)):
            page = self._turn_to(tab.place)
            before = page.url
            self.press(tab)
            pressed = self._find(tab)

            def chosen() -> bool:
                told = says_chosen(pressed)
                return page.url != before if told is None else told

            if not self.windows.await_state(chosen):
                raise Mismatch(f"{tab} выбрана", "после нажатия ничего не изменилось")

    def fill_in(self, fields: Mapping[BoundElement, str], then: BoundElement | BoundControl) -> None:
        """Fill the fields of a form and send it by pressing `then`."""
        with self._acting("fill", ", ".join(map(str, fields))):
            page = self._turn_to(then.place)
            filled = []
            for element, value in fields.items():
                locator = element.find()
                locator.fill(value, timeout=self.windows.patience_ms)
                filled.append(Looked("filled", str(element), locator))
            button = self._find(then) if isinstance(then, BoundControl) else then.find()
            if self._proof is not None:
                looked = [*filled, Looked("pressed", str(then), button)]
                self._proof.evidence.filled(then.place, page, looked)
            self._click(button, str(then))

    def see(self, *things: BoundControl | BoundElement) -> None:
        """Check that each is shown, alone of its kind."""
        for thing in things:
            with self._acting("see", str(thing)):
                page = self._turn_to(thing.place)
                locator = self._find(thing) if isinstance(thing, BoundControl) else thing.find()
                label = thing.label if isinstance(thing, BoundControl) else str(thing)
                self._sees(thing.place, page, Looked("seen", label, locator))

    def miss(self, *controls: BoundControl) -> None:
        """Check that none is shown. Something of the same window has to be seen first, or a blank page would do.

        Raises `RuntimeError` when the step has seen nothing there yet.
        """
        for control in controls:
            with self._acting("miss", str(control)):
                page = self._turn_to(control.place)
                if self._proof is not None and not self._proof.evidence.looks(control.place, page):
                    raise RuntimeError(f"{control}: miss() needs a see() of the same place before it")
                shown = control.exactly(page)
                if likeness := self._met.get(control.control):
                    shown = shown.or_(control.like(page, likeness))
                if not disappears(shown, self.windows.patience_ms):
                    raise Mismatch(
                        f"{control} {control.place.where} больше не показана", "она по-прежнему есть"
                    )
                self._sees(control.place, page, Looked("absent", control.label))

    def check(self, holds: bool, expected: str, observed: str) -> None:
        """Check a fact that is no single thing on the page. Raises `Mismatch` when it does not hold."""
        with self._acting("check", expected):
            if not holds:
                raise Mismatch(expected, observed)

    def check_record(self, *, linked: bool) -> None:
        """Check the product's own record of the link, where the target lets it be asked."""
        if self._record is None:
            if self._proof is not None:
                self._proof.entry.notes.append("собственную запись системы эта цель не показывает")
            return
        said = {
            True: "в записях дневника аккаунт VK привязан",
            False: "в записях дневника аккаунт VK не привязан",
        }
        found = self._record.linked(self.student)
        self.check(found == linked, said[linked], said[found])

    @contextmanager
    def another_window(self) -> Iterator[None]:
        """Look aside in a new window of the same browser, close it at the end and return to the one before."""
        before = self.windows.current
        page = self.windows.open(aside=True)
        try:
            with self.aside():
                yield
        finally:
            page.close()
            self.windows.current = before

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do something that serves the proof but is not what the sentence tells the reader to do or to see."""
        with self._proof.evidence.aside() if self._proof is not None else nullcontext():
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

    @contextmanager
    def _acting(self, kind: ActionKind, label: str) -> Iterator[None]:
        with self._proof.acting(kind, label) if self._proof is not None else nullcontext():
            yield

    def _find(self, control: BoundControl) -> Locator:
        found = control.find(self._known, self._met.get(control.control))
        if found.likeness is not None:
            self._met[control.control] = found.likeness
            if self._proof is not None:
                self._proof.drifts(control, found.likeness)
        return found.locator

    def _click(self, locator: Locator, what: str) -> None:
        try:
            locator.click(timeout=self.windows.patience_ms)
        except PlaywrightTimeout as error:
            raise unpressable(what, error.message) from None

    def _turn_to(self, place: Place) -> Page:
        page = place.window()
        self._place = place
        return page

    def _sees(self, place: Place, page: Page, *looked: Looked) -> None:
        if self._proof is not None:
            self._proof.evidence.sees(place, page, *looked)

    def _unanswered(self, what: str) -> Unavailable:
        waited = f"{self.windows.patience_ms / 1000:g}".replace(".", ",")
        return Unavailable(
            f"открывается: {what}", f"ответа нет уже {waited} с", remedy="проверьте, работает ли система"
        )
