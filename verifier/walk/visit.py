"""A visit: who goes, in which browser, to which places, and what is known of them so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, Generic, TypeVar

from playwright.sync_api import BrowserContext, Error, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from verifier.accounts.person import Person
from verifier.product import Product
from verifier.redaction.pages import Privacy
from verifier.screen.control import BoundControl
from verifier.screen.element import BoundElement, Met
from verifier.screen.finding import SHARE_BEFORE_LIKENESS, Finder, Found
from verifier.screen.interruptions import covering
from verifier.screen.place import Place
from verifier.screen.sites import Sites
from verifier.screen.trouble import Unavailable, unfillable, unpressable
from verifier.screen.windows import Windows
from verifier.walk.evidence import Looked
from verifier.walk.journal import ActionKind
from verifier.walk.proof import Acting, Proof
from verifier.walk.wordings import Wordings

P = TypeVar("P", bound=Person)
L = TypeVar("L", bound=Place)


class Visit(Generic[P]):
    """What everything that a visitor does needs: the person, the windows, the places, and the proof that is being
    given.

    What is done and seen is noted in the proof of the step that is being taken, if there is one. `record` is the
    product's own record of the person, for targets that let it be asked behind the browser's back.
    """

    def __init__(
        self,
        context: BrowserContext,
        product: Product,
        sites: Sites,
        person: P,
        wordings: Wordings,
        *,
        patience_ms: float,
        record: Any = None,
        privacy: Privacy | None = None,
    ) -> None:
        self.product = product
        self.person = person
        self.record = record
        self.windows = Windows(context, sites, patience_ms, product.interruptions)
        self.privacy = privacy or Privacy(person.secrets)
        self._places: dict[type[Place], Place] = {kind: kind(self.windows) for kind in product.places}
        self._wordings = wordings
        self._shown: dict[BoundControl, str] = {}
        self._stood: dict[BoundControl, tuple[float, float]] = {}
        self._place: Place | None = None
        self._proof: Proof | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the product, in this visitor's windows."""
        return tuple(self._places.values())

    def on(self, place: type[L]) -> L:
        """Return a place of the product, to do or see something there. Raises `KeyError` for one of another product."""
        found = self._places[place]
        assert isinstance(found, place), "places are kept under their own class"
        return found

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do something that serves the proof but is not what the sentence tells the reader to do or to see."""
        with self._proof.evidence.aside() if self._proof is not None else nullcontext():
            yield

    def note(self, text: str) -> None:
        """Add a note to what is told of the step."""
        if self._proof is not None:
            self._proof.note(text)

    def _begin_afresh(self, context: BrowserContext) -> None:
        """Close every window and go on in another browser context, which knows nobody yet."""
        for page in self.windows.context.pages:
            with suppress(Error):  # one that has gone is closed already
                self.windows.close(page)
        self.windows.begin_afresh(context)
        self._stood.clear()
        self._place = None

    @contextmanager
    def _acting(self, kind: ActionKind, label: str) -> Iterator[Acting]:
        acting = Acting(label)
        with self._proof.acting(kind, acting) if self._proof is not None else nullcontext():
            yield acting

    def finder(self, control: BoundControl) -> Finder:
        """Return what finds a control under what the sentence, its author or this visit so far call it."""
        wordings = self.wordings_of(control)
        if (before := self._shown.get(control)) is not None:
            wordings.append(before)
        return Finder(
            control,
            wordings,
            self._wordings.known,
            self.product.opposites,
            by_mouse_will_do=self.product.by_mouse_will_do,
        )

    def wordings_of(self, control: BoundControl) -> list[str]:
        """Return under which words a control is looked for: what its author calls it, and what the sentence may."""
        return self._wordings.of(control.control, self._proof.labels if self._proof is not None else ())

    def _find(self, control: BoundControl) -> Found:
        found = self.finder(control).find()
        self._shown[control] = found.words
        if self._proof is not None:
            self._proof.touch(control, found)
        return found

    def _locate(self, thing: BoundControl | BoundElement) -> Locator:
        return self._find(thing).locator if isinstance(thing, BoundControl) else thing.find()

    def _touch_words(self, element: BoundElement, met: Met) -> None:
        """Read what a thing without documented words says, where the sentence quotes something."""
        if self._proof is not None and self._proof.labels and met.words:
            self._proof.touch_words(met.words, str(element), element.place.where)

    def _turn_to(self, place: Place) -> Page:
        page = place.window()
        self._place = place
        return page

    def _turn_over(self) -> None:
        self.windows.begin()
        if self._proof is not None:
            self._proof.evidence.turn_over()

    def _sees(self, place: Place, page: Page, *looked: Looked) -> None:
        if self._proof is not None:
            self._proof.evidence.sees(place, page, *looked)

    def _reaches(self, address: str) -> None:
        if self._proof is not None:
            self._proof.reached(self.windows.sites.documented(address))

    def _click(self, locator: Locator, what: str) -> None:
        self._turn_over()
        patience_ms = self.windows.patience_ms
        # Where an interruption may be answered, whatever it covers is pressed once more after that.
        early_ms = patience_ms * SHARE_BEFORE_LIKENESS if self.product.interruptions else 0
        for timeout_ms in filter(None, (early_ms, patience_ms - early_ms)):
            try:
                locator.click(timeout=timeout_ms)
            except PlaywrightTimeout as error:
                if "click action done" in error.message:  # what it leads to is for others to wait for
                    break
                if timeout_ms != early_ms:
                    raise unpressable(what, error.message, covering(locator)) from None
                self.windows.answer_interruption(locator.page)
            else:
                break
        self.windows.stir()

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
