"""The blocks of a Markdown text with their lines: CommonMark and GitHub's tables and strikethrough, to refuse those."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from verifier.text import refusals

_COMMENT = re.compile(r"\s*<!--(?P<note>.*?)-->\s*", re.DOTALL)


@dataclass(frozen=True)
class MarkdownBlock:
    """A block as markdown-it names it, `paragraph`, `heading`; `inside` are the tokens of what it holds."""

    kind: str
    tag: str
    line: int
    content: str
    inside: Sequence[Token]

    @property
    def children(self) -> list[MarkdownBlock]:
        """The blocks that it holds."""
        return list(_blocks(self.inside, self.line))

    @property
    def words(self) -> Sequence[Token]:
        """The inline tokens of a paragraph or heading."""
        return [token for inline in self.inside for token in inline.children or ()]

    @property
    def refusal(self) -> str:
        """What is said of it where it is refused."""
        if self.kind == "html_block" and self.content.lstrip().startswith("<!--"):
            return refusals.COMMENT_AND_TEXT if _COMMENT.match(self.content) else refusals.COMMENT_OPEN
        return refusals.block(self.kind)

    @property
    def is_comment(self) -> bool:
        """Say whether it is a comment, `<!-- … -->`, and nothing else."""
        return self.kind == "html_block" and _COMMENT.sub("", self.content) == ""


def parse(text: str) -> tuple[list[MarkdownBlock], list[int]]:
    """Return the blocks of a text, and the lines of link definitions, which stand in no block."""
    known: dict[str, Any] = {}
    tokens = _Parser("commonmark").enable(["table", "strikethrough"]).parse(text, known)
    definitions: list[Mapping[str, Any]] = [
        *known.get("references", {}).values(),
        *known.get("duplicate_refs", ()),
    ]
    return list(_blocks(tokens, 1)), sorted(one["map"][0] + 1 for one in definitions)


class _Parser(MarkdownIt):
    """Takes every address as it is written: which ones will do is decided where they are read."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


def _blocks(tokens: Sequence[Token], line: int) -> Iterator[MarkdownBlock]:
    """Yield the outermost blocks of some tokens; `line` is that of a block which does not know its own."""
    begun = 0
    for place, token in enumerate(tokens):
        if token.level != tokens[0].level:
            continue
        if token.nesting == 1:
            begun = place
        else:
            first = tokens[begun] if token.nesting == -1 else token
            inside = tokens[begun + 1 : place] if token.nesting == -1 else ()
            where = first.map[0] + 1 if first.map else line
            yield MarkdownBlock(first.type.removesuffix("_open"), first.tag, where, first.content, inside)
