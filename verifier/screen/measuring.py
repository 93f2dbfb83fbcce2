"""Where something stands in its window, and all else that is asked of it for the journal, in one go."""

from __future__ import annotations

from typing import Any, NamedTuple

from playwright.sync_api import Locator

Box = tuple[float, float, float, float]
"""Left, top, width and height, in CSS pixels of the window."""

_MEASURE = """located => {
  // They were located a moment ago: what has left the page since counts no more, and the others have moved up.
  const elements = located.filter(element => element.isConnected);
  const isFramed = window !== window.top, title = isFramed ? null : document.title;
  const [first] = elements.map(element => element.getBoundingClientRect());
  if (!first) return {count: 0, title, box: null, inSight: false, within: null};
  const within = isFramed ? [first.left, first.top] : null;
  if (elements.length > 1) {
    const boxes = elements.map(element => element.getBoundingClientRect()).filter(box => box.width && box.height);
    if (!boxes.length) return {count: elements.length, title, box: null, inSight: true, within};
    const [left, right] = [Math.min(...boxes.map(box => box.left)), Math.max(...boxes.map(box => box.right))];
    const top = Math.max(0, Math.min(...boxes.map(box => box.top)));
    const bottom = Math.min(innerHeight, Math.max(...boxes.map(box => box.bottom)));
    const box = [left, top, right - left, Math.max(0, bottom - top)];
    return {count: elements.length, title, box, inSight: true, within};
  }
  const isIn = frame =>
    first.left >= frame.left && first.top >= frame.top && first.right <= frame.right && first.bottom <= frame.bottom;
  let inSight = !isFramed && isIn({left: 0, top: 0, right: innerWidth, bottom: innerHeight});
  for (let at = elements[0].parentElement; inSight && at; at = at.parentElement)
    inSight = getComputedStyle(at).overflow === 'visible' || isIn(at.getBoundingClientRect());
  return {count: 1, title, box: [first.x, first.y, first.width, first.height], inSight, within};
}"""


class Measured(NamedTuple):
    """How many there are of something, the box around them, and the title of their window where that is known.

    Of several the box is as high as the window lets it be seen. `in_sight` says that a single one is surely seen whole
    without any scrolling; several are never scrolled to.
    """

    number: int
    box: Box | None
    in_sight: bool
    title: str | None


def measure(locator: Locator) -> Measured:
    """Measure what is on the page at this moment; nothing is waited for."""
    found: dict[str, Any] = locator.evaluate_all(_MEASURE)
    box = tuple(found["box"]) if found["box"] is not None else None
    if box is not None and found["within"] is not None:
        # What is in a frame knows where it stands in that; Playwright knows where it stands in the window.
        outer, (left, top) = locator.first.bounding_box(), found["within"]
        box = (box[0] + outer["x"] - left, box[1] + outer["y"] - top, *box[2:]) if outer is not None else None
    return Measured(found["count"], box, found["inSight"], found["title"])
