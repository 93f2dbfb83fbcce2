"""What readers call the sentences of a text: 6, and 6а for the first item below it, in its letters."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase

_LETTERS = {"ru": "абвгдежзиклмнопрстуфхцчшщэюя"}
"""As Word counts in Russian: without ё, й, ъ, ы and ь."""
_OR = {"ru": "или"}

MOST = len(ascii_lowercase)
"""How many items a sentence can have below it."""


def numbers(sentences: Iterable[tuple[str, bool]], language: str) -> dict[str, str]:
    """Return the number of each sentence by its id; the sentences come in order, each with whether it is an item."""
    letters = _LETTERS.get(language, ascii_lowercase)
    found: dict[str, str] = {}
    whole = below = 0
    for name, is_item in sentences:
        whole, below = (whole, below + 1) if is_item else (whole + 1, 0)
        found[name] = f"{whole}{letters[below - 1]}" if is_item else str(whole)
    return found


def alternative(language: str) -> str:
    """Return the word between two items of which a reader needs only one."""
    return _OR.get(language, "or")
