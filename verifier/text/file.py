"""The file of an instruction: its text, read with care, and how errors call it."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from verifier import project
from verifier.text import refusals
from verifier.text.model import InstructionError

_LARGEST = 1_000_000
"""Bytes; a sentence takes some 150 of them."""


def text_of(path: Path) -> str:
    """Return what a file says, its lines ended by line feeds. Raises `InstructionError` when it cannot be read."""
    name = shown(path)
    return _decoded(_contents(path, name), name)


def shown(path: Path) -> str:
    """Return how an error calls a file: below the project as an editor opens it, and always on one line."""
    try:
        name = project.shown(path)
    except (ValueError, OSError, RuntimeError):  # no file can have such a name
        name = str(path)
    return refusals.one_line(name)


def _contents(path: Path, name: str) -> bytes:
    try:
        about = path.stat()
        data = path.read_bytes() if stat.S_ISREG(about.st_mode) and about.st_size <= _LARGEST else b""
    except FileNotFoundError:
        raise InstructionError(f"{name}: нет такого файла; верните его или укажите другой") from None
    except PermissionError:
        raise InstructionError(f"{name}: нет права читать этот файл; дайте его: chmod u+r") from None
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        why = refusals.quoted(getattr(error, "strerror", None) or str(error))
        raise InstructionError(f"{name}: не читается ({why}); проверьте файл") from None
    if not stat.S_ISREG(about.st_mode):
        raise InstructionError(f"{name}: это не файл; укажите файл инструкции")
    if about.st_size > _LARGEST:
        raise InstructionError(f"{name}: в файле больше {_LARGEST // 1_000_000} МБ; разделите инструкцию")
    return data


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InstructionError(f"{name}:{line}: это не UTF-8; сохраните файл в кодировке UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (unseen := refusals.invisible(text)) is not None:
        told, place = unseen
        raise InstructionError(f"{name}:{text.count(chr(10), 0, place) + 1}: {told}")
    return text
