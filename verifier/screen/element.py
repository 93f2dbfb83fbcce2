"""An element that the instruction does not name: a field, a list, a screen's own mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from playwright.sync_api import Error, Locator, expect

from verifier.screen.asking import Question, ask
from verifier.screen.frames import Surface
from verifier.screen.regions import Regions
from verifier.screen.trouble import ROLE_NAMES, Mismatch
from verifier.screen.waiting import appears, disappears
from verifier.screen.words import shown

if TYPE_CHECKING:
    from verifier.screen.place import Place

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
class Met:
    """An element as it is on the page.

    `words` are what is to be read on it; of a field, what stands beside it or in it as long as it is empty. There are
    none of several, and of something that has to do with a private region.
    """

    locator: Locator
    words: str


def labels(found: list[dict[str, Any]], are_private: Sequence[bool] = ()) -> list[str]:
    """Return the words of elements by a page's answers; what stands in a private region is nobody's label."""
    hidden = are_private or [False] * len(found)
    return ["" if is_private else one.words for one, is_private in zip(shown(found), hidden, strict=True)]


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
        return self.meet().locator

    def meet(self) -> Met:
        """Find the element, and read what is to be read on it at that moment. Raises as `find` does."""
        page, windows = self.place.surface(), self.place.windows
        locator = self.on(page)
        if not self.element.many and (met := self._met(locator)):
            return met
        if not windows.comes(lambda: appears(locator, windows.patience_ms)):
            raise Mismatch(
                f"{self} {self.place.where}", f"на странице этого нет{windows.frames_beside(page)}"
            )
        if self.element.many:
            return Met(locator, "")
        try:
            expect(locator).to_have_count(1, timeout=self.place.windows.patience_ms)
        except AssertionError:
            raise Mismatch(f"{self} {self.place.where}", f"таких на странице {locator.count()}") from None
        return self._met(locator) or Met(locator, "")

    def called(self, words: str) -> str:
        """Return what a report calls it: a button or a field by the words that are to be read on it, if it has some."""
        noun = self.element.name.split()[0].rstrip(",")
        words = words if noun in _WITH_WORDS else ""
        return f"{noun} «{words.rstrip(' :*')}»" if words else self.element.name

    def _met(self, locator: Locator) -> Met | None:
        """Return what is there at this moment; None where that is nothing, or more than one thing."""
        try:
            words = labels(*ask(*self._labels_of(locator)))
        except Error:  # the page is being left at this very moment
            return None
        return Met(locator, words[0]) if len(words) == 1 else None

    def _labels_of(self, locator: Locator) -> list[Question]:
        """Return what has to be asked for `labels`."""
        regions = Regions(self.place.private, self.place.public)
        private = [Question("private", locator, regions.selectors)] if regions.private else []
        return [Question("words", locator), *private]

    def await_gone(self) -> None:
        """Wait until the element is no longer shown at its place. Raises `Mismatch` when it stays."""
        page = self.place.surface()
        if not disappears(self.on(page), self.place.windows.patience_ms):
            raise Mismatch(f"{self} больше не видно {self.place.where}", "всё ещё видно")
