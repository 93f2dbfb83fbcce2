"""The forms in which one value is written down: escaped, percent-encoded, as base64, in another charset."""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

_CORE = 6  # fewer characters of base64 would be found by chance
_CHARSETS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251")
_DIGITS = re.compile(r"%[0-9A-F]{2}|\\u[0-9a-f]{4}|&#x[0-9a-f]+;", re.IGNORECASE)


def fold(text: str) -> str:
    """Return the text in lower case and with «е» for «ё», character by character: positions stay the same."""
    # The only character whose lower case is two.
    return text.replace("İ", "i").lower().replace("ё", "е")


def in_text(value: str) -> set[str]:
    """Return the spellings of a value that a text may hold, folded."""
    found: set[str] = set()
    for case in _cases(value):
        found.update(_written(case))
        found.update(_coded(case))
    return {fold(form) for form in found}


def of_word(word: str) -> set[str]:
    """Return the spellings of a word that a text may hold, where small letters and capitals are not the same."""
    shapes = (word, word.title()) if word.isascii() else (word, word.title(), word.upper())
    found = {form for shape in shapes for case in _letters(shape) for form in _written(case)}
    lower = {_DIGITS.sub(lambda escape: escape[0].lower(), form) for form in found}
    upper = {re.sub(r"\\u[0-9a-f]{4}", lambda escape: f"\\u{escape[0][2:].upper()}", form) for form in found}
    return found | lower | upper


def of_word_coded(word: str) -> set[str]:
    """Return what is left of a word in base64, folded; nothing of one that is too short to be known there."""
    return {fold(form) for case in _letters(word) for form in _base64(case.encode())}


def in_bytes(value: str) -> set[bytes]:
    """Return the spellings of a value that data of an unknown kind may hold: in four charsets, and as ASCII text."""
    found = {form.encode() for form in in_text(value) if form.isascii()}
    for case in _cases(value):
        for charset in _CHARSETS:
            found.add(case.encode(charset, "ignore"))
        found.update(core.encode() for core in _base64(case.encode()))
    return {form for form in found if len(form) >= len(value)}


def _cases(value: str) -> set[str]:
    return {case for one in _letters(value) for case in (one, one.lower(), one.upper(), one.title())}


def _letters(value: str) -> set[str]:
    """Return a value with and without «ё», its marks composed with their letters and apart from them."""
    composed = unicodedata.normalize("NFC", value)
    plain = {value, composed, composed.replace("ё", "е").replace("Ё", "Е")}
    return plain | {unicodedata.normalize("NFD", one) for one in plain}


def _written(value: str) -> Iterator[str]:
    yield value
    yield from _percent(value)
    yield from _escaped(value)
    yield from _entities(value)


def _coded(value: str) -> Iterator[str]:
    for raw in (value.encode(), json.dumps(value)[1:-1].encode()):
        yield raw.hex()
        yield from _base64(raw)


def _percent(value: str) -> Iterator[str]:
    for once in (quote(value), quote(value, safe=""), quote_plus(value)):
        yield once
        yield quote(once, safe="")


def _escaped(value: str) -> Iterator[str]:
    """Yield the value as JSON, as JSON within JSON, and as Python shows it."""
    for once in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        yield once[1:-1]
        yield once[1:-1].replace("/", "\\/")
        yield json.dumps(once, ensure_ascii=False)[3:-3]
    yield repr(value)[1:-1]
    yield repr(value.encode())[2:-1]


def _entities(value: str) -> Iterator[str]:
    escaped = html.escape(value)
    yield escaped
    yield escaped.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    yield escaped.encode("ascii", "xmlcharrefreplace").decode()
    yield "".join(letter if letter.isascii() else f"&#x{ord(letter):x};" for letter in escaped)


def _base64(raw: bytes) -> Iterator[str]:
    """Yield what of base64 depends on nothing but the value, wherever in the encoded data it begins."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw).decode()
        core = whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        if len(core) >= _CORE:
            yield core
            yield core.replace("+", "-").replace("/", "_")
