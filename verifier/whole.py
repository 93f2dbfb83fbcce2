"""Files and folders that are written whole or not at all, and what is said where they cannot be."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WHY = {
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EROFS: "только для чтения",
    errno.EEXIST: "это файл, а не папка",
    errno.ENOTDIR: "это файл, а не папка",
    errno.EISDIR: "это папка, а не файл",
    errno.ENOSPC: "кончилось место",
    errno.EDQUOT: "кончилась квота",
    errno.EFBIG: "файл больше, чем здесь разрешено",
    errno.EIO: "ошибка диска",
    errno.ENAMETOOLONG: "имя длиннее, чем здесь бывает",
    errno.ELOOP: "ссылки ведут по кругу",
}
if sys.platform == "win32":
    _ADDING = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_BINARY | os.O_NOINHERIT
else:
    _ADDING = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


class UnwrittenError(OSError):
    """Something could not be written: `filename` is what, `strerror` says in Russian why."""


def is_unwritten(error: BaseException) -> bool:
    """Say whether an error is the disk's: one of the writers here has met it, or anybody else who met a full disk."""
    return isinstance(error, UnwrittenError) or (isinstance(error, OSError) and error.errno in _FULL)


def is_misnamed(error: OSError) -> bool:
    """Say whether there can be nothing at a place that somebody has named, so that it is the name that must change."""
    return error.errno in (errno.ENAMETOOLONG, errno.ELOOP)


def why(error: OSError) -> str:
    """Return in Russian why something could not be written, or is not at the place where it is looked for."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)


def misnamed(error: OSError) -> str:
    """Return the line that is said of a name under which there can be nothing."""
    return f"{error.filename}: так не назвать ни файла, ни папки ({why(error)}); назовите другое место"


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside `path` that takes its place when the block ends.

    When the block fails or is interrupted, what was at `path` stays as it is. Raises `UnwrittenError`.
    """
    part, old = (path.with_name(f".{path.name}.{ending}") for ending in ("part", "old"))
    with telling(path):
        if old.exists() and not path.exists():
            old.rename(path)  # killed between the two renames
        _remove(part, old)
        try:
            part.mkdir(parents=True)
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

    When the block fails or is interrupted, what was at `path` stays as it is. Raises `UnwrittenError`.
    """
    part = path.with_name(f"{path.name}.part")
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write a file in UTF-8 and return its path. Raises `UnwrittenError`."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file and return its path. Raises `UnwrittenError`."""
    with new_file(path) as part:
        part.write_bytes(content)
    return path


def copy(source: Path, to: Path) -> None:
    """Copy a file with its times, or all that is below a folder, into the place of what was there.

    Each file is copied whole or not at all. Raises `OSError` where something cannot be read, else `UnwrittenError`.
    """
    for path in [source, *sorted(source.rglob("*"))]:
        place = to / path.relative_to(source)
        if path.is_dir():
            with telling(place):
                place.mkdir(parents=True, exist_ok=True)
        else:
            with new_file(place) as part:
                shutil.copy2(path, part)


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file, all of it or nothing. Raises `UnwrittenError`."""
    with telling(path):
        number = os.open(path, _ADDING, 0o666)
        try:
            size = os.fstat(number).st_size
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(number, rest) :]
                os.fsync(number)
            except BaseException:
                os.ftruncate(number, size)
                raise
        finally:
            os.close(number)


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 600 in UTF-8, whole even where the machine stops half-way. Raises `UnwrittenError`."""
    with telling(path):
        _write_private(path, text)


def _write_private(path: Path, text: str) -> None:
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
    """Remove a file for good, whether or not it is there. Raises `UnwrittenError`."""
    with telling(path):
        path.unlink(missing_ok=True)
        _settle(path.parent)


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Name what the disk refuses while `path` is written. Raises `UnwrittenError`."""
    try:
        yield
    except OSError as error:
        if isinstance(error, UnwrittenError) or error.errno not in _WHY:
            raise
        told = error.filename2 or error.filename  # of a copy the second is what was written
        named = Path(os.fsdecode(told)) if told else path
        place = path if path.parent in named.parents else named
        raise UnwrittenError(error.errno, _WHY[error.errno], str(place)) from error


def _settle(folder: Path) -> None:
    """Let the folder itself reach the disk: else a name could come back after the machine has stopped."""
    if sys.platform != "win32":  # which opens no folder, and writes names down by itself
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
