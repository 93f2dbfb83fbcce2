"""Reads the markup inside a paragraph, heading or list item: its plain words, and what was bold in them.

A link with words is its words, followed by its address in parentheses; where it stands in quotation marks or in bold,
the address follows those. Code, bold and italics are their words. Line breaks are spaces.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from verifier.text.model import Stretch
from verifier.text.refusals import COMMENT_INSIDE, RefusedError, invisible, markup, quoted
from verifier.text.sentence import Quotes, Span, UnpairedError, address_spans

_SPACES = " \t\n\r"
_NAME = re.compile(r"\s*\{(?:#([^{}]*)|(\.own))\}$")
_WORDS = {"text", "code_inline"}
_BREAKS = {"softbreak", "hardbreak"}
_EMPHASIS = {"em_open", "em_close", "strong_open", "strong_close"}


@dataclass(frozen=True)
class Words:
    """A text without its markup: what was bold in it, and the name, `{#name}`, at its end; None where it has none.

    `links` are the words that lead somewhere, and their addresses as they stand behind them.
    """

    text: str
    bold: tuple[Span, ...]
    name: str | None
    links: tuple[Stretch, ...] = ()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All that is more than plain, in order."""
        bold = (Stretch("bold", start, end) for start, end in self.bold if start < end)
        return tuple(sorted([*bold, *self.links], key=lambda one: (one.start, one.end)))


def read(tokens: Sequence[Token]) -> Words:
    """Return the words of some inline tokens. Raises `RefusedError` for what cannot be kept."""
    reader = _Reader()
    for token in tokens:
        reader.take(token)
    return reader.words()


class _Reader:
    """Collects words from token to token."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._line = 0
        self._quotes = Quotes()
        self._bold: list[Span] = []
        self._bold_from: list[int] = []
        self._edges: list[int] = []
        self._links: list[Span] = []
        """Where the text has to have an address, from edge to edge."""
        self._open_links: list[tuple[str, int]] = []
        """Their addresses, and where their words begin; one of <https://…> may stand in the words of another."""
        self._worded: list[Stretch] = []
        self._waiting: list[str] = []
        """Addresses of links that stand in quotation marks or in bold."""

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in _WORDS:
            self._edge()
            self._add(token.content)
            self._edge()
        elif kind in _BREAKS:
            self._add(" ")
            self._line += 1
        elif kind in _EMPHASIS:
            self._emphasise(kind)
        elif kind == "link_open":
            self._open_link(token)
        elif kind == "link_close":
            self._close_link()
        elif kind == "html_inline" and token.content.startswith("<!--"):
            raise self._refused(COMMENT_INSIDE)
        else:
            raise self._refused(markup(kind.removesuffix("_open")))

    def words(self) -> Words:
        self._release()
        text = "".join(self._text).rstrip(_SPACES)
        if (unseen := invisible(text)) is not None:
            raise RefusedError(unseen[0])
        named = _NAME.search(text)
        text = text[: named.start()] if named else text
        if "{#" in text or "{.own" in text:
            raise RefusedError("имя {#…} стоит не в конце; перенесите его в конец пункта или заголовка")
        self._check_addresses(text)
        bold = tuple((start, min(end, len(text))) for start, end in self._bold)
        links = tuple(one for one in self._worded if one.end <= len(text))
        return Words(text, bold, (named[1] or named[2] or "") if named else None, links)

    def _check_addresses(self, text: str) -> None:
        """Refuse a link whose address would not be found again in the text, and markup that touches an address."""
        found = set(address_spans(text))
        for start, end in self._links:
            if (start, end) not in found:
                raise RefusedError(
                    f"в адресе ссылки «{quoted(text[start:end])}» есть лишнее: пробел, кавычка, тире "
                    "или знак препинания в конце; исправьте адрес"
                )
        for start, end in found:
            edge = bisect_right(self._edges, start)
            if edge < len(self._edges) and self._edges[edge] < end:
                raise RefusedError(
                    f"разметка стоит внутри адреса «{quoted(text[start:end])}» или вплотную к нему; "
                    "отделите её пробелом или заключите адрес в <…>"
                )

    def _add(self, text: str) -> None:
        for letter in text:
            if letter in _SPACES:
                if self._text and self._text[-1] != " ":
                    self._text.append(" ")
                continue
            self._text.append(letter)
            try:
                self._quotes.take(letter)
            except UnpairedError:
                self._quotes = (
                    Quotes()
                )  # whoever needs pairs looks for them; here they only hold an address back
            self._release_if_free()

    def _edge(self) -> None:
        self._edges.append(len(self._text))

    def _emphasise(self, kind: str) -> None:
        self._edge()
        if kind == "strong_open":
            self._bold_from.append(len(self._text))
        elif kind == "strong_close":
            self._bold.append((self._bold_from.pop(), len(self._text)))
            self._release_if_free()

    def _open_link(self, token: Token) -> None:
        address = str(token.attrs["href"])
        if token.attrs.get("title"):
            raise self._refused("подсказка ссылки (слова в кавычках за адресом) не переносится; уберите её")
        if not address.lower().startswith(("http://", "https://", "mailto:")):
            raise self._refused(
                f"ссылка ведёт на «{quoted(address)}»; дайте ей полный адрес, с http:// или https://"
            )
        self._edge()
        self._open_links.append((address, len(self._text)))

    def _close_link(self) -> None:
        address, start = self._open_links.pop()
        words = "".join(self._text[start:]).strip(_SPACES)
        self._edge()
        if address in (words, f"mailto:{words}"):
            if address == words:
                start += self._text[start] == " "
                self._links.append((start, start + len(words)))
        elif address.lower().startswith("mailto:"):
            raise self._refused(f"почта «{quoted(address)}» пропала бы за словами; напишите её саму")
        elif not words:
            self._write(address)
        else:
            start += self._text[start] == " "
            self._worded.append(Stretch("link", start, start + len(words), address))
            self._waiting.append(address)
            self._release_if_free()

    def _release_if_free(self) -> None:
        if self._waiting and not self._quotes.opened and not self._bold_from and not self._open_links:
            self._release()

    def _release(self) -> None:
        """Write the addresses that wait."""
        for address in self._waiting:
            start = len(self._text) - (self._text[-1] == " ")
            self._text += "(" if self._text[-1] == " " else " ("
            self._write(address)
            self._text.append(")")
            self._worded.append(Stretch("written", start, len(self._text), address))
        self._waiting = []

    def _write(self, address: str) -> None:
        start = len(self._text)
        self._text += address
        self._links.append((start, start + len(address)))

    def _refused(self, told: str) -> RefusedError:
        return RefusedError(told, self._line)
