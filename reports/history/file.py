"""The history's file: JSON Lines, a line a run, appended whole; a line that was cut short costs itself alone."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic_core import from_json

from reports.history import notices
from reports.history.model import Night
from reports.history.notices import Notice
from verifier import plain, whole

FILE = "history.jsonl"
_LARGEST = 256_000_000
"""Bytes of a history; a night takes some 50 000 of them."""


class Read(NamedTuple):
    """The runs of a history, the earliest first, the numbers of the lines that could not be read, and who was told."""

    nights: list[Night]
    spoilt: list[int]
    notices: Sequence[Notice] = ()


def append(folder: Path, nights: Collection[Night]) -> list[Night]:
    """Add runs to the history in a folder and return those that were new to it.

    Two runs that end at once both get in. A last line that was cut short is ended first, so that it spoils no other.
    Raises `OSError` where what is there cannot be read, and `UnwrittenError`; then nothing is added.
    """
    path = folder / FILE
    with notices.held(folder, path):
        known = {night.run for night in read(folder).nights}
        new = [night for night in nights if night.run not in known]
        text = "".join(f"{night.model_dump_json()}\n" for night in new).encode()
        if new:
            whole.append(path, b"\n" + text if _is_cut_short(path) else text)
    return new


def read(folder: Path) -> Read:
    """Read the history in a folder; where there is none, it is empty. Raises `OSError` where it is no plain file."""
    nights: dict[str, Night] = {}
    spoilt = []
    try:
        told = plain.read(folder / FILE, _LARGEST)
    except FileNotFoundError:
        told = b""
    for number, line in enumerate(told.splitlines(), 1):
        try:
            one = Night.model_validate(plain.legible(from_json(line, allow_inf_nan=False)))
        except ValueError:
            spoilt.append(number)
        else:
            nights.setdefault(one.run, one)
    ordered = sorted(nights.values(), key=lambda one: (one.started, one.run))
    return Read(ordered, spoilt, notices.read(folder))


def _is_cut_short(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            return file.read() not in (b"", b"\n")
    except FileNotFoundError:
        return False
