"""Reads the written instruction: one list item is one sentence is one claim with an id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from verifier.project import ROOT

_MARK = re.compile(r"\s*\{#([^}]*)\}\s*$")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_QUOTED = re.compile(r"«([^«»]+)»")
_ADDRESS = re.compile(r"https://[^\s—»)]+")


class InstructionError(ValueError):
    """The instruction's file cannot be used; the text is one line: file, line, what is wrong, the remedy."""


@dataclass(frozen=True)
class Claim:
    """One sentence of the instruction, and where it stands."""

    id: str
    sentence: str
    section: str
    file: str
    line: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the sentence quotes in «…», in order."""
        return tuple(_QUOTED.findall(self.sentence))

    @property
    def addresses(self) -> tuple[str, ...]:
        """The web addresses that the sentence names, in order."""
        return tuple(_ADDRESS.findall(self.sentence))

    @property
    def place(self) -> str:
        """`file:line`, as an editor opens it."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Section:
    """A heading of the instruction and the claims under it."""

    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Instruction:
    """The whole instruction. `name` tells it from all others: `product/text`, without its language."""

    name: str
    title: str
    file: str
    intro: tuple[str, ...]
    """The paragraphs before the first section: what the reader needs."""
    sections: tuple[Section, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in the order of the text."""
        return tuple(claim for section in self.sections for claim in section.claims)

    @property
    def language(self) -> str:
        """The language of the text."""
        return Path(self.file).name.split(".")[1]

    def section(self, section_id: str) -> Section:
        """Return the section of this id. Raises `KeyError`."""
        found = dict(zip(("sign-in", "link", "open-chats", "unlink", "relink"), self.sections, strict=False))
        return found[section_id]

    def claim(self, claim_id: str) -> Claim:
        """Return the claim with this id. Raises `KeyError` when there is none."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        raise KeyError(claim_id)


def read(path: Path) -> Instruction:
    """Read an instruction. Raises `InstructionError`, which names file and line, when it cannot be used."""
    name = _shown(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InstructionError(f"{name}: нет такого файла; верните его или укажите другой") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InstructionError(f"{name}:{line}: это не UTF-8; сохраните файл в кодировке UTF-8") from None
    return _Reader(f"{path.resolve().parent.name}/{path.name.partition('.')[0]}", name).read(text)


class _Reader:
    """Collects sections and claims from the Markdown tree, and stops at the first thing that is wrong."""

    def __init__(self, name: str, file: str) -> None:
        self._name = name
        self._file = file
        self._title = ""
        self._intro: list[str] = []
        self._seen: dict[str, int] = {}
        self._sections: list[Section] = []

    def read(self, text: str) -> Instruction:
        heading, claims = "", list[Claim]()
        for node in SyntaxTreeNode(MarkdownIt().parse(text)).children:
            if node.type == "heading":
                title = _inline(node)
                if node.tag == "h1":
                    self._title = title
                    continue
                self._close(heading, claims)
                heading, claims = title, []
            elif node.type == "paragraph" and not heading:
                self._intro.append(_inline(node))
            elif node.type in ("ordered_list", "bullet_list"):
                if not heading:
                    raise self._error(
                        node, "список стоит до первого заголовка раздела; поставьте над ним «## …»"
                    )
                claims += [self._claim(item, heading) for item in node.children]
        self._close(heading, claims)
        if not self._sections:
            raise InstructionError(
                f"{self._file}:1: нет ни одного предложения; добавьте раздел «## …» со списком"
            )
        return Instruction(self._name, self._title, self._file, tuple(self._intro), tuple(self._sections))

    def _close(self, heading: str, claims: list[Claim]) -> None:
        if claims:
            self._sections.append(Section(heading, tuple(claims)))

    def _claim(self, item: SyntaxTreeNode, section: str) -> Claim:
        if [child.type for child in item.children] != ["paragraph"]:
            raise self._error(
                item, "пункт списка должен быть одним предложением без вложенных списков и абзацев"
            )
        text = _inline(item.children[0])
        mark = _MARK.search(text)
        if mark is None:
            raise self._error(item, "у пункта нет имени; допишите в конце {#имя-пункта}")
        claim_id, sentence = mark[1], text[: mark.start()].strip()
        if not _ID.fullmatch(claim_id):
            raise self._error(
                item, f"имя «{claim_id}» не годится; пишите строчными латинскими буквами через дефис"
            )
        if claim_id in self._seen:
            raise self._error(
                item, f"имя «{claim_id}» уже занято в строке {self._seen[claim_id]}; дайте другое"
            )
        if not sentence:
            raise self._error(item, f"у пункта «{claim_id}» нет текста; напишите предложение")
        if sentence.count("«") != sentence.count("»"):
            raise self._error(item, f"в пункте «{claim_id}» кавычки « и » не парны; закройте каждую")
        self._seen[claim_id] = _line(item)
        return Claim(claim_id, sentence, section, self._file, _line(item))

    def _error(self, node: SyntaxTreeNode, text: str) -> InstructionError:
        return InstructionError(f"{self._file}:{_line(node)}: {text}")


def _inline(node: SyntaxTreeNode) -> str:
    """Return the text of a heading or paragraph, markup and line breaks left out."""
    parts = []
    for inline in node.children:
        for child in inline.walk():
            if child.type in ("text", "code_inline"):
                parts.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                parts.append(" ")
    return "".join(parts).strip()


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(ROOT))
    except ValueError:
        return str(path)
