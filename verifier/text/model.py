"""What a written instruction consists of: sections, and in them sentences to verify and the writer's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from verifier.text import numbering, sentence

PassageKind = Literal["paragraph", "quotation", "tip", "warning", "list", "picture"]
StretchKind = Literal["bold", "link", "written"]


class InstructionError(ValueError):
    """The instruction's file cannot be used; the text is one line: file, line, what is wrong, the remedy."""


@dataclass(frozen=True)
class Claim:
    """One sentence of the instruction, what it quotes, and where it stands.

    `labels` and `addresses` are, in order, the labels of controls and the web addresses that it quotes. Where none
    are handed in, they are those that stand in its words; bold labels are known to the reader of the file alone.
    Raises `UnpairedError` when they are wanted of a sentence whose quotation marks do not pair.
    """

    id: str
    sentence: str
    section: str
    """The title of its section."""
    file: str
    line: int
    labels: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    parent: str = ""
    """The id of the sentence below which it stands as an item of its own; empty for one that stands below none."""
    is_alternative: bool = False
    """Whether it says what a reader may do instead of the item before it."""

    def __post_init__(self) -> None:
        if not self.labels:
            object.__setattr__(self, "labels", sentence.labels(self.sentence))
        if not self.addresses:
            object.__setattr__(self, "addresses", sentence.addresses(self.sentence))

    @property
    def place(self) -> str:
        """`file:line`, as an editor opens it."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Stretch:
    """A part of a passage's text that is more than plain, from `start` up to `end`.

    It is bold, or the words of a link, or that link's address as it stands in parentheses behind them: forms whose
    links can be followed may leave that out.
    """

    kind: StretchKind
    start: int
    end: int
    address: str = ""
    """Where a link leads."""


@dataclass(frozen=True)
class Line:
    """A paragraph of a passage, or an item of its list; `stretches` count from its own beginning."""

    text: str
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Passage:
    """The writer's own words between the sentences, which nobody verifies and every reader gets."""

    kind: PassageKind
    text: str
    """Plain; paragraphs of a quotation and items of a list stand on lines of their own. Of a picture: what it shows."""
    line: int
    stretches: tuple[Stretch, ...] = ()
    picture: str = ""
    """The file of a picture, PNG, JPEG or WebP, in Base64."""

    @property
    def title(self) -> str:
        """What a tip or a warning begins with, as its writer calls it; empty for all others."""
        return self.text.partition(":")[0] if self.kind in ("tip", "warning") else ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its paragraphs or items without the title; where it has neither several nor a list, one."""
        lines, start = list[Line](), 0
        for text in self.text.split("\n"):
            begin = start
            if not lines and self.title:
                begin += len(self.title) + 1
                begin += len(self.text[begin:]) - len(self.text[begin:].lstrip(" "))
            lines.append(self._line(begin, start + len(text)))
            start += len(text) + 1
        return tuple(lines)

    def _line(self, start: int, end: int) -> Line:
        met = (one for one in self.stretches if one.start < end and start < one.end)
        return Line(
            self.text[start:end],
            tuple(
                Stretch(one.kind, max(one.start - start, 0), min(one.end, end) - start, one.address)
                for one in met
            ),
        )


Block = Claim | Passage


@dataclass(frozen=True)
class Section:
    """A heading of the instruction and what stands under it, in order; `id` is empty where the text gives none.

    `is_fresh` says that it needs nothing that another section has left: a reader can begin with it.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    is_fresh: bool = False

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The sentences to verify."""
        return tuple(block for block in self.blocks if isinstance(block, Claim))


@dataclass(frozen=True)
class Instruction:
    """The whole instruction, in the order of its file.

    `name` tells it from all others, `product/text`; `language` is that of this file. The same text in another
    language has the same name.
    """

    name: str
    language: str
    title: str
    file: str
    intro: tuple[Passage, ...]
    """What stands before the first section: what the reader needs."""
    sections: tuple[Section, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All sentences to verify."""
        return tuple(claim for section in self.sections for claim in section.claims)

    @property
    def numbers(self) -> dict[str, str]:
        """What readers call each sentence, by its id: 6, and 6а for the first item below it."""
        return numbering.numbers(((claim.id, bool(claim.parent)) for claim in self.claims), self.language)

    def claim(self, claim_id: str) -> Claim:
        """Return the claim with this id. Raises `KeyError` when there is none."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        raise KeyError(claim_id)

    def section(self, section_id: str) -> Section:
        """Return the section with this id. Raises `KeyError` when there is none, and for the empty id."""
        for section in self.sections:
            if section.id == section_id != "":
                return section
        raise KeyError(section_id)
