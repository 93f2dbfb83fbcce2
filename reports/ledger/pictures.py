"""A claim's picture, made small enough to live inside the page."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from reports import pictures
from reports.making import Made, Part

_WIDTH = 1280
_QUALITY = 75
_EFFORT = 2
"""Of WebP's 0 to 6: half the time of the default 4, for a twentieth more bytes."""


@dataclass(frozen=True)
class Picture:
    """A picture as a data address; width and height are in CSS pixels of the window, as the boxes of marks are."""

    source: str
    width: float
    height: float


def small(path: Path) -> Part:
    """Return what makes of a picture a WebP at most 1280 pixels wide, for `embed`."""
    return Part(_small, (), (path,))


def embed(made: Made, scale: float) -> Picture:
    """Return a picture that was made small; `scale` is the device pixels per CSS pixel that it was taken with."""
    size, webp = made
    width, height = (int(side) / scale for side in size.split())
    data = base64.b64encode(webp).decode("ascii")
    return Picture(f"data:image/webp;base64,{data}", width, height)


def _small(file: bytes) -> Made:
    image = pictures.decoded(file)
    size = f"{image.width} {image.height}".encode()
    if image.width > _WIDTH:
        smaller = (_WIDTH, round(image.height * _WIDTH / image.width))
        image = image.resize(smaller, Image.Resampling.LANCZOS, reducing_gap=1.0)
    packed = io.BytesIO()
    image.save(packed, "WEBP", quality=_QUALITY, method=_EFFORT)
    return size, packed.getvalue()
