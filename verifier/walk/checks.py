"""What a visitor checks: sees, misses, counts; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page

from verifier.screen.asking import counts
from verifier.screen.control import BoundControl, bearing
from verifier.screen.element import BoundElement
from verifier.screen.finding import SHARE_BEFORE_LIKENESS, Found, labels_on
from verifier.screen.frames import Surface, surface_in
from verifier.screen.likeness import is_clear, rank
from verifier.screen.measuring import measure
from verifier.screen.obstacles import obstacle_on
from verifier.screen.place import Place
from verifier.screen.trouble import Contradiction, Mismatch
from verifier.screen.waiting import appears, disappears
from verifier.walk.evidence import Looked
from verifier.walk.steps import StepError
from verifier.walk.visit import P, Visit

_NEAR_PX = 300
_MOMENT_MS = 300


class Checks(Visit[P]):
    """Each check waits by itself and raises `Trouble` when the page is not as expected."""

    def at(self, place: Place) -> Page:
        """Find the window that shows the place, wait for it if need be, and go on in it."""
        with self._acting("find", place.name):
            page = self._turn_to(place)
            self._sees(place, page)
            self._reaches(place.surface().url)
            return page

    def left(self, place: Place) -> None:
        """Wait until no window shows the place any more."""
        with self._acting("leave", place.name):
            place.await_gone()

    def see(self, *things: BoundControl | BoundElement) -> None:
        """Check that each is shown, alone of its kind."""
        for thing in things:
            with self._acting("see", str(thing)):
                self._see(thing)

    def see_one_of(self, *things: BoundControl | BoundElement) -> None:
        """Check that at least one of some things of a place is shown, and see the first that is alone of its kind.

        That one of them stands there twice is for whoever has to press it.
        """
        place = things[0].place
        with self._acting("see", " или ".join(map(str, things))):
            self._turn_to(place)
            page = place.surface()

            def shown() -> dict[BoundControl | BoundElement, int]:
                numbers = counts(*(self._anywhere(one, page) for one in things))
                return {one: number for one, number in zip(things, numbers, strict=True) if number}

            found = self.windows.await_state(shown)
            if not found:
                names = ", ".join(f"«{name}»" for _, name in labels_on(page, ("button", "link", "heading")))
                raise Mismatch(
                    f"{' или '.join(map(str, things))} {place.where}",
                    f"ничего из этого нет, есть: {names}" if names else "страница пуста",
                )
            alone = [one for one, number in found.items() if number == 1]
            self._see((alone or list(found))[0])

    def miss(self, *controls: BoundControl) -> None:
        """Check that none is shown. Something of the same window has to be seen first, or a blank page would do.

        Raises `StepError` when the step has seen nothing there yet.
        """
        for control in controls:
            with self._acting("miss", str(control)):
                page = self._turn_to(control.place)
                self._check_looked(control, page)
                before = self._shown.get(control)
                wordings = [self._wordings.key(control.control), *([before] if before else [])]
                if not disappears(
                    bearing(control.place.surface(), control.roles, wordings), self.windows.patience_ms
                ):
                    raise Mismatch(
                        f"{control.control.called(wordings[-1])} {control.place.where} больше не показана",
                        "она по-прежнему есть",
                    )
                if self._proof is not None:
                    self._proof.missed(control, before)
                self._sees(
                    control.place, page, Looked("absent", control.control.called(before or wordings[0]))
                )

    def gone(self, element: BoundElement) -> None:
        """Check that something without words of its own is not shown, or goes away; see something else there first."""
        with self._acting("miss", str(element)):
            self._check_looked(element, self._turn_to(element.place))
            element.await_gone()

    def is_shown(self, control: BoundControl) -> bool:
        """Say whether a control is shown at this very moment, under words that are known; for conditions of a wait."""
        page = self.windows.current
        return page is not None and self._anywhere(control, page).count() > 0

    def which_of(self, *controls: BoundControl) -> BoundControl:
        """Return the one of some controls of a place that is shown, or the one that something there clearly resembles.

        Raises `Mismatch` when nothing tells.
        """
        self._turn_to(controls[0].place)
        page = controls[0].place.surface()
        roles = tuple(dict.fromkeys(role for one in controls for role in one.roles))
        either = bearing(page, roles, [wording for one in controls for wording in self.wordings_of(one)])
        windows, patience_ms = self.windows, self.windows.patience_ms
        if not windows.comes(lambda: appears(either, patience_ms * SHARE_BEFORE_LIKENESS)):
            # What resembles a label on a page that is still being loaded is no likeness.
            rest_ms = patience_ms * (1 - SHARE_BEFORE_LIKENESS)
            windows.await_state(lambda: bool(either.count()) or not windows.network.is_busy(), rest_ms)
        for control in controls:
            if self._anywhere(control, page).count():
                return control
        shown = labels_on(page, roles)
        clear = [
            (ranking[0].percent, control)
            for control in controls
            for wording in self.wordings_of(control)[:1]
            for ranking in [rank(wording, shown, self._wordings.known - {wording}, self.product.opposites)]
            if is_clear(wording, ranking)
        ]
        if not clear:
            names = ", ".join(f"«{name}»" for _, name in shown if name)
            wanted = " или ".join(map(str, controls))
            raise Mismatch(f"{wanted} {controls[0].place.where}", f"есть только: {names or 'ничего'}")
        return max(clear, key=lambda pair: pair[0])[1]

    def remember_place(self, control: BoundControl) -> None:
        """Remember where a control stands on its page, for `check_place`."""
        with self._acting("see", str(control)):
            self._turn_to(control.place)
            self._stood[control] = _place_on_page(self._find(control), control)

    def check_place(self, control: BoundControl, former: BoundControl) -> None:
        """Check that a control stands where the other one stood when it was remembered: in sight of that place."""
        with self._acting("check", f"{control} на месте: {former}"):
            self._turn_to(control.place)
            (left, top), (former_left, former_top) = (
                _place_on_page(self._find(control), control),
                self._stood[former],
            )
            if abs(top - former_top) > _NEAR_PX or abs(left - former_left) > _NEAR_PX:
                away = f"она стоит в {max(abs(top - former_top), abs(left - former_left)):.0f} точках оттуда"
                raise Mismatch(f"{control} на месте, где была {former}", away)

    def check(self, holds: bool, expected: str, observed: str) -> None:
        """Check a fact that is no single thing on the page. Raises `Mismatch` when it does not hold."""
        with self._acting("check", expected):
            if not holds:
                raise Mismatch(expected, observed)

    def check_record(self, holds: bool, expected: str, observed: str, *, shown: bool = False) -> None:
        """Check a fact of the product's own record.

        Where the page has `shown` the fact already, a record without it contradicts the page. Elsewhere the page gets
        the time to say why it is not as expected. Raises `Contradiction` or another `Mismatch`.
        """
        if not holds and shown:
            with self._acting("check", expected):
                raise Contradiction(expected, f"{observed}, хотя на странице сказано другое")
        if not holds:
            self.windows.await_state(self._is_told_why)
        self.check(holds, expected, observed)

    def check_windows(
        self, number: int, expected: str, observed: Callable[[int], str], place: Place | None = None
    ) -> None:
        """Check that so many windows are open, or show a place, and that no other comes in the moment after that.

        In a step the moment passes while its evidence is kept. `expected` is what a report says of the right number,
        `observed` what it says of another.
        """

        def settled() -> None:
            shown = self.settled_count(number, place)
            self.check(shown == number, expected, observed(shown))

        if self._proof is None:
            settled()
        else:
            self._proof.at_the_end.append(settled)

    def window_count(self, place: Place | None = None) -> int:
        """Return how many windows are open, or how many of them show a place."""
        return sum(
            place is None or surface_in(page, place.shows) is not None for page in self.windows.context.pages
        )

    def settled_count(self, expected: int, place: Place | None = None) -> int:
        """Return how many windows are open, or show a place, a moment after the last one has come or moved.

        More than `expected` are returned at once.
        """
        self.windows.await_calm(_MOMENT_MS, lambda: self.window_count(place) > expected)
        return self.window_count(place)

    def left_alone(self, place: Place) -> None:
        """Wait until every window but the one that shows the place has closed."""
        with self._acting("leave", f"{place.name}: других окон нет"):
            if not self.windows.await_state(lambda: self.window_count() == 1):
                raise Mismatch(f"{place.name}: других окон нет", f"открыто окон: {self.window_count()}")

    def _see(self, thing: BoundControl | BoundElement) -> None:
        page = self._turn_to(thing.place)
        if isinstance(thing, BoundControl):
            found = self._find(thing)
            self._sees(thing.place, page, Looked("seen", thing.control.called(found.words), found.locator))
        else:
            met = thing.meet()
            looked = Looked("seen", thing.called(met.words), met.locator, thing.element.many)
            self._sees(thing.place, page, looked)
            self._touch_words(thing, met)

    def _anywhere(self, thing: BoundControl | BoundElement, page: Surface) -> Locator:
        if isinstance(thing, BoundControl):
            return bearing(page, thing.roles, self.wordings_of(thing))
        return thing.on(page)

    def _check_looked(self, thing: BoundControl | BoundElement, page: Page) -> None:
        if self._proof is not None and not self._proof.evidence.looks(thing.place, page):
            raise StepError(
                f"{self._proof.entry.step}: смотрят, что пропадает {thing}, а {thing.place.where} ещё ничего не "
                "увидели; пусть шаг сначала увидит там что-нибудь другое"
            )

    def _is_told_why(self) -> bool:
        with suppress(Error):  # a window that closes meanwhile says nothing; the others are asked again
            return any(
                obstacle_on(page, self.product.obstacles, server_failed=False)
                for page in self.windows.that_answer()
            )
        return False


def _place_on_page(found: Found, control: BoundControl) -> tuple[float, float]:
    """Return how far from the page's left edge and top something begins, in CSS pixels."""
    spot = found.spot or measure(found.locator)
    if spot.on_page is None:
        raise Mismatch(f"{control}: остаётся на экране", "было видно и пропало")
    return spot.on_page
