"""What a visitor does on a page: opens, presses, chooses, fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from verifier.screen.control import BoundControl
from verifier.screen.element import BoundElement, Met
from verifier.screen.field import BoundField
from verifier.screen.place import Place
from verifier.screen.questions import Answer
from verifier.screen.trouble import Mismatch
from verifier.screen.words import says_chosen
from verifier.walk.evidence import Looked
from verifier.walk.proof import address_for, looks_misspelt
from verifier.walk.visit import P, Visit


class Actions(Visit[P]):
    """Each action raises `Trouble` when the page does not let it be done."""

    def open(self, place: Place) -> None:
        """Enter the place's address in the current window, or in a first one.

        Where the sentence names an address of the place's system, that one is entered, as a reader would; where it does
        not lead to the place, the place's own is, and the difference is told. It is told too of an address that looks
        misspelt and leads there all the same, as on a site that sends whoever is signed out to its form.
        """
        with self._acting("open", place.name):
            page = self.windows.current
            if page is None or page.is_closed():
                page = self.windows.open()
            named = self._named_address(place)
            if named is not None and named != place.address:
                self._go(page, named, named)
                is_there = self.windows.await_state(lambda: place.shows(page.url))
                if is_there and not self.windows.refusal(page):
                    self._place = place
                    self._reaches(page.url if looks_misspelt(named, page.url) else named)
                    return
            self._go(page, place.address, place.address)
            self._place = place
            if refusal := self.windows.refusal(page):
                raise Mismatch(f"открывается {place.address}", refusal)
            self._reaches(place.address)

    def follow(self, address: str, told: str) -> None:
        """Open an address that somebody has given to the visitor; `told` is what a report calls it."""
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
        """Press a control, by the words that the text has for it or by a clear likeness of them."""
        with self._acting("press", str(control)) as acting:
            page = self._turn_to(control.place)
            found = self._find(control)
            called = acting.label = control.control.called(found.words)
            if self._proof is not None:
                looked = Looked("pressed", called, found.locator, spot=found.spot)
                named = self._proof.names(found.words, control)
                self._proof.evidence.pressed(control.place, page, looked, named=named)
            self._click(found.locator, called)

    def choose(self, tab: BoundControl) -> None:
        """Press a tab and make sure that it is the chosen one afterwards.

        A page that says which of its tabs is chosen has to say so of this one; elsewhere the address has to change.
        """
        with self._acting("choose", str(tab)):
            page = self._turn_to(tab.place)
            before = page.url
            self.press(tab)
            pressed = self._find(tab)
            told = [pressed.is_chosen]

            def chosen() -> bool:
                is_chosen = told.pop() if told else says_chosen(pressed.locator)
                return page.url != before if is_chosen is None else is_chosen

            if not self.windows.await_state(chosen):
                raise Mismatch(f"{tab} выбрана", "после нажатия ничего не изменилось")

    def fill_in(self, fields: Mapping[BoundElement, str], then: BoundElement | BoundControl) -> None:
        """Fill the fields of a form and send it by pressing `then`."""
        with self._acting("fill", ", ".join(map(str, fields))):
            page = self._turn_to(then.place)
            filled = list[Looked]()
            for element, value in fields.items():
                met = self._reach(element, filled)
                self._touch_words(element, met)
                self._fill(met.locator, value, str(element))
                filled.append(Looked("filled", element.called(met.words), met.locator))
            if isinstance(then, BoundControl):
                found = self._find(then)
                button, called = found.locator, then.control.called(found.words)
            else:
                there = then.meet()
                button, called = there.locator, then.called(there.words)
            if self._proof is not None:
                looked = [*filled, Looked("pressed", called, button)]
                self._proof.evidence.filled(then.place, page, looked)
            self._click(button, called)

    @contextmanager
    def answering(self, *, yes: bool, text: str | None = None) -> Iterator[None]:
        """Do what makes the browser ask its user something, and answer so; `text` is what is asked for.

        The words of what it asked count as met, where the sentence quotes them. Raises `Mismatch` when it asks
        nothing while patience lasts.
        """
        questions, place = self.windows.questions, self._place
        before = questions.count
        with questions.answered(Answer(yes, text)):
            yield
            with self._acting("see", "вопрос браузера"):
                asked = self.windows.await_state(lambda: questions.last if questions.count > before else None)
                if asked is None:
                    raise Mismatch("браузер спрашивает", "вопроса не было")
                if self._proof is not None and self._proof.labels and asked.words:
                    where = place.where if place is not None else f"в браузере, {asked.where}"
                    self._proof.touch_words(asked.words, "вопрос браузера", where)

    @contextmanager
    def another_window(self) -> Iterator[None]:
        """Look aside in a new window of the same browser, close it at the end and return to the one before.

        Where that fails the window stays as it is: what it shows and waits for tells why.
        """
        before = self.windows.current
        page = self.windows.open(aside=True)
        with self.aside():
            yield
        self.windows.close(page)
        self.windows.current = before

    def forget_session(self, place: Place) -> None:
        """Leave the place and drop the cookies that a browser would send to its system, as if on another day."""
        for page in self.windows.context.pages:
            if place.shows(page.url):
                # A page that is still alive would notice the end of its session and move on its own.
                page.goto("about:blank")
        hosts = {urlsplit(origin).hostname or "" for origin in self.windows.sites.everywhere(place.system)}
        for cookie in self.windows.context.cookies():
            domain = cookie.get("domain", "")
            # A domain with a dot is one whose cookies go to all hosts below it too (RFC 6265 §5.1.3).
            if domain in hosts or (domain[:1] == "." and any(f".{host}".endswith(domain) for host in hosts)):
                self.windows.context.clear_cookies(
                    name=cookie.get("name"), domain=domain, path=cookie.get("path")
                )

    def _reach(self, element: BoundElement, filled: list[Looked]) -> Met:
        """Find an element; a field behind a button is reached by it, which takes away what was filled so far."""
        if not isinstance(element, BoundField):
            return element.meet()

        def press(gate: Locator, called: str) -> None:
            filled.clear()
            self._click(gate, called)

        return element.meet(press)

    def _named_address(self, place: Place) -> str | None:
        if self._proof is None or place.path is None:
            return None
        return address_for(self._proof.addresses, self.windows.sites, place.system)
