"""A table of measurements on the console."""

from __future__ import annotations

from collections.abc import Sequence


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; every column but the first is aligned to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    print(title)
    for row in (heads, *rows):
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        print("  ".join(cells), flush=True)


def number(value: float, digits: int = 1) -> str:
    """Return a number as Russian readers write it."""
    return f"{value:.{digits}f}".replace(".", ",")


def size(count: int) -> str:
    """Return a number of bytes in megabytes."""
    return f"{number(count / 1e6)} МБ"
