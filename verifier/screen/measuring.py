"""Where something stands in its window, and all else that is asked of it for the journal, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from playwright.sync_api import Locator

from verifier.screen.asking import Question, ask

Box = tuple[float, float, float, float]
"""Left, top, width and height, in CSS pixels of the window."""


class Measured(NamedTuple):
    """How many there are of something, the box around them, and the title of their window where that is known.

    Of several the box is as high as the window lets it be seen. `in_sight` says that a single one is surely seen whole
    without any scrolling; several are never scrolled to. `scroll` is how far the page is scrolled.
    """

    number: int
    box: Box | None
    in_sight: bool
    title: str | None
    scroll: tuple[float, float]

    @property
    def on_page(self) -> tuple[float, float] | None:
        """How far from the page's left edge and top it begins."""
        return (self.box[0] + self.scroll[0], self.box[1] + self.scroll[1]) if self.box is not None else None


def measure(located: Locator) -> Measured:
    """Measure what is on the page at this moment; nothing is waited for."""
    return measure_each([located])[0]


def measure_each(located: Sequence[Locator]) -> list[Measured]:
    """Measure several things in one go, as `measure` does each."""
    answers = ask(*(Question("boxes", one) for one in located))
    return [measured(answer, one) for answer, one in zip(answers, located, strict=True)]


def measured(found: dict[str, Any], located: Locator) -> Measured:
    """Return what a page has answered of its boxes."""
    box = tuple(found["box"]) if found["box"] is not None else None
    if box is not None and found["within"] is not None:
        # What is in a frame knows where it stands in that; Playwright knows where it stands in the window.
        outer, (left, top) = located.first.bounding_box(), found["within"]
        box = (box[0] + outer["x"] - left, box[1] + outer["y"] - top, *box[2:]) if outer is not None else None
    return Measured(found["count"], box, found["inSight"], found["title"], tuple(found["scroll"]))
