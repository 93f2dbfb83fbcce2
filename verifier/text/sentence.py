"""What a sentence quotes: labels of controls in «…», “…” or bold, and web addresses.

A label is what stands between the outermost quotation marks. „…“, "…" and italics quote what is no label, and so
does everything within „…“. Bold that has a label in it, or stands in one, is no label of its own. Quotation marks
or bold around nothing but an address make no label of it.

An address begins with http:// or https:// and ends before white space, a quotation mark, a dash (—), a closing
bracket that it did not open, and the punctuation that ends a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
"""Where a part of a text begins and ends, as in a slice."""

_CLOSING = {"«": "»", "“": "”", "„": "“”"}
_NO_LABEL = "„"
_ADDRESS = re.compile(r"https?://[^\s<>«»“”„\"—]+", re.IGNORECASE)
_HOST = re.compile(r"\w+://[\w\[]")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_AFTER_SENTENCE = ".,;:!?…'’"


class UnpairedError(ValueError):
    """Quotation marks do not pair; the text is the mark that has no partner."""


class CrossedError(ValueError):
    """Bold begins inside of quotation marks and ends outside of them, or the other way round."""


class Quotes:
    """Follows the quotation marks of a text from letter to letter."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def take(self, letter: str) -> None:
        """Go on by one letter. Raises `UnpairedError` for a mark that closes what was not opened."""
        if self._open and letter in _CLOSING[self._open[-1]]:
            self._open.pop()
        elif letter in _CLOSING:
            self._open.append(letter)
        elif letter in "»”":
            raise UnpairedError(letter)

    @property
    def opened(self) -> str:
        """The outermost mark that is open; empty when none is."""
        return self._open[0] if self._open else ""


def labels(text: str, bold: Iterable[Span] = ()) -> tuple[str, ...]:
    """Return the labels that a text quotes, in order, white space in them made single spaces.

    `bold` is where it is set in bold. Raises `UnpairedError` and `CrossedError`.
    """
    found = [(start + 1, end - 1) for start, end in label_spans(text)]
    marks = [*_quotations(text)]
    for start, end in _outermost(bold):
        met = [one for one in marks if one[1] < end and start < one[2]]
        inside = [mark for mark, opens, closes in met if start <= opens and closes <= end]
        around = [mark for mark, opens, closes in met if opens < start and end < closes]
        if len(inside) + len(around) < len(met):
            raise CrossedError
        if not around and not {*inside} - {_NO_LABEL} and not _is_address(text, start, end):
            found.append((start, end))
    return tuple(words(text[start:end]) for start, end in sorted(found))


def words(text: str) -> str:
    """Return a text with white space in it made single spaces, and none around it."""
    return " ".join(text.split())


def label_spans(text: str) -> list[Span]:
    """Return where labels stand in quotation marks, those included, in order. Raises `UnpairedError`."""
    return [
        (start, end)
        for mark, start, end in _quotations(text)
        if mark != _NO_LABEL and not _is_address(text, start + 1, end - 1)
    ]


def addresses(text: str) -> tuple[str, ...]:
    """Return the web addresses that a text names, in order."""
    return tuple(text[start:end] for start, end in address_spans(text))


def address_spans(text: str) -> list[Span]:
    """Return where web addresses stand, in order."""
    spans = ((match.start(), match.start() + _length(match[0])) for match in _ADDRESS.finditer(text))
    return [(start, end) for start, end in spans if _HOST.match(text, start, end)]


def _quotations(text: str) -> Iterable[tuple[str, int, int]]:
    """Yield the outermost pairs of quotation marks: which mark, and where the pair begins and ends."""
    quotes, start, outermost = Quotes(), 0, ""
    for place, letter in enumerate(text):
        quotes.take(letter)
        if quotes.opened and not outermost:
            start = place
        elif outermost and not quotes.opened:
            yield outermost, start, place + 1
        outermost = quotes.opened
    if outermost:
        raise UnpairedError(outermost)


def _outermost(spans: Iterable[Span]) -> Sequence[Span]:
    """Return the spans that lie in no other, in order."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or end > kept[-1][1]):
            kept.append((start, end))
    return kept


def _is_address(text: str, start: int, end: int) -> bool:
    return addresses(text[start:end]) == (text[start:end].strip(),)


def _length(address: str) -> int:
    """Return how much of what looks like an address belongs to it."""
    opened = Counter[str]()
    for place, letter in enumerate(address):
        if letter in _BRACKETS.values():
            opened[letter] += 1
        elif letter in _BRACKETS:
            opened[_BRACKETS[letter]] -= 1
            if opened[_BRACKETS[letter]] < 0:
                address = address[:place]
                break
    return len(address.rstrip(_AFTER_SENTENCE))
