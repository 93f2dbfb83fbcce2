"""The verbs of a walk: what a student does on a page, and what is noted of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from verifier.screen.control import BoundControl, says_chosen
from verifier.screen.element import BoundElement
from verifier.screen.place import Place
from verifier.screen.sites import origin_of
from verifier.screen.trouble import Mismatch, Unavailable, unfillable, unpressable
from verifier.walk.checks import Looking
from verifier.walk.evidence import Looked


class Verbs(Looking):
    """What a student can do, and see, in one browser context.

    Each verb raises `Trouble` when the page is not as expected, and is noted in the proof of the step that is
    being taken, if there is one.
    """

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

    def forget_session(self, place: Place) -> None:
        """Leave the place and drop its site's cookies, as if the student came back on another day."""
        for page in self.windows.context.pages:
            if place.shows(page.url):
                # A page that is still alive would notice the end of its session and move on its own.
                page.goto("about:blank")
        host = re.escape(".".join(origin_of(place.address).rsplit("/", 1)[1].split(":")[0].split(".")[-2:]))
        self.windows.context.clear_cookies(domain=re.compile(rf"(^|\.){host}$"))

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

    def _unanswered(self, what: str) -> Unavailable:
        waited = f"{self.windows.patience_ms / 1000:g}".replace(".", ",")
        return Unavailable(
            f"открывается: {what}", f"ответа нет уже {waited} с", remedy="проверьте, работает ли система"
        )
