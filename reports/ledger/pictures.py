"""A claim's picture, made small enough to live inside the page."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from reports import pictures

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


def embed(path: Path, scale: float) -> Picture:
    """Return a picture as WebP, at most 1280 pixels wide; `scale` is its device pixels per CSS pixel.

    Raises `OSError` when the file is missing or is no picture.
    """
    image = pictures.load(path)
    width, height = image.width / scale, image.height / scale
    if image.width > _WIDTH:
        size = (_WIDTH, round(image.height * _WIDTH / image.width))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=1.0)
    packed = io.BytesIO()
    image.save(packed, "WEBP", quality=_QUALITY, method=_EFFORT)
    data = base64.b64encode(packed.getvalue()).decode("ascii")
    return Picture(f"data:image/webp;base64,{data}", width, height)
