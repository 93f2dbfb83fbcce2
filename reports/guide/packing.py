"""A drawn picture, packed for each form of the guide."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image

SHARE = 50_000
"""Bytes for one picture in the page; with two of them a step, 21 steps stay below 3 MB, fit for e-mail."""

_ATTEMPTS = ((1, 88), (1, 70), (2, 80), (2, 60))
"""How much smaller than its own size a picture is packed, and how well, until it takes no more than its share."""
_JPEG_QUALITY = 90
_PNG = b"\x89PNG"
_PHOTOGRAPH = 1 / 16
"""Bytes per pixel of a PNG from which on a JPEG may be smaller; a page with text takes half of that."""


class Packed(NamedTuple):
    """What matters of a picture, and the whole window, as WebP without a loss; and as each form has them."""

    cropped: bytes
    full: bytes
    cropped_in_page: bytes
    """For the page: as it is, or with a loss where it would take too much."""
    full_in_page: bytes
    printed: bytes
    """The cropped one for paper: PNG, or JPEG where a photograph would make that too large."""


def pack(cropped: Image.Image, full: Image.Image) -> Packed:
    """Pack a picture for every form."""
    cropped_file, full_file = lossless(cropped), lossless(full)
    return Packed(
        cropped_file,
        full_file,
        in_page(cropped, cropped_file),
        in_page(full, full_file),
        printed(cropped),
    )


def lossless(image: Image.Image) -> bytes:
    """Return a picture as WebP without a loss."""
    # Method 1 takes a third of the time of the default and gives files a quarter larger.
    return _saved(image, "WEBP", lossless=True, method=1, quality=0)


def ending(file: bytes) -> str:
    """Return how the name of a picture for paper ends."""
    return "png" if file.startswith(_PNG) else "jpg"


def unpacked(file: bytes) -> Image.Image:
    """Return a picture that was packed."""
    with Image.open(io.BytesIO(file)) as image:
        return image.convert("RGB")


def size(file: bytes) -> tuple[int, int]:
    """Return the width and height of a packed picture, in pixels."""
    with Image.open(io.BytesIO(file)) as image:
        return image.size


def in_page(image: Image.Image, packed: bytes) -> bytes:
    """Pack a picture anew if it has too many colours to be packed without a loss: a gradient, or a photograph."""
    # What is little more than its share without a loss is a page of letters: with a small loss it takes no less.
    attempts = _ATTEMPTS if len(packed) >= 2 * SHARE else _ATTEMPTS[1:]
    for shrunk, quality in attempts:
        if len(packed) <= SHARE:
            break
        packed = _saved(image.reduce(shrunk), "WEBP", quality=quality, method=2)
    return packed


def printed(image: Image.Image) -> bytes:
    """Pack a picture for paper."""
    png = _saved(image, "PNG")
    if len(png) < _PHOTOGRAPH * image.width * image.height:
        return png
    return min(png, _saved(image, "JPEG", quality=_JPEG_QUALITY, subsampling=0, optimize=True), key=len)


def _saved(image: Image.Image, form: str, **settings: int) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **settings)
    return file.getvalue()
