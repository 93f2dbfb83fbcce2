"""What reports call the things on a screen."""

from __future__ import annotations


def window_name(number: int) -> str:
    """Return what a report calls a window."""
    return f"окно {number}" if number else "вспомогательное окно"
