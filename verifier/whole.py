"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import shutil
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


def write_text(path: Path, text: str) -> Path:
    """Write a file and return its path. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
