"""Files that anybody may have left in a folder: none but plain ones inside it are read, and none that is too long."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import from_json

from verifier.text import refusals


class NotPlainError(OSError):
    """Something is no plain file inside its folder; `strerror` says in Russian what it is instead."""

    def __init__(self, why: str, path: Path) -> None:
        super().__init__(errno.EINVAL, why, str(path))


def check(path: Path, folder: Path) -> None:
    """See that a path below a folder leads, without any link, to a plain file. Raises `NotPlainError` and `OSError`."""
    try:
        real = path.resolve(strict=True)
    except RuntimeError:  # links that lead to each other
        raise NotPlainError(_LINK, path) from None
    except ValueError:  # no file can have such a name
        raise NotPlainError("такого имени у файла быть не может", path) from None
    if real != folder.resolve() / path.relative_to(folder):  # also where that has `..` in it
        raise NotPlainError(_LINK, path)
    if not stat.S_ISREG(real.lstat().st_mode):
        raise NotPlainError(_OTHER, path)


def opened(path: Path, most: int) -> BinaryIO:
    """Open a plain file of at most so many bytes, without waiting. Raises `NotPlainError` and `OSError`."""
    about = path.lstat()  # a device may not even be opened
    if stat.S_ISLNK(about.st_mode):
        raise NotPlainError(_LINK, path)
    if not stat.S_ISREG(about.st_mode):
        raise NotPlainError(_OTHER, path)
    file = os.fdopen(os.open(path, _READING), "rb")
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode) or about.st_size > most:
        file.close()
        raise NotPlainError(f"в нём больше {most // 1_000_000} МБ", path)
    return file


def read(path: Path, most: int) -> bytes:
    """Return what a plain file of at most so many bytes holds. Raises `NotPlainError` and `OSError`."""
    with opened(path, most) as file:
        return file.read(most)


def document(path: Path, most: int) -> Any:
    """Return what a plain file of JSON says, in characters that every report can show.

    Raises `NotPlainError` and `OSError`, and `ValueError` where it is no JSON in UTF-8 or has numbers that are none.
    """
    return legible(from_json(read(path, most).decode(), allow_inf_nan=False))


def legible(value: Any) -> Any:
    """Return a JSON document whose texts have a mark in place of what cannot be shown or would turn a line around.

    XML 1.0 (production 2, Char) has no place for most control characters, nor have Word, PDF and consoles.
    """
    if isinstance(value, str):
        return refusals.legible(value)
    if isinstance(value, list):
        return [legible(one) for one in value]
    if isinstance(value, dict):
        return {legible(key): legible(one) for key, one in value.items()}
    return value


if sys.platform == "win32":
    _READING = os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT
else:
    _READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_LINK = "это ссылка, а не файл"
_OTHER = "это не обычный файл"
