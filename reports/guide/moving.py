"""The guide as a moving picture: one frame a step, with its sentence and how far it is, for a README or a chat."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image

from reports.guide import paper
from reports.guide.model import Guide, GuideStep, Picture
from reports.guide.packing import FRAME, unpacked
from reports.guide.pen import Pen
from reports.guide.rect import Rect

_BAR = 112
WIDTH = FRAME[0]
HEIGHT = FRAME[1] + _BAR
_SIDE = 24.0
_TEXT = 19.0
_SMALL = 13.0
_LINES = 3
_LEAST_MS = 2500
_MOST_MS = 6000
_PER_LETTER_MS = 38
_GROUND = "#dfe4ea"
_QUALITY = 82


def render(guide: Guide) -> bytes:
    """Return the walk as an animated WebP that repeats; empty when no step has a picture."""
    shown = [(step, picture) for step in guide.steps for picture in step.pictures]
    if not shown:
        return b""
    frames = _frames(guide, shown)
    file = io.BytesIO()
    next(frames).save(
        file,
        "WEBP",
        save_all=True,
        append_images=frames,
        duration=[duration_ms(step.sentence) for step, _ in shown],
        loop=0,
        quality=_QUALITY,
        method=2,
    )
    return file.getvalue()


def duration_ms(sentence: str) -> int:
    """Return how long a sentence is shown, in milliseconds: long enough to be read."""
    return min(max(_LEAST_MS, _PER_LETTER_MS * len(sentence)), _MOST_MS)


def _frames(guide: Guide, shown: Sequence[tuple[GuideStep, Picture]]) -> Iterator[Image.Image]:
    for place, (step, picture) in enumerate(shown, 1):
        frame = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
        fitted = unpacked(picture.packed.frame)
        frame.paste(fitted, ((WIDTH - fitted.width) // 2, (HEIGHT - _BAR - fitted.height) // 2))
        _write(Pen(frame, 1), guide, step, place / len(shown))
        yield frame


def _write(pen: Pen, guide: Guide, step: GuideStep, done: float) -> None:
    top = HEIGHT - _BAR
    pen.fill(Rect(0, top, WIDTH, HEIGHT), "#ffffff")
    pen.fill(Rect(0, top, WIDTH, top + 4), paper.RULE)
    pen.fill(Rect(0, top, WIDTH * done, top + 4), paper.ACCENT)
    told, colour = f"{step.number} из {guide.last}", paper.MUTED
    if not step.verified:
        told, colour = f"{told}  {paper.verdict(step)}", paper.BAD
    pen.text((_SIDE, top + 22), told, colour, _SMALL, "SemiBold", "lm")
    if guide.is_draft:
        pen.text((WIDTH - _SIDE, top + 22), paper.DRAFT, paper.BAD, _SMALL, "SemiBold", "rm")
    for index, line in enumerate(_folded(pen, paper.plain(f"{step.alternative} {step.sentence}"))):
        pen.text((_SIDE, top + 46 + 24 * index), line, paper.INK, _TEXT, "Regular", "lm")


def _folded(pen: Pen, text: str) -> list[str]:
    """Fold a text into lines that fit; what does not fit into the last one is left out."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.text_width(longer, _TEXT, "Regular") > WIDTH - 2 * _SIDE:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > _LINES:
        lines[_LINES - 1] = f"{lines[_LINES - 1].rstrip(',;:—')}…"
    return lines[:_LINES]
