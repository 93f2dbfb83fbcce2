"""The verbs of a walk: what a student does on a page, and what is noted of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from typing import Literal, Protocol

from playwright.sync_api import BrowserContext, Error, Locator, Page
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
from pages.obstacles import obstacle_on
from pages.place import Place
from pages.sites import Sites, origin_of
from pages.trouble import Likeness, Mismatch, Unavailable, unfillable, unpressable
from pages.vk_id_form import VkIdForm
from pages.vk_messenger import VkMessenger
from pages.waiting import disappears
from pages.windows import Windows

PLACES = (DiaryLogin, ChatsTab, VkIdForm, VkMessenger)
Door = Literal["enter", "enter_sferum"]
_NEAR_PX = 300
_MOMENT_MS = 300


class Record(Protocol):
    """The product's own record, for targets that let it be asked behind the browser's back."""

    def linked(self, student: Student) -> bool:
        """Say whether the record shows the student's VK account as linked to the diary."""

    def access(self, student: Student) -> bool:
        """Say whether VK ID would still let the diary at the student's VK account."""


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
        privacy: Privacy | None = None,
    ) -> None:
        self.student = student
        self.windows = Windows(context, sites, patience_ms)
        self.diary_login = DiaryLogin(self.windows)
        self.chats_tab = ChatsTab(self.windows)
        self.vk_id_form = VkIdForm(self.windows)
        self.messenger = VkMessenger(self.windows)
        self.places: tuple[Place, ...] = (self.diary_login, self.chats_tab, self.vk_id_form, self.messenger)
        self.door: BoundControl = getattr(self.messenger, door)
        self.privacy = privacy or Privacy(student.secrets)
        self._record = record
        self._met: dict[Control, Likeness] = {}
        self._known = [control.label for place in self.places for control in place.controls()]
        self._stood: dict[Control, tuple[float, float]] = {}
        self._place: Place | None = None
        self._proof: Proof | None = None

    def open(self, place: Place) -> None:
        """Enter the place's address in the current window, or in a first one."""
        with self._acting("open", place.name):
            page = self.windows.current
            if page is None or page.is_closed():
                page = self.windows.open()
            self._go(page, place.address, place.address)
            self._place = place
            if refusal := self.windows.refusal(page):
                raise Mismatch(f"открывается {place.address}", refusal)

    def follow(self, address: str, told: str) -> None:
        """Open an address that somebody has given to the student; `told` is what a report calls it."""
        with self._acting("open", told):
            self._go(self.windows.current or self.windows.open(), address, told)

    def reload(self, place: Place) -> None:
        """Reload the window that shows the place."""
        with self._acting("reload", place.name):
            page = self._turn_to(place)
            self._turn_over()
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
                looked = Looked("pressed", str(control), locator)
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
                self._fill(locator, value, str(element))
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
                self._sees(thing.place, page, Looked("seen", str(thing), locator))

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
                    if self._proof is not None:
                        self._proof.drifts(control, likeness)
                if not disappears(shown, self.windows.patience_ms):
                    raise Mismatch(
                        f"{control} {control.place.where} больше не показана", "она по-прежнему есть"
                    )
                self._sees(control.place, page, Looked("absent", str(control)))

    def remember_place(self, control: BoundControl) -> None:
        """Remember where a control stands on its page, for `check_place`."""
        with self._acting("see", str(control)):
            self._turn_to(control.place)
            self._stood[control.control] = _place_on_page(self._find(control))

    def check_place(self, control: BoundControl, former: BoundControl) -> None:
        """Check that a control stands where the other one stood when it was remembered: in sight of that place."""
        with self._acting("check", f"{control} на месте: {former}"):
            self._turn_to(control.place)
            (left, top), (former_left, former_top) = (
                _place_on_page(self._find(control)),
                self._stood[former.control],
            )
            if abs(top - former_top) > _NEAR_PX or abs(left - former_left) > _NEAR_PX:
                away = f"она стоит в {max(abs(top - former_top), abs(left - former_left)):.0f} точках оттуда"
                raise Mismatch(f"{control} на месте, где была {former}", away)

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
        if found != linked:
            self._hear_why()
        self.check(found == linked, said[linked], said[found])

    def check_access_withdrawn(self) -> None:
        """Check that VK ID lets the diary at the student's account no more, where the target lets it be asked."""
        if self._record is not None:
            withdrawn = not self._record.access(self.student)
            if not withdrawn:
                self._hear_why()
            self.check(withdrawn, "доступ дневника к аккаунту VK отозван", "у дневника есть действующий ключ")

    def _hear_why(self) -> None:
        """Let the page say why a record is not as expected: it may be on its way, or know that a system is down."""
        self.windows.await_state(self._is_told_why)

    def _is_told_why(self) -> bool:
        with suppress(Error):  # a window that closes meanwhile says nothing; the others are asked again
            return any(obstacle_on(page, server_failed=False) for page in self.windows.that_answer())
        return False

    @contextmanager
    def another_window(self) -> Iterator[None]:
        """Look aside in a new window of the same browser, close it at the end and return to the one before.

        Where that fails the window stays as it is: what it shows and waits for tells why.
        """
        before = self.windows.current
        page = self.windows.open(aside=True)
        with self.aside():
            yield
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

    def window_count(self, place: Place | None = None) -> int:
        """Return how many windows are open, or how many of them show a place."""
        return sum(place is None or place.shows(page.url) for page in self.windows.context.pages)

    def settled_count(self, expected: int, place: Place | None = None) -> int:
        """Return how many windows are open, or show a place, a moment after as many as expected are.

        One that opens beside another may tell of itself a little later.
        """
        self.windows.await_state(lambda: self.window_count(place) > expected, _MOMENT_MS)
        return self.window_count(place)

    def left_alone(self, place: Place) -> None:
        """Wait until every window but the one that shows the place has closed."""
        with self._acting("leave", f"{place.name}: других окон нет"):
            if not self.windows.await_state(lambda: self.window_count() == 1):
                raise Mismatch(f"{place.name}: других окон нет", f"открыто окон: {self.window_count()}")

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
        self._turn_over()
        try:
            locator.click(timeout=self.windows.patience_ms)
        except PlaywrightTimeout as error:
            if "click action done" not in error.message:  # it was: what it leads to is for others to wait for
                raise unpressable(what, error.message) from None

    def _go(self, page: Page, address: str, told: str) -> None:
        self._turn_over()
        try:
            page.goto(address, wait_until="domcontentloaded")
        except PlaywrightTimeout:
            raise self._unanswered(told) from None
        self.windows.check_served(page, f"открывается: {told}")

    def _fill(self, locator: Locator, value: str, what: str) -> None:
        try:
            locator.fill(value, timeout=self.windows.patience_ms)
        except PlaywrightTimeout as error:
            raise unfillable(what, error.message) from None

    def _turn_to(self, place: Place) -> Page:
        page = place.window()
        self._place = place
        return page

    def _turn_over(self) -> None:
        if self._proof is not None:
            self._proof.evidence.turn_over()

    def _sees(self, place: Place, page: Page, *looked: Looked) -> None:
        if self._proof is not None:
            self._proof.evidence.sees(place, page, *looked)

    def _unanswered(self, what: str) -> Unavailable:
        waited = f"{self.windows.patience_ms / 1000:g}".replace(".", ",")
        return Unavailable(
            f"открывается: {what}", f"ответа нет уже {waited} с", remedy="проверьте, работает ли система"
        )


def _place_on_page(locator: Locator) -> tuple[float, float]:
    """Return how far from the page's left edge and top something begins, in CSS pixels."""
    left, top = locator.evaluate(
        "element => { const box = element.getBoundingClientRect(); return [box.x + scrollX, box.y + scrollY]; }"
    )
    return left, top
