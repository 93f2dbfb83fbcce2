"""Parts of reports: made side by side in processes, and none made again while all that it is made of is the same."""

from __future__ import annotations

import ctypes
import hashlib
import json
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakValueDictionary

from verifier import plain

Made = tuple[bytes, ...]
"""What a part consists of."""

KEPT = Path(__file__).with_name(".cache")
"""Where the commands keep what they have made."""
ROOM = 2_000_000_000
"""Bytes that all kept parts may take together: as those of some 3,000 steps do."""
LARGEST = 64_000_000
"""Bytes of a file of which a part is made."""

_WORTH = 8
"""How many parts have to be made before it pays to start processes, which takes as long as drawing some pictures."""
_KEPT_MEMORY = {-1: 1 << 30, -3: 1 << 25}
"""`M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD` of mallopt(3), bytes: to have the memory of each picture from the system
anew takes a fifth of the time.
"""
_LIBRARIES = ("pillow", "typst", "python-docx", "lxml", "jinja2", "babel", "segno", "fonttools")
"""What parts are made with, and has its own versions."""
_NOT_CODE = {"out", "nights", "accepted", ".cache", "__pycache__"}


@dataclass(frozen=True)
class Part:
    """Something to be made: a function of some module, its arguments, and files whose contents follow them.

    `also` is what else it depends on and is not handed, such as the rules of a time zone.
    """

    make: Callable[..., Made]
    args: tuple[Any, ...] = ()
    files: tuple[Path, ...] = ()
    also: tuple[str, ...] = ()

    def contents(self) -> tuple[bytes, ...]:
        """Return what its files hold now. Raises `OSError`."""
        return tuple(plain.read(path, LARGEST) for path in self.files)

    def key(self, contents: Sequence[bytes]) -> str:
        """Return the same for parts of which nothing differs: no argument, file, line of code or library."""
        digest = hashlib.sha256()
        _feed(digest.update, (code(), self.make.__module__, self.make.__qualname__, self.args, self.also))
        _feed(digest.update, tuple(contents))
        return digest.hexdigest()


class Cache:
    """Parts in a folder, by their keys; whatever it cannot read or write is as if it were not there."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self._folder = folder
        self._room = room

    def get(self, key: str) -> Made | None:
        """Return a part that was kept whole."""
        path = self._folder / key
        try:
            made = _unpacked(path.read_bytes())
            os.utime(path)  # what is used stays longest
        except (OSError, ValueError, TypeError):
            return None
        return made

    def put(self, key: str, made: Made) -> None:
        """Keep a part, if there is room on the disk."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.writelines(_packed(made))
                Path(name).replace(self._folder / key)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError:
            return

    def shrink(self) -> None:
        """Forget what was not used for longest, until the rest fits into its room."""
        kept = list[tuple[os.stat_result, Path]]()
        for path in self._folder.glob("*"):
            with suppress(OSError):  # another run has just forgotten it
                kept.append((path.stat(), path))
        size = sum(about.st_size for about, _ in kept)
        for about, path in sorted(kept, key=lambda one: one[0].st_mtime_ns):
            if size <= self._room:
                return
            path.unlink(missing_ok=True)
            size -= about.st_size


class Maker:
    """Makes parts. As a context it ends its processes; without a cache it keeps nothing."""

    def __init__(self, cache: Cache | None = None, processes: int = 1) -> None:
        self._cache = cache
        self._processes = processes
        self._pool: Executor | None = None
        # One part may be asked for in several places at a time; what nobody holds any more is let go.
        self._asked: WeakValueDictionary[str, Future[Made]] = WeakValueDictionary()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if self._cache is not None:
            self._cache.shrink()

    def start(self, parts: Iterable[Part]) -> list[Future[Made]]:
        """Begin to make parts, and return what will have them, or the error: `OSError` when a file cannot be read."""
        futures, missing = list[Future[Made]](), list[tuple[Part, Future[Made]]]()
        for part in parts:
            try:
                key = part.key(part.contents())
            except OSError as error:
                futures.append(Future())
                futures[-1].set_exception(error)
                continue
            future = self._asked.get(key)
            if future is None:
                future = self._asked[key] = Future()
                kept = self._cache.get(key) if self._cache else None
                if kept is None:
                    missing.append((part, future))
                else:
                    future.set_result(kept)
            futures.append(future)
        if self._pool is None and self._processes > 1 and len(missing) >= _WORTH:
            self._pool = _processes(self._processes)
        for part, future in missing:
            if self._pool is None:
                _settle(future, _inline(part, self._cache))
            else:
                begun = self._pool.submit(_make, part, self._cache)
                begun.add_done_callback(partial(_settle, future))
        return futures

    def make(self, parts: Iterable[Part]) -> list[Made]:
        """Return parts, made now or before. Raises what making one of them raises, and `OSError`."""
        return [future.result() for future in self.start(parts)]


def several() -> Maker:
    """Return what makes parts in as many processes as there are processors, and keeps them for the next time."""
    return Maker(Cache(KEPT), os.cpu_count() or 1)


@cache
def code() -> str:
    """Return what changes whenever reports could come out otherwise: with any line of ours, or another library."""
    digest = hashlib.sha256(sys.version.encode())
    rooms = Path(__file__).parent, Path(plain.__file__).parent
    for room in rooms:
        for folder, below, names in os.walk(room):
            below[:] = sorted(set(below) - _NOT_CODE)
            for name in sorted(names):
                _feed(digest.update, (name, (Path(folder) / name).read_bytes()))
    for library in _LIBRARIES:
        try:
            # The record has a digest of each of the library's files.
            _feed(digest.update, (library, distribution(library).read_text("RECORD")))
        except PackageNotFoundError:
            _feed(digest.update, (library, None))
    return digest.hexdigest()


def _make(part: Part, cache: Cache | None) -> Made:
    contents = part.contents()
    made = part.make(*part.args, *contents)
    if cache is not None:
        # By what was read just now: since the part was asked for a file may have become another.
        cache.put(part.key(contents), made)
    return made


def _inline(part: Part, cache: Cache | None) -> Future[Made]:
    done = Future[Made]()
    try:
        done.set_result(_make(part, cache))
    except Exception as error:
        done.set_exception(error)
    return done


def _settle(future: Future[Made], done: Future[Made]) -> None:
    if done.cancelled():
        future.cancel()
    elif error := done.exception():
        future.set_exception(error)
    else:
        future.set_result(done.result())


def _processes(count: int) -> Executor:
    # A fork of a process with threads may hang.
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _prepare)


def _prepare() -> None:
    """Leave Ctrl-C to the process that asked, and end with it, however it ends; keep memory for the next picture."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(AttributeError, OSError, TypeError):  # only where the C library has it
        mallopt = ctypes.CDLL(None).mallopt
        for parameter, size in _KEPT_MEMORY.items():
            mallopt(parameter, size)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _packed(made: Made) -> Iterable[bytes]:
    digest = hashlib.sha256(b"".join(made)).hexdigest()
    yield json.dumps([digest, [len(one) for one in made]]).encode() + b"\n"
    yield from made


def _unpacked(data: bytes) -> Made:
    """Return what was packed. Raises `ValueError` or `TypeError` when it is not all there."""
    head, _, body = data.partition(b"\n")
    digest, sizes = json.loads(head)
    if hashlib.sha256(body).hexdigest() != digest:
        raise ValueError("not whole")
    made, start = list[bytes](), 0
    for size in sizes:
        made.append(body[start : start + size])
        start += size
    return tuple(made)


def _feed(into: Callable[[bytes], object], value: object) -> None:
    """Feed a value to a digest, so that no two are fed alike. Raises `TypeError` for a kind that it does not know."""
    if isinstance(value, Enum):
        value = value.value
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        value = (type(value).__qualname__, told)
    if isinstance(value, Mapping):
        value = tuple(value.items())
    if isinstance(value, tuple | list):
        into(b"(%d" % len(value))
        for one in value:
            _feed(into, one)
        return
    if isinstance(value, bytes):
        data = value
    elif value is None or isinstance(value, str | int | float | datetime):
        data = (repr(value) if isinstance(value, float | datetime) else str(value)).encode(
            "utf-8", "surrogatepass"
        )
    else:
        raise TypeError(f"{type(value)} cannot be told from another")
    into(b"%b %d " % (type(value).__name__.encode(), len(data)))
    into(data)
