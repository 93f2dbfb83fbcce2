"""Secrets: values that nobody else may read, found and hidden in whatever form they are written down."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from verifier.redaction import encodings
from verifier.redaction.fields import HIDDEN, Fields
from verifier.redaction.patterns import PatternSet
from verifier.redaction.tokens import unmistakable
from verifier.redaction.truncated import TruncatedValues
from verifier.redaction.words import Name, Public, stands_as_word

SHORTEST = 4
"""Letters of the shortest value that is looked for: what is shorter would be found inside ordinary words."""
_SHORTEST_IN_DATA = 6  # bytes of a name

Span = tuple[int, int]
__all__ = ["HIDDEN", "SHORTEST", "Secrets", "encodable"]

_PHONE_DIGITS = 10
_PHONE = re.compile(r"\d(?:[\d\s()\-–+.\u00a0]|%20|%2[89B])*\d")
_SEPARATED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_COUNTRY = re.compile(r"\+?[78](?:[\s()\-–+.\u00a0]|%20|%2[89B])*$")
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")
_NUMBER_IN_DATA = 6  # a shorter number stands in any picture by chance
_ESCAPE_BEFORE = re.compile(r"(?:%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2})$", re.IGNORECASE)


def encodable(text: str) -> str:
    """Return a text without halves of surrogate pairs, which a page or a file's name may hold and UTF-8 has not."""
    return _HALF_PAIR.sub("\ufffd", text)


class Secrets:
    """A growing set of values, and how to take every form of them out of text and data.

    Letter case and «ё» make no difference. Telephone numbers are found in any writing. A number, such as a
    one-time code, is found only where it is not part of a longer one, so that times and sizes stay readable.
    Values shorter than `SHORTEST` are not looked for, but for names: these are found as whole words. What is `public`
    is never hidden. What is learned here is passed on to `known_to`, and what is public or a `field` there is so here.
    """

    def __init__(
        self, values: Iterable[str] = (), *, known_to: Secrets | None = None, public: Public | None = None
    ) -> None:
        self.public: Public = public or (known_to.public if known_to is not None else Public())
        self.fields: Fields = known_to.fields if known_to is not None else Fields()
        self._known_to = known_to
        self._values: set[str] = set()
        self._phones: set[str] = set()
        self._numbers: set[str] = set()
        self._truncated = TruncatedValues()
        self._in_text: PatternSet[str] = PatternSet(AhoCorasick)
        self._words: PatternSet[str] = PatternSet(AhoCorasick)
        self._in_bytes: PatternSet[bytes] = PatternSet(BytesAhoCorasick)
        self.learn(values)

    def learn(self, values: Iterable[str]) -> None:
        """Add values, also as they read with their white space made single."""
        new: set[str] = set()
        for value in values:
            kind = Name if isinstance(value, Name) else str
            for form in (value.strip(), " ".join(value.split())):
                if form not in self._values and (len(form) >= SHORTEST or (kind is Name and form)):
                    new.add(kind(form))
        if not new:
            return
        self._values |= new
        for value in new:
            if len(value) < SHORTEST:
                self._words.add(encodings.of_word(value))
                self._in_text.add(encodings.of_word_coded(value))
                self._in_bytes.add(
                    form for form in encodings.in_bytes(value) if len(form) >= _SHORTEST_IN_DATA
                )
                continue
            digits = re.sub(r"\D", "", value)
            if len(digits) >= _PHONE_DIGITS and not re.search(r"[^\d\s()+\-–.]", value):
                self._phones.add(digits[-_PHONE_DIGITS:])
                self._in_bytes.add(encodings.in_bytes(digits[-_PHONE_DIGITS:]))
            if value.isdecimal():
                self._numbers.add(value)
            self._in_text.add(encodings.in_text(value))
            self._truncated.add(value)
            if not value.isdecimal() or len(value) >= _NUMBER_IN_DATA:
                self._in_bytes.add(encodings.in_bytes(value))
        if self._known_to is not None:
            self._known_to.learn(new)

    def text(self, text: str) -> str:
        """Return the text with every secret in it replaced, and with what looks like a token, known or not.

        What is left of a secret on either side of an ellipsis goes too.
        """
        truncated = [span for span in self._truncated.spans(text) if not self.public.covers(text, *span)]
        return _without(text, [*self._spans(text), *truncated, *unmistakable(text)])

    def data(self, data: bytes) -> bytes:
        """Return the data with every secret in it replaced; data that is no text keeps its length."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return self._overwritten(data)
        clean = _without(text, self._spans(text)).encode()
        return self._overwritten(clean) if b"\0" in clean else clean

    def found_in(self, content: str | bytes) -> bool:
        """Say whether text or data holds a secret."""
        if isinstance(content, str):
            return bool(self._spans(content))
        try:
            if self._spans(content.decode()):
                return True
            binary = b"\0" in content
        except UnicodeDecodeError:
            binary = True
        return binary and bool(self._in_bytes.find(content))

    def _spans(self, text: str) -> list[Span]:
        folded = encodings.fold(text)
        try:
            found, words = self._in_text.find(folded), self._words.find(text)
        except UnicodeEncodeError:
            found, words = self._in_text.find(encodable(folded)), self._words.find(encodable(text))
        spans = [
            (start, end)
            for form, start, end in found
            if form not in self._numbers or _stands_alone(text, start, end)
        ]
        spans += [(start, end) for name, start, end in words if stands_as_word(text, start, end, name)]
        return [span for span in spans if not self.public.covers(text, *span)] + self._phone_spans(text)

    def is_too_common(self, value: str) -> bool:
        """Say whether a value cannot be hidden wherever it stands: it is too short, or it is public."""
        return len(value.strip()) < SHORTEST or self.public.has(value)

    def _phone_spans(self, text: str) -> list[Span]:
        if not self._phones:
            return []
        found: list[Span] = []
        for run in _PHONE.finditer(text):
            masked = _SEPARATED.sub("   ", run[0])
            places = [place for place, letter in enumerate(masked) if letter.isdecimal()]
            digits = "".join(masked[place] for place in places)
            for phone in self._phones:
                at = digits.find(phone)
                while at >= 0:
                    begin = run.start() + places[at]
                    country = _COUNTRY.search(text, max(0, begin - 12), begin)
                    end = run.start() + places[at + _PHONE_DIGITS - 1] + 1
                    found.append((country.start() if country else begin, end))
                    at = digits.find(phone, at + 1)
        return found

    def _overwritten(self, data: bytes) -> bytes:
        clean = bytearray(data)
        for _, start, end in self._in_bytes.find(data):
            clean[start:end] = b"*" * (end - start)
        return bytes(clean)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a number is no part of a longer one; the digits of an escape before it do not count."""
    if text[end : end + 1].isdecimal():
        return False
    before = text[max(0, start - 6) : start]
    return not re.search(r"\d[.,]?$", before) or _ESCAPE_BEFORE.search(before) is not None


def _without(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    parts: list[str] = []
    done = 0
    for start, end in _merged(spans):
        parts += (text[done:start], HIDDEN)
        done = end
    return "".join([*parts, text[done:]])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
