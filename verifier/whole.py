"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside `path` that takes its place when the block ends.

    When the block fails or is interrupted, what was at `path` stays as it is. Raises `OSError`.
    """
    part, old = (path.with_name(f".{path.name}.{ending}") for ending in ("part", "old"))
    if old.exists() and not path.exists():
        old.rename(path)  # killed between the two renames
    _remove(part, old)
    part.mkdir(parents=True)
    try:
        yield part
        try:
            if path.exists():
                path.rename(old)
            part.rename(path)
        except BaseException:
            if old.exists() and not path.exists():
                old.rename(path)
            raise
    finally:
        _remove(part, old)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield where to write a file, beside `path`, whose place it takes when the block ends.

    When the block fails or is interrupted, what was at `path` stays as it is. Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write a file in UTF-8 and return its path. Raises `OSError`."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file and return its path. Raises `OSError`."""
    with new_file(path) as part:
        part.write_bytes(content)
    return path


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 600 in UTF-8, whole even where the machine stops half-way. Raises `OSError`."""
    number, name = tempfile.mkstemp(prefix=".", dir=path.parent)  # of mode 600
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(number)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(path.parent)


def remove(path: Path) -> None:
    """Remove a file for good, whether or not it is there. Raises `OSError`."""
    path.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Let the folder itself reach the disk: else a name could come back after the machine has stopped."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
