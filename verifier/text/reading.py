"""Reads a written instruction from its Markdown file: every block of it is kept or refused with file and line.

`# …` is the title and comes first; `## …` begins a section; a list item is a sentence to verify, and its name stands
at its end: {#name}. It may have a list of such items below it, and one of these may say that readers take it instead
of the item before: {#name .or}. A heading may have a name too, and say that its section needs no other:
{#name .afresh}. Paragraphs, quotations (a tip or a warning among them) and pictures that stand alone are the writer's
own and kept where they stand, from the first to the last. A section that its heading calls the writer's own, {.own},
may have lists with bullets too; a list with numbers is always one of sentences. Two things are not carried: the numbers
that the writer gave the items, as sentences are numbered through the whole text, and a comment, `<!-- … -->`, between
blocks: that is a note to oneself.

Everything else is refused: deeper headings too, because a guide has no place for sections in sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from verifier.text import file, markup, numbering, pictures, refusals, sentence
from verifier.text.blocks import MarkdownBlock, parse
from verifier.text.model import (
    Block,
    Claim,
    Instruction,
    InstructionError,
    Passage,
    PassageKind,
    Section,
    Stretch,
)
from verifier.text.refusals import RefusedError

_FILE_NAME = re.compile(r"(?P<text>[\w-]+)\.(?P<language>[a-z]{2,3})\.md")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FRESH = ".afresh"
"""Stands after the name of a section that needs no other, as a class does in attributes: {#name .afresh}."""
_OWN = ".own"
"""Says of a section, with a name before it or without, that all in it is the writer's own."""
_TITLES: Mapping[str, PassageKind] = {
    "совет": "tip", "tip": "tip", "внимание": "warning", "warning": "warning",
}  # fmt: skip
_TITLED = re.compile(rf"({'|'.join(_TITLES)}):\s*", re.IGNORECASE)
"""How a quotation begins that is a tip or a warning."""
_OR = ".or"
"""Stands after the name of an item that a reader takes instead of the one before: {#name .or}."""
_LISTS = ("ordered_list", "bullet_list")


def read(path: Path) -> Instruction:
    """Read an instruction. Raises `InstructionError`, which names file and line, when it cannot be used."""
    shown = file.shown(path)
    named = _FILE_NAME.fullmatch(path.name)
    if named is None:
        raise InstructionError(
            f"{shown}: имя файла не годится; назовите его ТЕКСТ.ЯЗЫК.md, например handbook.ru.md"
        )
    text = file.text_of(path)
    name = f"{path.resolve().parent.name}/{named['text']}"
    return _Reader(name, named["language"], shown, path.parent).read(text)


@dataclass
class _OpenSection:
    """A section that is being read."""

    id: str
    title: str
    line: int
    is_fresh: bool
    is_own: bool
    blocks: list[Block] = field(default_factory=list)


class _Reader:
    """Collects title, passages and sections, and stops at the first thing that is wrong."""

    def __init__(self, name: str, language: str, file: str, folder: Path) -> None:
        self._name = name
        self._language = language
        self._file = file
        self._folder = folder
        self._title = ""
        self._intro: list[Passage] = []
        self._sections: list[_OpenSection] = []
        self._lines_of_ids: dict[str, int] = {}

    def read(self, text: str) -> Instruction:
        first, *others = text.split("\n")
        if first.rstrip() == "---" and any(line.rstrip() in ("---", "...") for line in others):
            raise self._error(1, refusals.FRONT_MATTER)
        blocks, definitions = parse(text)
        if definitions:
            raise self._error(definitions[0], refusals.LINK_DEFINITION)
        for block in blocks:
            if not block.is_comment:
                self._take(block)
        if not self._title:
            raise self._error(1, "нет названия; начните файл строкой «# …»")
        for part in self._sections:
            if not part.blocks:
                raise self._error(part.line, "раздел пуст; напишите в нём что-нибудь или уберите его")
        sections = tuple(
            Section(part.id, part.title, tuple(part.blocks), part.is_fresh) for part in self._sections
        )
        made = Instruction(self._name, self._language, self._title, self._file, tuple(self._intro), sections)
        if not made.claims:
            raise self._error(1, "нет ни одного предложения; добавьте раздел «## …» со списком")
        return made

    def _take(self, block: MarkdownBlock) -> None:
        if block.kind == "heading":
            self._take_heading(block)
        elif [token.type for token in block.words] == ["image"]:
            self._keep(self._picture(block))
        elif block.kind == "paragraph":
            self._keep(self._passage("paragraph", [self._own_words(block)], block.line))
        elif block.kind == "blockquote":
            self._keep(self._quotation(block))
        elif block.kind in _LISTS:
            if not self._sections:
                raise self._error(
                    block.line, "список стоит до первого заголовка раздела; поставьте над ним «## …»"
                )
            section = self._sections[-1]
            if section.is_own:
                self._keep(self._own_list(block))
            else:
                for item in block.children:
                    section.blocks += self._claims(item, section.title)
        else:
            raise self._error(block.line, block.refusal)

    def _take_heading(self, block: MarkdownBlock) -> None:
        words = self._words(block)
        if not words.text:
            raise self._error(block.line, "заголовок пуст; напишите его или уберите")
        if block.tag == "h1":
            if self._title:
                raise self._error(block.line, "второе название; сделайте его разделом: «## …»")
            if words.name is not None:
                raise self._error(block.line, "у названия имени не бывает; уберите {#…}")
            self._title = words.text
            return
        self._expect_title(block)
        if block.tag != "h2":
            raise self._error(block.line, "заголовок глубже раздела; сделайте его разделом: «## …»")
        name, _, mark = (words.name or "").partition(" ")
        mark = mark.strip()
        if words.name == _OWN:
            name, mark = "", _OWN
        elif words.name is not None:
            name = self._id(name if mark in (_FRESH, _OWN) else words.name, block.line)
        self._sections.append(_OpenSection(name, words.text, block.line, mark == _FRESH, mark == _OWN))

    def _keep(self, passage: Passage) -> None:
        if self._sections:
            self._sections[-1].blocks.append(passage)
        else:
            self._intro.append(passage)

    def _passage(self, kind: PassageKind, told: Sequence[markup.Words], line: int) -> Passage:
        """Put paragraphs or items together."""
        stretches, start = list[Stretch](), 0
        for words in told:
            stretches += [
                replace(one, start=one.start + start, end=one.end + start) for one in words.stretches
            ]
            start += len(words.text) + 1
        return Passage(kind, "\n".join(words.text for words in told), line, tuple(stretches))

    def _picture(self, block: MarkdownBlock) -> Passage:
        """Return a picture of the writer's own with what it shows."""
        self._expect_title(block)
        (image,) = block.words
        try:
            shown = markup.read(image.children or ()).text
            data = pictures.read(self._folder, str(image.attrs["src"]))
        except RefusedError as error:
            raise self._error(block.line + error.line, str(error)) from None
        if not shown or image.attrs.get("title"):
            raise self._error(
                block.line,
                "у картинки нужны слова о том, что на ней, и больше ничего; напишите ![что на ней](файл.png)",
            )
        return Passage("picture", shown, block.line, picture=data)

    def _own_list(self, block: MarkdownBlock) -> Passage:
        """Return a list of the writer's own. Numbers say that it is one of sentences, which somebody has to verify."""
        if block.kind == "ordered_list":
            raise self._error(
                block.line,
                "нумерованный список проверяют по пунктам, а раздел помечен {.own}; начните пункты с «-» "
                "или уберите пометку и дайте каждому пункту {#имя}",
            )
        items = list[markup.Words]()
        for item in block.children:
            for inner in item.children:
                if inner.is_comment:
                    raise self._error(inner.line, refusals.COMMENT_INSIDE)
                if inner.kind != "paragraph":
                    raise self._error(
                        inner.line,
                        "в пункте своего списка бывает один абзац; вынесите остальное из пункта",
                    )
            if len(item.children) != 1:
                raise self._error(item.line, "в пункте своего списка бывает один абзац; вынесите остальное")
            items.append(self._own_words(item.children[0]))
        return self._passage("list", items, block.line)

    def _own_words(self, block: MarkdownBlock) -> markup.Words:
        """Return the words of a paragraph of the writer's own."""
        words = self._words(block)
        self._expect_title(block)
        if words.name is not None:
            raise self._error(
                block.line,
                "имя бывает у пункта списка и у заголовка, но не у абзаца и не у своего списка; уберите {#…} "
                "или сделайте абзац пунктом списка",
            )
        if not words.text:
            raise self._error(block.line, "абзац пуст; уберите его")
        return words

    def _quotation(self, block: MarkdownBlock) -> Passage:
        for inner in block.children:
            if inner.kind == "blockquote":
                raise self._error(inner.line, "цитата в цитате не переносится; оставьте одну")
            if inner.kind in _LISTS:
                raise self._error(inner.line, "список в цитате никто не проверит; вынесите его из цитаты")
            if inner.is_comment:
                raise self._error(inner.line, refusals.COMMENT_INSIDE)
            if inner.kind == "heading":
                raise self._error(inner.line, "заголовок в цитате не переносится; сделайте его абзацем")
            if inner.kind != "paragraph":
                raise self._error(inner.line, inner.refusal)
        if not block.children:
            raise self._error(block.line, "цитата пуста; уберите её")
        told = [self._own_words(inner) for inner in block.children]
        titled = _TITLED.match(told[0].text)
        if titled is None:
            return self._passage("quotation", told, block.line)
        if titled.end() == len(told[0].text):
            raise self._error(
                block.line,
                f"за «{titled[0].strip()}» ничего нет; допишите на той же строке, что это за совет",
            )
        return self._passage(_TITLES[titled[1].lower()], told, block.line)

    def _claims(self, item: MarkdownBlock, section: str) -> Iterator[Claim]:
        """Yield the sentence of an item, and those of the items below it."""
        lists = [inner for inner in item.children if inner.kind in _LISTS]
        whole = self._claim(item, section)
        yield whole
        for number, inner in enumerate(inner for found in lists for inner in found.children):
            if number == numbering.MOST:
                raise self._error(
                    inner.line,
                    f"у пункта «{whole.id}» больше {numbering.MOST} вложенных; разделите его на несколько",
                )
            yield self._claim(inner, section, whole.id, is_first=number == 0)

    def _claim(self, item: MarkdownBlock, section: str, parent: str = "", *, is_first: bool = True) -> Claim:
        for inner in item.children:
            if inner.is_comment:
                raise self._error(inner.line, refusals.COMMENT_INSIDE)
            if refusals.is_refused(inner.kind):
                raise self._error(inner.line, inner.refusal)
        if not item.children:
            raise self._error(item.line, "у пункта нет текста; напишите предложение")
        first, *others = [inner.kind for inner in item.children]
        if parent and any(kind in _LISTS for kind in (first, *others)):
            raise self._error(
                item.line, "пункт вложен глубже второго уровня (6, 6а); поднимите его на уровень выше"
            )
        if first != "paragraph" or len(others) > 1 or any(kind not in _LISTS for kind in others):
            raise self._error(
                item.line,
                "пункт списка должен быть одним предложением, под ним может стоять один список; "
                "вынесите из пункта остальное",
            )
        words = self._words(item.children[0])
        if words.name is None:
            remedy = "" if parent else ", а если раздел целиком из ваших слов, пометьте его заголовок: {.own}"
            raise self._error(item.line, f"у пункта нет имени; допишите в конце {{#имя-пункта}}{remedy}")
        name, _, mark = words.name.partition(" ")
        is_alternative = mark.strip() == _OR
        claim_id = self._id(name if is_alternative else words.name, item.line)
        if is_alternative and is_first:
            raise self._error(
                item.line,
                f"у пункта «{claim_id}» пометка {_OR} ни при чём: выше нет вложенного пункта, вместо которого "
                "он годится; уберите её или вложите пункт",
            )
        if not words.text:
            raise self._error(item.line, f"у пункта «{claim_id}» нет текста; напишите предложение")
        try:
            labels = sentence.labels(words.text, words.bold)
        except sentence.UnpairedError as error:
            raise self._error(
                item.line, f"в пункте «{claim_id}» кавычки не парны: у {error} нет пары; закройте каждую"
            ) from None
        except sentence.CrossedError:
            raise self._error(
                item.line,
                f"в пункте «{claim_id}» жирное и кавычки пересекаются; выделите всё, что в кавычках",
            ) from None
        if "" in labels:
            raise self._error(
                item.line, f"в пункте «{claim_id}» кавычки пусты; впишите в них подпись или уберите их"
            )
        return Claim(
            claim_id,
            words.text,
            section,
            self._file,
            item.line,
            labels,
            sentence.addresses(words.text),
            parent,
            is_alternative,
        )

    def _id(self, name: str, line: int) -> str:
        """Return a name that is good and taken by nothing before."""
        if not _ID.fullmatch(name):
            raise self._error(
                line,
                f"имя «{refusals.quoted(name)}» не годится; пишите строчными латинскими буквами через дефис",
            )
        if name in self._lines_of_ids:
            raise self._error(
                line, f"имя «{name}» уже занято в строке {self._lines_of_ids[name]}; дайте другое"
            )
        self._lines_of_ids[name] = line
        return name

    def _expect_title(self, block: MarkdownBlock) -> None:
        if not self._title:
            raise self._error(block.line, "над этим нет названия; начните файл строкой «# …»")

    def _words(self, block: MarkdownBlock) -> markup.Words:
        try:
            return markup.read(block.words)
        except RefusedError as error:
            raise self._error(block.line + error.line, str(error)) from None

    def _error(self, line: int, text: str) -> InstructionError:
        return InstructionError(f"{self._file}:{line}: {text}")
