"""Looking: the verbs by which a walk sees, misses, counts and checks, and changes nothing."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Locator, Page

from verifier.screen.control import BoundControl
from verifier.screen.element import BoundElement
from verifier.screen.obstacles import obstacle_on
from verifier.screen.place import Place
from verifier.screen.trouble import Mismatch
from verifier.screen.waiting import disappears
from verifier.walk.evidence import Looked
from verifier.walk.visit import Visit

_NEAR_PX = 300
_MOMENT_MS = 300


class Looking(Visit):
    """Verbs that look; each raises `Trouble` when the page is not as expected."""

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

    def _hear_why(self) -> None:
        """Let the page say why a record is not as expected: it may be on its way, or know that a system is down."""
        self.windows.await_state(self._is_told_why)

    def _is_told_why(self) -> bool:
        with suppress(Error):  # a window that closes meanwhile says nothing; the others are asked again
            return any(obstacle_on(page, server_failed=False) for page in self.windows.that_answer())
        return False


def _place_on_page(locator: Locator) -> tuple[float, float]:
    """Return how far from the page's left edge and top something begins, in CSS pixels."""
    left, top = locator.evaluate(
        "element => { const box = element.getBoundingClientRect(); return [box.x + scrollX, box.y + scrollY]; }"
    )
    return left, top
