"""What the forms of the guide have in common: its words, and for print its colours, sizes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from reports import words
from reports.guide import packing, wording
from reports.guide.model import Guide, GuideStep, Picture, Stamp
from verifier.text import sentence
from verifier.text.model import Passage, Stretch
from verifier.text.sentence import Span
from verifier.walk.verdict import Verdict

# All but the rule are for text: they stand on white with a contrast of at least 5.5 : 1.
INK = "#1a2330"
MUTED = "#55606e"
GOOD = "#1b6e3c"
BAD = "#a32a2a"
AMBER = "#7a4f00"
RULE = "#d5dae1"
SIZES_PT = {"title": 24.0, "heading": 15.0, "body": 11.0, "note": 10.0, "small": 9.0}

SIDE_MM = 24.0
TOP_MM = 24.0
BOTTOM_MM = 20.0
INDENT_MM = 10.0
"""From a step's number to its text, and so to its picture."""
PICTURE_MM = (150.0, 88.0)
"""The most that a picture takes, so that two steps go on a page."""

NO_BREAK = "\N{NO-BREAK SPACE}"
CONTENTS = "Содержание"
FIGURE = "Рисунок"
DRAFT = "ЧЕРНОВИК"
VERIFIED = "✓ проверено"
"""What stands beside a sentence in the writer's edition; pupils are told once, by the stamp."""
OTHER_WINDOWS = "Так только на широком экране."
NOT_REACHED = "Картинки нет: проход до этого шага не дошёл."

_UNTITLED = "Инструкция"
_SIGNS = {Verdict.DRIFT: "≠", Verdict.BROKEN: "✗", Verdict.ENVIRONMENT: "?", Verdict.UNPROVEN: "—"}
_ZOOM = 0.7
"""A screen is read from further off than a page, so its pictures are printed smaller; all alike if they fit."""
_MM_PER_CSS_PX = 25.4 / 96
# XML allows no control characters, and neither form needs them.
_OF_A_NAME = re.compile(r"(?<=[A-ZА-ЯЁ]) (?=[A-ZА-ЯЁ]{2,3}\b)|(?<=\b[A-Z]{2}) (?=[A-ZА-ЯЁ])")
_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]+")


@dataclass(frozen=True)
class Run:
    """A stretch of a text: a link if it has an address, or set off as a control's label or what was bold.

    `is_written` says that it spells the address of the link before it, for those who cannot follow that.
    """

    text: str
    address: str = ""
    is_label: bool = False
    is_written: bool = False


@dataclass(frozen=True)
class PictureFile:
    """A picture encoded for embedding, and how large it is printed."""

    data: bytes
    ending: str
    width_mm: float
    height_mm: float


def plain(text: str) -> str:
    """Return a text without control characters and line breaks; a name with capitals stays on its line."""
    return _OF_A_NAME.sub(NO_BREAK, _BLANK.sub(" ", text).strip())


def title(guide: Guide) -> str:
    """Return the guide's title; a document needs one, also where the instruction has none."""
    return plain(guide.title) or _UNTITLED


def runs(text: str, labels: Sequence[str] = (), stretches: Sequence[Stretch] = ()) -> tuple[Run, ...]:
    """Cut a text into stretches, so that links can be followed, and labels and bold words set off.

    `labels` are those that it has; the ones in quotation marks are found without them, the others by their words.
    """
    text = plain(text)
    links = {span: text[slice(*span)] for span in sentence.address_spans(text)}
    marked = _label_spans(text, labels, [*links])
    marked += [_span(one) for one in stretches if one.kind == "bold"]
    links |= {_span(one): one.address for one in stretches if one.kind == "link"}
    written = [_span(one) for one in stretches if one.kind == "written"]
    edges = chain.from_iterable([*links, *marked, *written])
    cuts = sorted({0, len(text), *(min(edge, len(text)) for edge in edges)})
    return tuple(
        Run(
            text[start:end],
            next((address for span, address in links.items() if _within(start, end, [span])), ""),
            is_label=_within(start, end, marked),
            is_written=_within(start, end, written),
        )
        for start, end in pairwise(cuts)
    )


def own(passage: Passage) -> list[tuple[Run, ...]]:
    """Return the paragraphs or items of the writer's own words, cut as `runs` does; an empty text has none."""
    return [runs(line.text, stretches=line.stretches) for line in passage.lines]


def _span(stretch: Stretch) -> Span:
    return stretch.start, stretch.end


def _within(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _label_spans(text: str, labels: Sequence[str], links: Sequence[Span]) -> list[Span]:
    try:
        spans = sentence.label_spans(text)
    except sentence.UnpairedError:  # the writer's own words need not pair them
        spans = []
    quoted = [sentence.words(text[start + 1 : end - 1]) for start, end in spans]
    for label in labels:
        if label in quoted:
            quoted.remove(label)
            continue
        words = re.finditer(r"\s+".join(map(re.escape, label.split())), text)
        free = (one.span() for one in words if not any(_meet(one.span(), span) for span in [*spans, *links]))
        spans += islice(free, 1)
    return spans


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def date(stamp: Stamp) -> str:
    """Return the day of the walk where its target is, in words."""
    return words.day(words.local(stamp.walked, stamp.timezone))


def colours(guide: Guide) -> dict[str, str]:
    """Return the colours of print by their names."""
    accent = guide.brand.accent
    return {
        "accent": accent, "ink": INK, "muted": MUTED, "good": GOOD, "bad": BAD, "amber": AMBER, "rule": RULE,
    }  # fmt: skip


def stamped(guide: Guide) -> str:
    """Tell when the guide was walked; a draft tells how much of it held."""
    return _stamped(guide, f"{date(guide.stamp)}{_screen(guide.stamp)}")


def stamped_in_full(guide: Guide) -> str:
    """Tell when, where and with what the guide was walked; a draft tells how much of it held."""
    stamp = guide.stamp
    walked = words.period(stamp.walked.isoformat(), stamp.walked.isoformat(), stamp.timezone)
    told = f"{walked}, на цели «{stamp.target_called}», браузер {stamp.browser_called}{_screen(stamp)}"
    if stamp.product:
        told += f", версия продукта: {stamp.product.replace(' ', NO_BREAK)}"
    return _stamped(guide, told)


def _screen(stamp: Stamp) -> str:
    return f", экран {stamp.device}" if stamp.device else ""


def _stamped(guide: Guide, told: str) -> str:
    if not guide.is_draft:
        return plain(f"Проверено {told}.")
    held = sum(step.verified for step in guide.steps)
    return plain(f"Пройдено {told}. Подтверждено предложений: {held} из {len(guide.steps)}.")


def legend(guide: Guide) -> str:
    """Tell what the marks on the pictures mean; nothing where there are none."""
    return wording.LEGEND if any(step.pictures for step in guide.steps) else ""


def doubt(step: GuideStep) -> str:
    """Return what stands beside a sentence that did not hold; nothing beside one that did."""
    return "" if step.verified or not step.fits else verdict(step)


def verdict(step: GuideStep) -> str:
    """Return what became of a sentence, in words."""
    return VERIFIED if step.verified else f"{_SIGNS[step.verdict]} {step.verdict.in_words}"


def notes(step: GuideStep) -> tuple[str, ...]:
    """Return what stands below a step, with a word on the picture of one that was not reached."""
    told = tuple(plain(note) for note in step.notes)
    if not step.fits:
        return (*told, OTHER_WINDOWS)
    if step.picture is None and step.verdict is Verdict.UNPROVEN and NOT_REACHED not in told:
        return (*told, NOT_REACHED)
    return told


def figures(step: GuideStep) -> tuple[tuple[str, Picture], ...]:
    """Return a step's pictures with what their captions call them: the step's number, and which of several."""
    several = len(step.pictures) > 1
    return tuple(
        (f"{step.number}.{place}" if several else step.number, picture)
        for place, picture in enumerate(step.pictures, 1)
    )


def encode(picture: Picture) -> PictureFile:
    """Return the cropped picture as a file for embedding."""
    return fitted(picture.packed.printed, picture.scale)


def fitted(data: bytes, scale: float) -> PictureFile:
    """Return a picture for paper as a file for embedding, no larger than there is room for."""
    width, height = (side / scale * _MM_PER_CSS_PX * _ZOOM for side in packing.size(data))
    fit = min(1.0, PICTURE_MM[0] / width, PICTURE_MM[1] / height)
    return PictureFile(data, packing.ending(data), width * fit, height * fit)
