"""What must not be shown: covers it in a picture before the picture is written, and takes it out of text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypedDict

from PIL import Image, ImageDraw
from playwright.sync_api import Error, FloatRect, Frame, Page

from verifier.redaction.secrets import HIDDEN, Secrets, encodable
from verifier.redaction.words import Name, names_in
from verifier.screen.regions import IS_PRIVATE, Regions
from verifier.walk.journal import Box

# Reads the window's visible text with its boxes. What is private is decided on this side, so that no secret
# is ever handed to the page or to a trace of it.
_READ_TEXT = """regions => {
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
  // A picture or a counter of somebody is covered as a whole: its letters alone would leave a ring around the cover.
  const isBadge = element => {
    const {width, height} = element.getBoundingClientRect(), style = getComputedStyle(element);
    return Math.max(width, height) <= BADGE_PX && parseFloat(style.borderRadius) > 0
      && style.backgroundColor !== 'rgba(0, 0, 0, 0)';
  };
  const note = (element, text, hidden, rects, field = false, masked = false) => {
    const onScreen = [...rects].filter(r => r.right > 0 && r.bottom > 0 && r.left < innerWidth && r.top < innerHeight);
    if (!onScreen.length && !hidden) return;
    const [left, top, right, bottom] = onScreen.length ? frame(element) : [];
    const boxes = onScreen
      .map(r => [Math.max(r.left, left), Math.max(r.top, top), Math.min(r.right, right), Math.min(r.bottom, bottom)])
      .filter(([l, t, r, b]) => r - l > 0.5 && b - t > 0.5);
    // What is private is told even where it is out of sight: other evidence than the picture may hold it.
    // By this name a recording of the browser's answers knows it for a secret.
    if (boxes.length || hidden) runs.push({[hidden ? 'secret' : 'text']: text, hidden, field, masked, boxes});
  };
  const isPrivate = IS_PRIVATE;
  const inside = element => isPrivate(element, regions);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement) continue;
    const range = document.createRange();
    range.setStart(node, node.data.length - node.data.trimStart().length);
    range.setEnd(node, node.data.trimEnd().length);
    const holder = node.parentElement, isPrivatePart = inside(holder);
    const whole = isPrivatePart && isBadge(holder);
    note(holder, node.data, isPrivatePart, whole ? [holder.getBoundingClientRect()] : range.getClientRects());
  }
  for (const field of document.querySelectorAll('input, textarea')) {
    const text = ['checkbox', 'radio', 'submit', 'button', 'hidden'].includes(field.type) ? '' : field.value;
    const masked = field.type === 'password' || field.autocomplete.includes('one-time-code');
    if (text) note(field, text, true, [field.getBoundingClientRect()], true, masked);
  }
  for (const named of document.querySelectorAll('[aria-label], [title], [alt]')) {
    if (!inside(named)) continue;
    for (const name of ['aria-label', 'title', 'alt']) note(named, named.getAttribute(name) || '', true, []);
  }
  for (const image of document.querySelectorAll('img')) {
    if (inside(image)) note(image, '', true, [image.getBoundingClientRect()]);
  }
  return {runs, scale: devicePixelRatio};
}""".replace("IS_PRIVATE", IS_PRIVATE).replace("BADGE_PX", "64")

_COVER = "#c5cedb"
_FIELD_MARGIN_PX = 5
_TEXT_MARGIN_PX = 2
_RADIUS_PX = 4


class Run(TypedDict):
    """A run of text on the page: what it says, whether it is private by its place or stands in a field, and its boxes.

    What is `masked` stands in a field for a password or a one-time code. The boxes are left, top, right and bottom, in
    CSS pixels.
    """

    text: str
    hidden: bool
    field: bool
    masked: bool
    boxes: list[list[float]]


@dataclass(frozen=True)
class Shot:
    """A picture as PNG, its device pixels per CSS pixel, and where it differs from walk to walk by nature."""

    png: bytes
    scale: float
    changing: list[Box]


class Privacy:
    """Knows the values that must not be shown, and learns those that it meets in private regions of a page.

    What it learns is passed on to `known_to`. Words of the `public` texts are never learned: a label that also stands
    in a private region is no secret. Where `withheld` is given the people are invented: pictures then show all of them
    but that, one-time codes, and what stands in a field for either.
    """

    def __init__(
        self,
        values: Iterable[str],
        *,
        known_to: Secrets | None = None,
        public: Iterable[str] = (),
        withheld: Iterable[str] | None = None,
    ) -> None:
        told = tuple(values)
        self._secrets = Secrets(told, known_to=known_to)
        self._told = Secrets(told, public=self._secrets.public)
        self._withheld = Secrets(withheld, public=self._secrets.public) if withheld is not None else None
        self._public = ""
        self.tell(public)

    def tell(self, public: Iterable[str]) -> None:
        """Let anybody read these texts from now on, though the words of one may stand in a private region."""
        texts = tuple(public)
        self._secrets.public.add(texts)
        self._public += " ".join(" ".join(texts).split()).casefold() + "\n"

    def keep(self, values: Iterable[str]) -> None:
        """Keep more values secret, such as a one-time code."""
        told = tuple(values)
        self._told.learn(told)
        if self._withheld is not None:
            self._withheld.learn(told)
        self._secrets.learn(told)

    def learn(self, page: Page, regions: Regions, *, typed: bool = True) -> None:
        """Read a window for what it shows in private regions, and for what was typed into its fields.

        Without `typed` what stands in a field counts only where that is one for a password or a code. Raises
        Playwright's errors when the window is gone.
        """
        runs, _ = _read(page, regions)
        self._meet([run for run in runs if typed or run["masked"] or not run["field"]])

    def picture(self, page: Page, regions: Regions) -> Shot:
        """Take a picture of the window's visible part with everything private covered.

        The page is read before and after, so that text which arrives meanwhile is covered as well. Raises
        Playwright's errors when the window is gone.
        """
        before, _ = _read(page, regions)
        png = page.screenshot(animations="disabled", caret="hide")
        after, scale = _read(page, regions)
        private = [run for run in before + after if run["hidden"] or self._told.found_in(_flat(run["text"]))]
        self._meet(private)
        passing = [box for run in after if _WHEN.search(run["text"]) for box in run["boxes"]]
        covered = _cover(png, _boxes(run for run in private if self._is_covered(run)), scale)
        return Shot(covered, scale, _sized(_boxes(private) + passing))

    def text(self, text: str) -> str:
        """Return the text with every private value in it replaced, in whatever form it is written, fit for a file."""
        return encodable(self._secrets.text(text))

    def is_public(self, text: str) -> bool:
        """Say whether a text stands in what anybody may read."""
        return _flat(text).casefold() in self._public

    def snapshot(self, snapshot: str) -> str:
        """Return an accessibility snapshot without private values, what stands in fields, and queries of addresses."""
        return self.text(_QUERY.sub(r"\g<path>", _FIELD_VALUE.sub(rf"\1: {HIDDEN}", snapshot)))

    def _is_covered(self, run: Run) -> bool:
        return self._withheld is None or run["masked"] or self._withheld.found_in(_flat(run["text"]))

    def _meet(self, runs: Sequence[Run]) -> None:
        hidden = [run["text"] for run in runs if run["hidden"]]
        told = [text for text in hidden if _is_telling(text) and not self.is_public(text)]
        self._secrets.learn(Name(text) if names_in(text) else text for text in told)


_WHEN = re.compile(
    r"\b\d{1,2}:\d\d\b|\b\d{1,2}\.\d\d\.(\d{4}|\d\d)\b|\b(сегодня|вчера|завтра|назад|только что)\b"
    r"|\b\d{1,2} (янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)"
    r"|\b(понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье)\b",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?<=/url: )(?P<path>[^\s?#]*)[?#]\S*")
_FIELD_VALUE = re.compile(
    r"^(\s*- '?(?:textbox|searchbox|combobox|spinbutton)\b[^:\n]*(?:\"[^\"\n]*\")?[^:\n]*): .+$", re.M
)


def _read(page: Page, regions: Regions) -> tuple[list[Run], float]:
    """Return what a window shows, and its device pixels per CSS pixel."""
    runs, scale = _read_frame(page.main_frame, regions)
    for frame in page.frames:
        if frame.parent_frame is not None and (box := _box_of(frame)) is not None:
            runs += _moved(_read_inner(frame, regions, box), box)
    return runs, scale


def _read_frame(frame: Frame, regions: Regions) -> tuple[list[Run], float]:
    found: dict[str, Any] = frame.evaluate(_READ_TEXT, regions.selectors)
    runs = [
        Run(
            text=run["secret" if run["hidden"] else "text"],
            hidden=run["hidden"],
            field=run["field"],
            masked=run["masked"],
            boxes=run["boxes"],
        )
        for run in found["runs"]
    ]
    return runs, float(found["scale"])


def _read_inner(frame: Frame, regions: Regions, box: FloatRect) -> list[Run]:
    """Read a frame within a page; one that cannot be read is private as a whole."""
    try:
        return _read_frame(frame, regions)[0]
    except Error:
        return [
            Run(text="", hidden=True, field=False, masked=True, boxes=[[0, 0, box["width"], box["height"]]])
        ]


def _box_of(frame: Frame) -> FloatRect | None:
    with suppress(Error):  # it has gone, or is not to be seen
        return frame.frame_element().bounding_box()
    return None


def _moved(runs: Sequence[Run], by: FloatRect) -> list[Run]:
    """Return what was read in a frame with boxes as they are in the window."""
    left, top = by["x"], by["y"]
    return [
        Run(
            **{
                **run,
                "boxes": [
                    [x + left, y + top, right + left, bottom + top] for x, y, right, bottom in run["boxes"]
                ],
            }
        )
        for run in runs
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _is_telling(text: str) -> bool:
    """Say whether a text of a private region says more than when or how many."""
    return any(letter.isalpha() for letter in _WHEN.sub("", text))


def _sized(boxes: Iterable[Sequence[float]]) -> list[Box]:
    """Return corners as boxes, each once, to a tenth of a pixel."""
    unique = {tuple(round(edge, 1) for edge in box) for box in boxes}
    return [
        (left, top, round(right - left, 1), round(bottom - top, 1))
        for left, top, right, bottom in sorted(unique)
    ]


def _boxes(runs: Iterable[Run]) -> list[list[float]]:
    """Return where runs of text stand, as they are covered: a field within its border, words with a little more."""
    return [_inside(box) if run["field"] else _around(box) for run in runs for box in run["boxes"]]


def _inside(box: Sequence[float]) -> list[float]:
    """Return what a field's border encloses: the field itself is to be seen."""
    left, top, right, bottom = box
    margin = _FIELD_MARGIN_PX if bottom - top > 3 * _FIELD_MARGIN_PX else 0
    return [left + margin, top + margin, right - margin, bottom - margin]


def _around(box: Sequence[float]) -> list[float]:
    """Return a little more than a box of text: letters reach over it, and the cover's corners are round."""
    left, top, right, bottom = box
    margin = _TEXT_MARGIN_PX
    return [max(left - margin, 0), max(top - margin, 0), right + margin, bottom + margin]


def _cover(png: bytes, boxes: Sequence[Sequence[float]], scale: float) -> bytes:
    if not boxes:
        return png
    image = Image.open(io.BytesIO(png)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rounded_rectangle([edge * scale for edge in box], radius=_RADIUS_PX * scale, fill=_COVER)
    covered = io.BytesIO()
    image.save(covered, "PNG", compress_level=1)
    return covered.getvalue()
