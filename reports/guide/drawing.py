"""Draws a step's picture: the marks on it, the part that is shown, and the window around."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple

from reports import pictures
from reports.guide import marks
from reports.guide.edges import Edges
from reports.guide.frame import framed
from reports.guide.packing import pack
from reports.guide.rect import Rect


def looked(scale: float, changing: Sequence[Rect], file: bytes) -> tuple[bytes, ...]:
    """Return where a page has texts and boxes, as `Edges.unpacked` takes it. Raises `OSError`."""
    return Edges.of(pictures.decoded(file), scale, changing).packed()


def drawn(
    scale: float,
    number: str,
    targets: Sequence[marks.Target],
    changing: Sequence[Rect],
    part: Rect,
    url: str,
    title: str,
    file: bytes,
) -> tuple[bytes, ...]:
    """Draw a step's picture; `part` is what is shown cropped, `title` says which window it is where there are several.

    Return it packed, and after that, as JSON, the boxes in which its number stands. Raises `OSError`.
    """
    picture = pictures.decoded(file)
    badges = marks.draw(picture, scale, number, targets, part, changing)
    left, top, right, bottom = part.pixels(scale)
    cropped = picture.crop((left, top, min(right, picture.width), min(bottom, picture.height)))
    packed = pack(*(framed(image, scale, url, title) for image in (cropped, picture)))
    return *packed, json.dumps([astuple(badge) for badge in badges]).encode()
