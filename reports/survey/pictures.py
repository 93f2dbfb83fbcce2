"""The pictures of a survey, with a numbered frame around each thing of the page object."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from reports import pictures
from reports.guide.pen import Pen
from reports.guide.rect import Rect
from reports.survey.words import COLOURS
from verifier.walk.survey import Screen

_PAPER = "#ffffff"
_AROUND_PX, _LINE_PX = 3.0, 2.5
_BADGE_PX, _LETTERS_PX = 22.0, 13.0
_WIDTH, _QUALITY = 1280, 80


def mark(path: Path, screen: Screen) -> bytes:
    """Return a screen's picture as WebP with its marks drawn. Raises `OSError` when it cannot be read."""
    picture = pictures.load(path)
    pen = Pen(picture, screen.scale)
    width, height = picture.width / screen.scale, picture.height / screen.scale
    window = Rect(0, 0, width, height)
    for one in sorted(screen.marks, key=lambda one: -one.box[2] * one.box[3]):
        left, top, across, down = one.box
        frame = Rect(left, top, left + across, top + down).grown(_AROUND_PX).clipped(window)
        if frame.width <= 0 or frame.height <= 0:
            continue
        pen.outline(frame.grown(1), _PAPER, _LINE_PX + 2, 6)
        pen.outline(frame, COLOURS[one.kind], _LINE_PX, 6)
        number = str(one.number)
        wide = max(_BADGE_PX, pen.text_width(number, _LETTERS_PX, "SemiBold") + 10)
        at = min(max(frame.left - wide / 2, 0), width - wide)
        above = min(max(frame.top - _BADGE_PX / 2, 0), height - _BADGE_PX)
        badge = Rect(at, above, at + wide, above + _BADGE_PX)
        pen.fill(badge.grown(1.5), _PAPER, _BADGE_PX / 2)
        pen.fill(badge, COLOURS[one.kind], _BADGE_PX / 2)
        middle = ((badge.left + badge.right) / 2, (badge.top + badge.bottom) / 2)
        pen.text(middle, number, _PAPER, _LETTERS_PX, "SemiBold", "mm")
    if picture.width > _WIDTH:
        size = (_WIDTH, round(picture.height * _WIDTH / picture.width))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    picture.save(packed, "WEBP", quality=_QUALITY, method=2)
    return packed.getvalue()
