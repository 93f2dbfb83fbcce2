"""What is secret or personal by its place: the names of fields, and hiding what stands under them, however short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from verifier.redaction.encodings import fold
from verifier.redaction.patterns import PatternSet
from verifier.redaction.tokens import NAME_WORDS, is_about, is_called_secret, is_worth_learning, words_of
from verifier.redaction.words import names_in

HIDDEN = "███"

_HALF_PAIR = re.compile(r"[\ud800-\udfff]")
_AMBIGUOUS = re.compile(
    r"(?:^|[_\-.\s])(?:state|code|access|auth|session|refresh|challenge|captcha|signature|hash)(?:$|[_\-.\s])",
    re.IGNORECASE,
)
"""What is called so may also be a word of the protocol, such as `"state": "linked"`."""
_FORM = re.compile(r"[\w.%\[\]\-+]+=[^&\s<>]*(?:&[\w.%\[\]\-+]+=[^&\s<>]*)*\s*")
_FORM_PAIR = re.compile(r"(?P<name>[^&=\s]+)=(?P<value>[^&\s]+)")
_OF_A_NAME = re.compile(r"[\w.\-\[\]%]")
_LONGEST_NAME = 60
_MENTION = re.compile(rb"[\w.\-\[\]%]{0,60}\\{0,8}[\"'`]?[ \t]{0,9}[:=;\r\n]")
_NAMED = r"""(?P<name>[\w.%\[\]\-]{2,60})\\{0,8}["'`]?\s{0,9}[:=]\s{0,9}"""
_PAIRS = (
    re.compile(_NAMED + r'"(?P<value>[^"\\\n]{0,4000}(?:\\.[^"\\\n]{0,4000}){0,500})"'),
    re.compile(_NAMED + r"'(?P<value>[^'\\\n]{0,4000}(?:\\.[^'\\\n]{0,4000}){0,500})'"),
    re.compile(_NAMED + r'(?P<mark>\\{1,8})"(?P<value>[^\n]{1,500}?)(?<!\\)(?P=mark)"'),
    re.compile(r"(?<=[?&#;])(?P<name>[\w.%\[\]\-]{2,60})=(?P<value>[^&#\s\"'<>\\]+)"),
)
_LIST = re.compile(_NAMED + r"\[(?P<value>[^\[\]{}]{1,4000})\]")
_PART = re.compile(
    r"""content-disposition:[^\r\n]{0,300}?\bname="?(?P<name>[^";\r\n]{1,60})"?[^\r\n]{0,300}"""
    r"""(?:\r?\n[^\r\n]{1,300}){0,9}\r?\n\r?\n(?P<value>.{0,9999}?)(?=\r?\n--)""",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:input|textarea)\b[^<>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?P<key>[\w-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)
_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*")
_OTHERWISE = (b"<input", b"<textarea", b"eyj")


def _begin_of_name(text: str, start: int) -> int:
    first = max(0, start - _LONGEST_NAME)
    while start > first and _OF_A_NAME.match(text[start - 1]):
        start -= 1
    return start


class Fields:
    """Names of fields whose values nobody else may read: those that are always so, and those a product declares."""

    def __init__(self, personal: Iterable[str] = ()) -> None:
        self._personal: set[str] = set()
        self._in_text: PatternSet[str] = PatternSet(AhoCorasick)
        self._in_bytes: PatternSet[bytes] = PatternSet(BytesAhoCorasick)
        self._look_for(NAME_WORDS)
        self.add(personal)

    def add(self, personal: Iterable[str]) -> None:
        """Add names of personal fields, such as `first_name`: also `firstName`, `parent_firstname`, `first_names`."""
        for words in map(words_of, personal):
            self._personal.add("".join(words))
            self._look_for([between.join(words) for between in ("", "_", "-")])

    def _look_for(self, words: Iterable[str]) -> None:
        told = tuple(words)
        self._in_text.add(told)
        self._in_bytes.add(word.encode() for word in told)

    def is_personal(self, name: str) -> bool:
        """Say whether a field of this name is declared as personal."""
        words = words_of(name)
        ends = range(1, len(words) + 1)
        runs = {"".join(words[start:end]) for end in ends for start in range(end)}
        return not is_about(name) and any(run in self._personal or run[:-1] in self._personal for run in runs)

    def is_private(self, name: str, value: str) -> bool:
        """Say whether a value under this name is secret or personal, however short it is."""
        if self.is_personal(name):
            return True
        return is_called_secret(name) and (
            not _AMBIGUOUS.search("_".join(words_of(name))) or is_worth_learning(value)
        )

    def is_worth_learning(self, name: str, value: str) -> bool:
        """Say whether a private value is to be looked for elsewhere too: a plain word is not, but for a name."""
        return is_worth_learning(value) or (self.is_personal(name) and bool(names_in(value)))

    def may_hide(self, data: bytes) -> bool:
        """Say whether `hide` may find something in a text: quicker than trying."""
        lower = data.lower()
        mentioned = any(_MENTION.match(lower, end) for _, _, end in self._in_bytes.find(lower))
        return mentioned or any(mark in lower for mark in _OTHERWISE)

    def hide(self, text: str) -> str:
        """Return a text with what is private by its place taken out: in JSON, forms, addresses, pages and scripts."""
        if not self.may_hide(text.encode("utf-8", "surrogatepass")):
            return text
        if text.lstrip()[:1] in ("{", "["):
            try:
                document = json.loads(text)
            except (ValueError, RecursionError):
                pass
            else:
                clean = self.hidden(document)
                return (
                    text
                    if clean == document
                    else json.dumps(clean, ensure_ascii=False, separators=(",", ":"))
                )
        if _FORM.fullmatch(text):
            return _FORM_PAIR.sub(self._covered, text)
        lower = text.lower()
        if "content-disposition" in lower:
            text = _PART.sub(self._covered, text)
        if "<input" in lower or "<textarea" in lower:
            text = _TAG.sub(self._tag, text)
        text = self._hide_pairs(text)
        return _TOKEN.sub(HIDDEN, text) if "eyj" in lower else text

    def _hide_pairs(self, text: str) -> str:
        """Hide what a script, a page or an address gives to a private name."""
        parts: list[str] = []
        done = 0
        found = self._in_text.find(_HALF_PAIR.sub("?", fold(text)))
        for begin in sorted({_begin_of_name(text, start) for _, start, _ in found}):
            matches = (pattern.match(text, begin) for pattern in (*_PAIRS, _LIST))
            match = next(filter(None, matches), None)
            if match is not None and match.start("value") >= done and match["value"]:
                clean = self._covered(match)
                parts += (text[done : match.start()], clean) if match.start() >= done else ()
                done = max(done, match.end())
        return "".join([*parts, text[done:]])

    def hidden(self, value: Any, name: str = "", *, personal: bool = False) -> Any:
        """Return a JSON document, or one value of a given name, with everything private in it hidden."""
        personal = personal or (bool(name) and self.is_personal(name))
        if isinstance(value, dict):
            return {key: self.hidden(item, str(key), personal=personal) for key, item in value.items()}
        if isinstance(value, list):
            return [self.hidden(item, name, personal=personal) for item in value]
        if isinstance(value, bool) or value is None or value == "":
            return value
        if personal or (name and self.is_private(name, str(value)) and not _is_status(name, value)):
            return HIDDEN
        return self.hide(value) if isinstance(value, str) else value

    def _covered(self, found: re.Match[str]) -> str:
        if not self.is_private(found["name"], found["value"]):
            return found[0]
        start, end = found.start("value") - found.start(), found.end("value") - found.start()
        covered = HIDDEN if found.re is not _LIST else json.dumps(HIDDEN, ensure_ascii=False)
        return found[0][:start] + (quote_plus(HIDDEN) if found.re is _FORM_PAIR else covered) + found[0][end:]

    def _tag(self, tag: re.Match[str]) -> str:
        told = {
            one["key"].lower(): one["double"] or one["single"] or one["bare"]
            for one in _ATTRIBUTE.finditer(tag[0])
        }
        value = told.get("value") or ""
        kind, name = told.get("type") or "", told.get("name") or told.get("id") or ""
        if not value or not (kind in ("hidden", "password") or self.is_private(name, value)):
            return tag[0]
        return re.sub(
            r"""(\bvalue\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s"'>]+)""",
            rf'\1"{HIDDEN}"',
            tag[0],
            flags=re.IGNORECASE,
        )


def _is_status(name: str, value: Any) -> bool:
    """Say whether a number is what machines call a code or a state."""
    return isinstance(value, int | float) and len(str(value)) < 4 and _AMBIGUOUS.search(name) is not None
