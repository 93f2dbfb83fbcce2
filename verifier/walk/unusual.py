"""What users do that no sentence asks for: they go back, press twice, close a window, use the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from verifier.screen.control import TAB, BoundControl
from verifier.screen.element import BoundElement
from verifier.screen.place import Place
from verifier.screen.trouble import Mismatch
from verifier.walk.actions import Actions
from verifier.walk.evidence import Looked
from verifier.walk.visit import P

_MOST_KEYS = 40
"""Whatever takes more presses of a key to reach is out of reach."""


class UnusualActions(Actions[P]):
    """Actions for scenarios; like all actions they raise `Trouble` when the page does not let them be done."""

    def click(self, element: BoundElement) -> None:
        """Press something that the instruction does not name."""
        with self._acting("press", str(element)):
            page, met = self._turn_to(element.place), element.meet()
            if self._proof is not None:
                self._proof.pressed(str(element))
                looked = Looked("pressed", element.called(met.words), met.locator)
                self._proof.evidence.pressed(element.place, page, looked, named=False)
            self._click(met.locator, str(element))

    def press_twice(self, thing: BoundControl | BoundElement) -> None:
        """Press something twice in quick succession, as an impatient hand does."""
        with self._acting("press", f"{thing}, дважды"):
            self._turn_to(thing.place)
            locator = self._locate(thing)
            self._turn_over()
            locator.dblclick(timeout=self.windows.patience_ms)

    def enter(self, element: BoundElement, text: str) -> None:
        """Fill a field and send nothing."""
        with self._acting("fill", str(element)):
            self._turn_to(element.place)
            self._turn_over()
            self._fill(element.find(), text, str(element))

    def send(self, fields: Mapping[BoundElement, str], then: BoundElement | BoundControl) -> None:
        """Fill the fields of a form that is answered by a new page, send it, and wait for that page."""
        with self._turn_to(then.place).expect_event("domcontentloaded"):
            self.fill_in(fields, then)

    def go_back(self, place: Place) -> None:
        """Go back in the current window, which has to lead to the place."""
        with self._acting("back", place.name):
            self._travel(lambda page: page.go_back(wait_until="domcontentloaded"), place)

    def go_forward(self, place: Place) -> None:
        """Go forward in the current window, which has to lead to the place."""
        with self._acting("forward", place.name):
            self._travel(lambda page: page.go_forward(wait_until="domcontentloaded"), place)

    def close(self, place: Place) -> None:
        """Close the window that shows the place."""
        with self._acting("close", place.name):
            self.windows.close(self._turn_to(place))

    def open_beside(self, place: Place) -> Page:
        """Open the place in a window of its own, stay in that window and return it."""
        with self._acting("open", f"{place.name} в новом окне"):
            page = self.windows.open()
            self._go(page, place.address, place.address)
            return page

    def turn_to_window(self, page: Page) -> None:
        """Go on in one of the windows, where several show the same place."""
        self._turn_over()
        self.windows.current = page
        page.bring_to_front()

    def refuse_popups(self) -> None:
        """Let the browser refuse new windows to every page that it loads from now on, as blockers do."""
        self.windows.context.add_init_script("window.open = () => null")

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Take the network away from the browser for a while."""
        self.windows.context.set_offline(True)
        try:
            yield
        finally:
            self.windows.context.set_offline(False)

    def slow_down(self, times: float) -> None:
        """Let the current window compute so many times slower from now on. Chromium alone can do that."""
        page = self.windows.current
        if page is None:
            raise RuntimeError("there is no window to slow down")
        self.windows.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})

    def stranded(self) -> None:
        """Wait until a window shows none of the product's systems, as the browser could not open the page; go on
        there.
        """
        lost = self.windows.await_state(self._lost_window)
        if lost is None:
            raise Mismatch("без сети страница не открывается", "страница открылась")
        self.turn_to_window(lost)

    def try_again(self, place: Place) -> None:
        """Ask the browser once more for the page that it could not open in the current window: that of the place."""
        with self._acting("reload", place.name):
            self._travel(lambda page: page.reload(wait_until="domcontentloaded"), place)

    def tab_to(self, thing: BoundControl | BoundElement) -> None:
        """Bring the keyboard's focus to something with the keys that keyboard users have for it."""
        with self._acting("type", f"Tab до: {thing}"):
            page = self._turn_to(thing.place)
            locator = self._locate(thing)
            for _ in range(_MOST_KEYS):
                if _has_focus(locator):
                    return
                page.keyboard.press("ArrowRight" if _walks_along_tabs(thing, page) else "Tab")
            raise Mismatch(f"{thing}: можно дойти с клавиатуры", f"после {_MOST_KEYS} нажатий фокус не там")

    def press_by_keyboard(self, thing: BoundControl | BoundElement) -> None:
        """Reach something with the keyboard and press Enter."""
        self.tab_to(thing)
        self.key("Enter")

    def type(self, element: BoundElement, text: str) -> None:
        """Reach a field with the keyboard and type a text of letters that the keyboard has."""
        self.tab_to(element)
        with self._acting("type", str(element)):
            self._turn_to(element.place).keyboard.type(text)

    def key(self, name: str) -> None:
        """Press a key where the focus is; `name` as Playwright knows it."""
        with self._acting("type", name):
            self._turn_over()
            if self.windows.current is None:
                raise RuntimeError("there is no window in which a key could be pressed")
            self.windows.current.keyboard.press(name)

    def _lost_window(self) -> Page | None:
        pages = self.windows.context.pages
        return next((page for page in pages if self.windows.sites.owner(page.url) is None), None)

    def _travel(self, go: Callable[[Page], object], place: Place) -> None:
        page = self.windows.current
        if page is None or page.is_closed():
            raise RuntimeError("there is no window to go back or forward in")
        self._turn_over()
        try:
            page.wait_for_load_state("domcontentloaded")  # a page still on its way has no history to ask for
            go(page)
        except PlaywrightTimeout:
            raise self._unanswered(place.name) from None
        if self._turn_to(place) is not page:
            raise Mismatch(f"{place.name}: показано в том же окне", "показано в другом окне")


def _has_focus(locator: Locator) -> bool:
    return bool(locator.evaluate("element => element === document.activeElement"))


def _walks_along_tabs(thing: BoundControl | BoundElement, page: Page) -> bool:
    """Say whether the focus is on a tab and a tab is looked for: between tabs one goes by the arrows."""
    is_tab = isinstance(thing, BoundControl) and thing.control.kind is TAB
    return is_tab and bool(page.evaluate("document.activeElement?.getAttribute('role') === 'tab'"))
