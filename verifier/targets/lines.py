"""Where in a TOML file a field stands: what readers of a message look for and parsers do not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TABLE = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_FIELD = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, place: tuple[str, ...]) -> int:
    """Return the line of a field or table, counted from 1; of the nearest table around it where it stands nowhere."""
    best, deepest = 1, 0
    for number, path in _paths(text):
        if len(path) > deepest and place[: len(path)] == path:
            best, deepest = number, len(path)
    return best


def _paths(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _TABLE.match(line):
            table = _parts(head[1])
            yield number, table
        elif field := _FIELD.match(line):
            yield number, (*table, *_parts(field[1]))


def _parts(written: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(written))
