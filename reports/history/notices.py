"""Who was told of which claims, and when: a file beside the history that grows by a line a message."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock
from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic_core import from_json

from verifier import plain, whole

FILE = "notices.jsonl"
_LOCK = "history.lock"
"""One for all that is kept in the folder."""
_LARGEST = 64_000_000


class Notice(BaseModel):
    """A message that reached its audience. `audience` is who they are, in the dative.

    `claims` are those that it was about, each by its text and its own id.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    target: str
    audience: str
    sent: AwareDatetime
    claims: tuple[tuple[str, str], ...]


@contextmanager
def held(folder: Path, path: Path) -> Iterator[None]:
    """Let nobody else add to the history in a folder, which is made. Raises `UnwrittenError`, about `path`."""
    with whole.telling(path):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK).acquire()
    with lock:
        yield


def append(folder: Path, notices: Collection[Notice]) -> None:
    """Add messages to the history in a folder. Raises `UnwrittenError`; then nothing is added."""
    path = folder / FILE
    with held(folder, path):
        # An empty line in front ends one that was cut short, so that it costs itself alone.
        whole.append(path, b"\n" + "".join(f"{one.model_dump_json()}\n" for one in notices).encode())


def read(folder: Path) -> list[Notice]:
    """Read what was told, the earliest first; a line that is none is left out. Raises `OSError`."""
    try:
        told = plain.read(folder / FILE, _LARGEST)
    except FileNotFoundError:
        return []
    found = []
    for line in told.splitlines():
        try:
            found.append(Notice.model_validate(plain.legible(from_json(line, allow_inf_nan=False))))
        except ValueError:
            continue
    return sorted(found, key=lambda one: one.sent)
