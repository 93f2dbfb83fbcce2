"""A picture of the writer's own: a file beside the text, taken along as it is."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from pathlib import Path

from verifier import plain
from verifier.text.refusals import RefusedError, quoted

LARGEST = 1_000_000
"""Bytes."""
_FORMS = ("PNG", "JPEG", "WEBP")
_LONGEST = 4096


def read(folder: Path, name: str) -> str:
    """Return a picture below a folder in Base64. Raises `RefusedError` for what is none, or lies elsewhere."""
    shown = quoted(name)
    path = folder / name
    if not name or ":" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        raise RefusedError(f"картинка «{shown}» лежит не рядом с текстом; положите её в его папку")
    try:
        plain.check(path, folder)
        data = plain.read(path, LARGEST)
    except FileNotFoundError:
        raise RefusedError(f"картинки «{shown}» нет; положите её рядом с текстом или исправьте имя") from None
    except OSError as error:
        raise RefusedError(f"картинка «{shown}» не годится ({error.strerror}); замените её") from None
    _check(data, shown)
    return base64.b64encode(data).decode()


def contents(picture: str) -> bytes:
    """Return a picture's file from its Base64; nothing where it is none."""
    try:
        return base64.b64decode(picture, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _check(data: bytes, shown: str) -> None:
    from PIL import Image  # few texts have pictures, and runs begin without it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_FORMS) as image:
                size = image.size
                image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        raise RefusedError(f"«{shown}» — не картинка PNG, JPEG или WebP; сохраните её так") from None
    if max(size) > _LONGEST:
        raise RefusedError(f"у картинки «{shown}» сторона больше {_LONGEST} точек; уменьшите её")
