"""An element that the instruction does not name: a field, a list, a screen's own mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from playwright.sync_api import Error, Locator, Page, expect

from verifier.screen.regions import IS_PRIVATE, Regions
from verifier.screen.trouble import Mismatch
from verifier.screen.waiting import appears, disappears, is_alone
from verifier.screen.words import read

if TYPE_CHECKING:
    from verifier.screen.place import Place

_HOLDS_PRIVATE = f"""(element, regions) => {{
  const isPrivate = {IS_PRIVATE};
  return isPrivate(element, regions) || !!element.querySelector(regions[0]);
}}"""

_FIRST = "(shown, selectors) => selectors.findIndex(one => shown.some(element => element.matches(one)))"


@dataclass(frozen=True)
class Element:
    """Something at a place that is found by its markup; `name` is what a report calls it.

    Declared in the class of its place; there it becomes a `BoundElement`.
    """

    name: str
    css: str

    @overload
    def __get__(self, place: None, owner: type[Place]) -> Element: ...
    @overload
    def __get__(self, place: Place, owner: type[Place]) -> BoundElement: ...
    def __get__(self, place: Place | None, owner: type[Place]) -> Element | BoundElement:
        return self if place is None else BoundElement(place, self)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class BoundElement:
    """An element at its place."""

    place: Place
    element: Element

    def __str__(self) -> str:
        return self.element.name

    def on(self, page: Page) -> Locator:
        """Locate the element in a window, whether or not it is there."""
        return page.locator(self.element.css).filter(visible=True)

    def find(self) -> Locator:
        """Wait for the element in the window of its place. Raises `Mismatch` when it stays away or is not alone."""
        page = self.place.window()
        locator = self.on(page)
        if is_alone(locator):
            return locator
        if not appears(locator, self.place.windows.patience_ms):
            raise Mismatch(f"{self} {self.place.where}", "на странице этого нет")
        try:
            expect(locator).to_have_count(1, timeout=self.place.windows.patience_ms)
        except AssertionError:
            raise Mismatch(f"{self} {self.place.where}", f"таких на странице {locator.count()}") from None
        return locator

    def words(self, locator: Locator) -> str:
        """Return what is to be read on it; of a field, what stands beside it or in it as long as it is empty.

        Empty for something that has to do with a private region, but for its public parts: what stands there is
        nobody's label.
        """
        regions = Regions(self.place.private, self.place.public)
        if regions.private and locator.evaluate(_HOLDS_PRIVATE, regions.selectors):
            return ""
        return next((one.words for one in read(locator)), "")

    def await_gone(self) -> None:
        """Wait until the element is no longer shown at its place. Raises `Mismatch` when it stays."""
        page = self.place.window()
        if not disappears(self.on(page), self.place.windows.patience_ms):
            raise Mismatch(f"{self} больше не видно {self.place.where}", "всё ещё видно")


def first_shown(elements: Sequence[BoundElement], page: Page) -> BoundElement | None:
    """Return the first of some elements that is shown in a window at this moment, None when none is.

    They are asked for in one go: their CSS has to be what browsers themselves understand.
    """
    selectors = [one.element.css for one in elements]
    shown = page.locator(", ".join(selectors)).filter(visible=True)
    try:
        number: int = shown.evaluate_all(_FIRST, selectors)
    except Error:  # the page is being left at this very moment
        return None
    return elements[number] if number >= 0 else None
