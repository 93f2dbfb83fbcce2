"""Pictures that anybody may have left beside a journal or in a guide: none is read but a plain file of a sane size."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from PIL import Image

from verifier import plain

LARGEST = 64_000_000
"""Bytes of a picture's file."""
_LONGEST = 8192
"""Pixels of a side; a window of 4K on a dense screen has 7680."""
_FORMS = ("PNG", "WEBP")
_FORMS_OF_OTHERS = (*_FORMS, "JPEG")


def load(path: Path) -> Image.Image:
    """Return a picture in RGB. Raises `OSError`, whose `strerror` is Russian or None, when it cannot be read."""
    with _opened(path) as image:
        return image.convert("RGB")


def decoded(data: bytes) -> Image.Image:
    """Return a picture that a file holds, in RGB. Raises `OSError` as `load` does."""
    with _recognised(io.BytesIO(data), Path()) as image:
        return image.convert("RGB")


def on_white(data: bytes) -> Image.Image:
    """Return a picture that somebody has made, JPEG too, in RGB, white where it shows nothing.

    Raises `OSError` as `load` does.
    """
    with _recognised(io.BytesIO(data), Path(), _FORMS_OF_OTHERS) as image:
        shown = image.convert("RGBA")
    ground = Image.new("RGBA", shown.size, "#fff")
    return Image.alpha_composite(ground, shown).convert("RGB")


def size(path: Path) -> tuple[int, int]:
    """Return width and height in pixels, from the head of the file alone. Raises `OSError` as `load` does."""
    with _opened(path) as image:
        return image.size


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    with plain.opened(path, LARGEST) as file, _recognised(file, path) as image:
        yield image


@contextmanager
def _recognised(file: IO[bytes], path: Path, forms: tuple[str, ...] = _FORMS) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=forms) as image:
                if max(image.size) > _LONGEST:
                    raise plain.NotPlainError(f"сторона больше {_LONGEST} точек", path)
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise plain.NotPlainError("слишком много точек", path) from None
    except (SyntaxError, ValueError) as error:  # so Pillow tells of broken pictures of some kinds
        raise OSError(f"{path}: no picture") from error
