"""Words: names, which are hidden however short they are, and what anybody may read, which never is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

_ESCAPES = re.compile(r"\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2})|[nrtbf])|&#x([0-9a-f]+);|&#(\d+);", re.IGNORECASE)
_LONGEST_ESCAPE = 14
_LONGEST_PUBLIC = 500
_COMMON = (
    "http https www html json text true false null none data file page name user login test GET POST HTTP"
)
"""Words of addresses and formats: a report without them could not be read."""


class Name(str):
    """A word of somebody's name: where it is too short to be looked for anywhere, it is hidden as a whole word.

    Such a word counts as it is written, with a capital letter, or in capitals: in small letters «том» is none.
    """

    __slots__ = ()


def names_in(text: str) -> tuple[Name, ...]:
    """Return the words of a text that is a name; none of one that is something else, such as an address."""
    words = text.split()
    is_name = 0 < len(words) <= 5 and all(_is_of_a_name(word) for word in words)
    return tuple(Name(word) for word in words) if is_name else ()


def _is_of_a_name(word: str) -> bool:
    return word[0].isupper() and all(
        letter.isalpha() or letter in "-'’." or _marks(letter) for letter in word
    )


def stands_as_word(text: str, start: int, end: int, name: str) -> bool:
    """Say whether a name that is found in a text is no part of a longer word, in whatever form both are written.

    Where texts of a page run into each other a capital letter after a small one begins a word too.
    """
    before = _plain(text[max(0, start - _LONGEST_ESCAPE) : start])[-1:]
    after = _plain(text[end : end + _LONGEST_ESCAPE])[:1]
    if name.isascii():
        return not (_goes_on(before) or _goes_on(after))
    begins = not (before.isalpha() or _marks(before)) or (before.islower() and name[0].isupper())
    ends = not (after.isalpha() or _marks(after)) or (after.isupper() and name[-1].islower())
    return begins and ends


class Public:
    """What anybody may read, such as a text's own words and a product's addresses: it is never hidden."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._known: dict[str, bool] = {}
        self.add([_COMMON])

    def add(self, texts: Iterable[str]) -> None:
        """Add texts."""
        new = {" ".join(text.split()) for text in texts} - self._texts
        if new:
            self._texts |= new
            self._known.clear()

    def has(self, text: str) -> bool:
        """Say whether whole words of what is public read exactly so, or so in capitals."""
        if (known := self._known.get(text)) is None:
            words = re.compile(rf"(?<!\w){re.escape(' '.join(text.split()))}(?!\w)")
            one = any(words.search(said) for said in self._texts)
            known = one or (text.isupper() and any(words.search(said.upper()) for said in self._texts))
            self._known[text] = known
        return known

    def covers(self, text: str, start: int, end: int) -> bool:
        """Say whether the words are public in which something stands."""
        while start and _is_of_word(text[start]) and _is_of_word(text[start - 1]):
            start -= 1
        while end < len(text) and _is_of_word(text[end - 1]) and _is_of_word(text[end]):
            end += 1
        return end - start <= _LONGEST_PUBLIC and self.has(text[start:end])


def _plain(text: str) -> str:
    """Return a text with its escapes undone; what stands at its ends may be part of one that was cut."""

    def letter(escape: re.Match[str]) -> str:
        if escape[1] or escape[2] or escape[3]:
            return _letter(int(escape[1] or escape[2] or escape[3], 16))
        return _letter(int(escape[4])) if escape[4] else " "

    return _ESCAPES.sub(letter, unquote(unquote(text, errors="ignore"), errors="ignore"))


def _letter(number: int) -> str:
    return chr(number) if number < 0x110000 else " "


def _goes_on(letter: str) -> bool:
    return letter == "_" or letter.isalnum() or _marks(letter)


def _is_of_word(letter: str) -> bool:
    return letter == "_" or letter.isalnum()


def _marks(letter: str) -> bool:
    return bool(letter) and unicodedata.combining(letter) != 0
