"""What must not be shown: covers it in a picture before the picture is written, and takes it out of text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TypedDict

from PIL import Image, ImageDraw
from playwright.sync_api import Page

HIDDEN = "███"
_WORD = 4  # what is shorter would be found inside ordinary words

# Reads the window's visible text with its boxes. What is private is decided on this side, so that no secret
# is ever handed to the page or to a trace of it.
_READ_TEXT = """privateRegions => {
  const runs = [];
  const frame = element => {
    let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
    for (let at = element; at; at = at.parentElement) {
      if (getComputedStyle(at).overflow === 'visible') continue;
      const box = at.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    return [left, top, right, bottom];
  };
  const note = (element, text, hidden, rects) => {
    const [left, top, right, bottom] = frame(element);
    const boxes = [...rects]
      .map(r => [Math.max(r.left, left), Math.max(r.top, top), Math.min(r.right, right), Math.min(r.bottom, bottom)])
      .filter(([l, t, r, b]) => r - l > 0.5 && b - t > 0.5);
    // What is private is told even where it is out of sight: other evidence than the picture may hold it.
    if (boxes.length || hidden) runs.push({text, hidden, boxes});
  };
  const inside = element => !!privateRegions && element.closest(privateRegions) !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    note(node.parentElement, node.data, inside(node.parentElement), range.getClientRects());
  }
  for (const field of document.querySelectorAll('input, textarea')) {
    const text = ['checkbox', 'radio', 'submit', 'button', 'hidden'].includes(field.type) ? '' : field.value;
    if (text) note(field, text, true, [field.getBoundingClientRect()]);
  }
  for (const named of privateRegions ? document.querySelectorAll('[aria-label], [title], [alt]') : []) {
    if (!inside(named)) continue;
    for (const name of ['aria-label', 'title', 'alt']) note(named, named.getAttribute(name) || '', true, []);
  }
  for (const image of document.querySelectorAll('img')) {
    if (inside(image)) note(image, '', true, [image.getBoundingClientRect()]);
  }
  return runs;
}"""

_COVER = "#c5cedb"
_FIELD_MARGIN_PX = 5


class Run(TypedDict):
    """A run of text on the page: what it says, whether it stands in a private region, and its boxes in CSS pixels."""

    text: str
    hidden: bool
    boxes: list[list[float]]


class Privacy:
    """Knows the values that must not be shown, and learns those that it meets in private regions of a page."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = {value for value in secrets if value}
        self._digits = {digits for value in self._secrets if len(digits := _digits_of(value)) >= 10}
        self._met: set[str] = set()

    def picture(self, page: Page, private_regions: Sequence[str]) -> bytes:
        """Take a picture of the window's visible part, as PNG, with everything private covered.

        The page is read before and after, so that text which arrives meanwhile is covered as well. Raises
        Playwright's errors when the window is gone.
        """
        regions = ", ".join(private_regions)
        before: list[Run] = page.evaluate(_READ_TEXT, regions)
        png = page.screenshot(animations="disabled", caret="hide")
        after: list[Run] = page.evaluate(_READ_TEXT, regions)
        private = [run for run in before + after if run["hidden"] or self._is_private(run["text"])]
        self._met.update(text for run in private if len(text := " ".join(run["text"].split())) >= _WORD)
        scale = float(page.evaluate("devicePixelRatio"))
        return _cover(png, [box for run in private for box in run["boxes"]], scale)

    def text(self, text: str) -> str:
        """Return the text with every private value in it replaced, telephone numbers in any writing included."""
        values = sorted(self._secrets | self._met, key=len, reverse=True)
        if values:
            text = re.sub("|".join(map(re.escape, values)), HIDDEN, text, flags=re.IGNORECASE)
        return _PHONE.sub(self._hide_phone, text)

    def snapshot(self, snapshot: str) -> str:
        """Return an accessibility snapshot without private values, what stands in fields, and queries of addresses."""
        return self.text(_QUERY.sub(r"\g<path>", _FIELD_VALUE.sub(rf"\1: {HIDDEN}", snapshot)))

    def _is_private(self, text: str) -> bool:
        flat = " ".join(text.split()).casefold()
        if any(value.casefold() in flat for value in self._secrets):
            return True
        digits = _digits_of(text)
        return any(known[-10:] in digits for known in self._digits)

    def _hide_phone(self, match: re.Match[str]) -> str:
        digits = _digits_of(match[0])
        return HIDDEN if any(digits.endswith(known[-10:]) for known in self._digits) else match[0]


_QUERY = re.compile(r"(?<=/url: )(?P<path>[^\s?#]*)[?#]\S*")
_PHONE = re.compile(r"\+?\d[\d\s()\-–]{8,}\d")
_FIELD_VALUE = re.compile(
    r"^(\s*- '?(?:textbox|searchbox|combobox|spinbutton)\b[^:\n]*(?:\"[^\"\n]*\")?[^:\n]*): .+$", re.M
)


def _digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def _cover(png: bytes, boxes: Sequence[Sequence[float]], scale: float) -> bytes:
    if not boxes:
        return png
    image = Image.open(io.BytesIO(png)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        margin = (
            _FIELD_MARGIN_PX if bottom - top > 30 else 0
        )  # a field keeps its border, so that it is still seen
        corners = [
            (left + margin) * scale,
            (top + margin) * scale,
            (right - margin) * scale,
            (bottom - margin) * scale,
        ]
        draw.rounded_rectangle(corners, radius=4 * scale, fill=_COVER)
    covered = io.BytesIO()
    image.save(covered, "PNG", compress_level=1)
    return covered.getvalue()
