"""Reads TOML that somebody has written by hand."""

from __future__ import annotations

import re
import tomllib
from typing import Any


class TomlError(ValueError):
    """A text is no TOML; `reason` is the parser's own, `line` counts from 1, 0 where nobody knows it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        found = re.search(r"line (\d+)", reason)
        self.line = int(found[1]) if found else 0


def parse(text: str) -> dict[str, Any]:
    """Return the tables of a text. Raises `TomlError`."""
    try:
        return tomllib.loads(text)
    except (RecursionError, ValueError) as error:  # the parser lets a date through that the calendar has not
        deep = isinstance(error, RecursionError)
        raise TomlError("скобки вложены слишком глубоко" if deep else str(error)) from None
