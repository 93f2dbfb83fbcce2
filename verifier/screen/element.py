"""An element that the instruction does not name: a field, a list, a screen's own mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from playwright.sync_api import Locator, expect

from verifier.screen.frames import Surface
from verifier.screen.regions import IS_PRIVATE, Regions
from verifier.screen.trouble import ROLE_NAMES, Mismatch
from verifier.screen.waiting import appears, disappears, is_alone
from verifier.screen.words import read

if TYPE_CHECKING:
    from verifier.screen.place import Place

HOLDS_PRIVATE = f"""(element, regions) => {{
  const isPrivate = {IS_PRIVATE};
  return isPrivate(element, regions) || !!element.querySelector(regions[0]);
}}"""
"""JavaScript that says whether an element has to do with a private region; there has to be one."""


_WITH_WORDS = (*ROLE_NAMES.values(), "поле")
"""What reports call things that have words of their own on the screen."""


@dataclass(frozen=True)
class Element:
    """Something at a place that is found by its markup; `name` is what a report calls it.

    Where it is `many` it is known by its items: a list is wherever they are, whatever holds them. Declared in the class
    of its place; there it becomes a `BoundElement`.
    """

    name: str
    css: str
    many: bool = False

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

    def on(self, page: Surface) -> Locator:
        """Locate the element in a window or a frame, whether or not it is there."""
        return page.locator(self.element.css).filter(visible=True)

    def find(self) -> Locator:
        """Wait for the element in the window of its place. Raises `Mismatch` when it stays away or is not alone."""
        page, windows = self.place.surface(), self.place.windows
        locator = self.on(page)
        if not self.element.many and is_alone(locator):
            return locator
        if not windows.comes(lambda: appears(locator, windows.patience_ms)):
            raise Mismatch(
                f"{self} {self.place.where}", f"на странице этого нет{windows.frames_beside(page)}"
            )
        if self.element.many:
            return locator
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
        if self.element.many:
            return ""
        regions = Regions(self.place.private, self.place.public)
        if regions.private and locator.evaluate(HOLDS_PRIVATE, regions.selectors):
            return ""
        return next((one.words for one in read(locator)), "")

    def called(self, locator: Locator) -> str:
        """Return what a report calls it: a button or a field by the words that are to be read on it, if it has some."""
        noun = self.element.name.split()[0].rstrip(",")
        words = self.words(locator) if noun in _WITH_WORDS else ""
        return f"{noun} «{words.rstrip(' :*')}»" if words else self.element.name

    def await_gone(self) -> None:
        """Wait until the element is no longer shown at its place. Raises `Mismatch` when it stays."""
        page = self.place.surface()
        if not disappears(self.on(page), self.place.windows.patience_ms):
            raise Mismatch(f"{self} больше не видно {self.place.where}", "всё ещё видно")
