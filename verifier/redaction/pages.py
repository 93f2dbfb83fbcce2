"""What must not be shown: covers it in a picture before the picture is written, and takes it out of text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypedDict

from PIL import Image, ImageDraw
from playwright.sync_api import Error, FloatRect, Frame, Page

from verifier.redaction.secrets import HIDDEN, Secrets, encodable
from verifier.redaction.words import Name, names_in
from verifier.screen.asking import Question, ask
from verifier.screen.camera import Camera
from verifier.screen.regions import Regions
from verifier.walk.journal import Box

_COVER = "#c5cedb"
_FIELD_MARGIN_PX = 5
_TEXT_MARGIN_PX = 2
_RADIUS_PX = 4

_covering = ThreadPoolExecutor(1, "covering")
"""To unpack, cover and pack a picture takes as long as to take it, and the walk need not wait for that."""


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
    """A picture, its device pixels per CSS pixel, and where it differs from walk to walk by nature; besides, what its
    page was asked when it had been taken. It is `covered` beside whatever goes on.
    """

    covered: Future[bytes]
    scale: float
    changing: list[Box]
    answers: list[Any] = field(default_factory=list)

    @property
    def png(self) -> bytes:
        """The picture as PNG, as soon as everything private on it is covered."""
        return self.covered.result()


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
        self._camera = Camera()
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
        runs, _, _ = _read(page, regions)
        self._meet([run for run in runs if typed or run["masked"] or not run["field"]])

    def picture(self, page: Page, regions: Regions, *also: Question) -> Shot:
        """Take a picture of the window's visible part with everything private covered.

        The page is read before and after, so that text which arrives meanwhile is covered as well; `also` is asked
        after. Raises Playwright's errors when the window is gone.
        """
        camera = self._camera
        before, scale, _ = _read(page, regions, *camera.held(page))
        png = camera.shoot(page, scale)
        after, _, answers = _read(page, regions, *also, *camera.let_go(page))
        private = [run for run in before + after if run["hidden"] or self._told.found_in(_flat(run["text"]))]
        self._meet(private)
        passing = [box for run in after if _WHEN.search(run["text"]) for box in run["boxes"]]
        boxes = _boxes(run for run in private if self._is_covered(run))
        covered = _covering.submit(_cover, png, boxes, scale)
        return Shot(covered, scale, _sized(_boxes(private) + passing), answers[: len(also)])

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


def _read(page: Page, regions: Regions, *also: Question) -> tuple[list[Run], float, list[Any]]:
    """Return what a window shows, its device pixels per CSS pixel, and what else it was asked."""
    main, *answers = ask(_text_of(page.main_frame, regions), *also)
    runs = _runs(main)
    for frame in page.frames:
        if frame.parent_frame is not None and (box := _box_of(frame)) is not None:
            runs += _moved(_read_inner(frame, regions, box), box)
    return runs, float(main["scale"]), answers


def _text_of(frame: Frame, regions: Regions) -> Question:
    return Question("text", frame.locator(":root"), regions.selectors)


def _runs(found: dict[str, Any]) -> list[Run]:
    return [
        Run(
            text=run["secret" if run["hidden"] else "text"],
            hidden=run["hidden"],
            field=run["field"],
            masked=run["masked"],
            boxes=run["boxes"],
        )
        for run in found["runs"]
    ]


def _read_inner(frame: Frame, regions: Regions, box: FloatRect) -> list[Run]:
    """Read a frame within a page; one that cannot be read is private as a whole."""
    try:
        return _runs(ask(_text_of(frame, regions))[0])
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
