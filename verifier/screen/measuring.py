"""Where something stands in its window, and all else that is asked of it for the journal, in one go."""

from __future__ import annotations

from typing import Any, NamedTuple

from playwright.sync_api import Locator

Box = tuple[float, float, float, float]
"""Left, top, width and height, in CSS pixels of the window."""

_MEASURE = """elements => {
  const [element] = elements, title = document.title;
  if (!element) return {count: 0, title, box: null, inSight: false};
  const box = element.getBoundingClientRect();
  let inSight = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  for (let at = element.parentElement; inSight && at; at = at.parentElement) {
    if (getComputedStyle(at).overflow === 'visible') continue;
    const frame = at.getBoundingClientRect();
    inSight = box.left >= frame.left && box.top >= frame.top && box.right <= frame.right && box.bottom <= frame.bottom;
  }
  return {count: elements.length, title, box: [box.x, box.y, box.width, box.height], inSight};
}"""


class Measured(NamedTuple):
    """How many there are of something, where the first of them stands, and the title of its window.

    `in_sight` says that it is surely seen whole without any scrolling.
    """

    number: int
    box: Box | None
    in_sight: bool
    title: str


def measure(locator: Locator) -> Measured:
    """Measure what is on the page at this moment; nothing is waited for."""
    found: dict[str, Any] = locator.evaluate_all(_MEASURE)
    box = tuple(found["box"]) if found["box"] is not None else None
    return Measured(found["count"], box, found["inSight"], found["title"])
