"""The guide in Markdown with its pictures beside it: for GitHub, for MkDocs Material and for Docusaurus."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from reports.guide import own, paper, wording
from reports.guide.model import Guide, GuideStep, Picture
from verifier.text.model import Passage

PICTURES = "pictures"
"""The folder of the pictures, beside the document."""

_INDENT = " " * 4
"""As far as the text of a step stands, whose number has one digit or two."""


def cropped_name(picture: Picture) -> str:
    """Return the file name of a cropped picture."""
    return f"{picture.name}.webp"


def full_name(picture: Picture) -> str:
    """Return the file name of the picture of the whole window."""
    return f"{picture.name}-full.webp"


class _Dialect(ABC):
    """What differs from one reader of Markdown to the other."""

    folder = PICTURES
    """How the folder of the pictures is called from the page."""

    apart = ""
    """What keeps a quotation from running into the next."""

    _special = re.compile(r"([\\`*_{}\[\]<>#|~!$&]|^[-+](?=\s)|(?<=\d)[.)](?=\s))")

    def spelled(self, text: str) -> str:
        """Return a text so that nothing in it is markup."""
        return self._special.sub(r"\\\1", text)

    def address(self, address: str) -> str:
        """Return a link that is spelled out."""
        return f"<{address}>"

    def start(self, number: str) -> tuple[str, str]:
        """Return how a step of this number begins, and how what belongs to it is indented."""
        begin = f"{number}. "
        return begin, " " * len(begin)

    def start_item(self, number: str) -> tuple[str, str]:
        """Return the same of a step that stands below another: all count items in numerals of their own."""
        return f"{_INDENT}- **{number}.** ", f"{_INDENT}  "

    @abstractmethod
    def note(self, kind: str, title: str, paragraphs: Sequence[str]) -> Iterator[str]:
        """Yield the lines of a tip or a warning."""


class GitHub(_Dialect):
    """GitHub, and whoever reads as it does."""

    def note(self, kind: str, title: str, paragraphs: Sequence[str]) -> Iterator[str]:
        """Yield an alert."""
        yield f"> [!{kind.upper()}]"
        yield f"> **{title}:** " + "\n>\n> ".join(paragraphs)


class MkDocs(_Dialect):
    """MkDocs Material with its extension `admonition`.

    Python-Markdown numbers each list from one, so that the numbers are written out.
    """

    apart = "<!-- -->"

    _special = re.compile(r"([\\`*_{}\[\]()#!]|^[-+](?=\s)|(?<=\d)\.(?=\s))")

    def spelled(self, text: str) -> str:
        """Return a text; what Python-Markdown takes no backslash for is written as in HTML."""
        text = self._special.sub(r"\\\1", text.replace("&", "&amp;"))
        return re.sub(r"[<>|~$]", lambda one: f"&#{ord(one[0])};", text)

    def start(self, number: str) -> tuple[str, str]:
        """Return a bold number."""
        return f"**{number}.** ", ""

    def start_item(self, number: str) -> tuple[str, str]:
        """Return an item of a list that stands below a paragraph."""
        return f"-   **{number}.** ", _INDENT

    def note(self, kind: str, title: str, paragraphs: Sequence[str]) -> Iterator[str]:
        """Yield an admonition; no quotation mark can stand in its title."""
        yield f'!!! {kind} "{title}"'
        for paragraph in paragraphs:
            yield from ("", f"    {paragraph}")


class Docusaurus(_Dialect):
    """Docusaurus, which reads MDX: there `<` begins a component, and no address stands in `<…>`."""

    folder = f"./{PICTURES}"

    def address(self, address: str) -> str:
        """Return a link with its address for words."""
        return f"[{self.spelled(address)}]({address})"

    def note(self, kind: str, title: str, paragraphs: Sequence[str]) -> Iterator[str]:
        """Yield an admonition."""
        yield f":::{kind}[{title}]"
        for paragraph in paragraphs:
            yield from ("", paragraph)
        yield from ("", ":::")


def render(guide: Guide, dialect: _Dialect | None = None) -> str:
    """Return the guide as Markdown, of GitHub where no other is asked for.

    It refers to the files named by `cropped_name` and `full_name`.
    """
    return "\n".join(_Writer(dialect or GitHub()).lines(guide)).rstrip() + "\n"


class _Writer:
    """Writes a guide in one dialect."""

    def __init__(self, dialect: _Dialect) -> None:
        self._dialect = dialect

    def lines(self, guide: Guide) -> Iterator[str]:
        yield from (f"# {self._plain(paper.title(guide))}", "")
        if guide.is_draft:
            yield from (f"> **{paper.DRAFT}.** {wording.DISTRUST}", "")
        for passage in guide.intro:
            yield from self._passage(passage)
        yield from (f"*{self._plain(paper.stamped(guide))}*", "")
        if told := paper.legend(guide):
            yield from (self._plain(told), "")
        for section in guide.sections:
            yield from (f"## {self._plain(section.title)}", "")
            for block in section.blocks:
                yield from self._passage(block) if isinstance(block, Passage) else self._step(block)
        for told in filter(None, (guide.brand.contact, guide.brand.footer)):
            yield from (self._linked(paper.runs(told)), "")

    def _passage(self, passage: Passage) -> Iterator[str]:
        paragraphs = [self._linked(paragraph) for paragraph in paper.own(passage)]
        if passage.kind == "picture":
            name = f"{self._dialect.folder}/{own.picture(passage).name}.webp"
            yield f"![{self._plain(passage.text)}]({name})"
        elif passage.kind == "list":
            yield from (f"- {paragraph}" for paragraph in paragraphs)
        elif passage.kind in ("tip", "warning"):
            yield from self._dialect.note(passage.kind, self._plain(passage.title), paragraphs)
        elif passage.kind == "quotation":
            yield "> " + "\n>\n> ".join(paragraphs)
            yield from ("", self._dialect.apart) if self._dialect.apart else ()
        else:
            yield from paragraphs
        yield ""

    def _step(self, step: GuideStep) -> Iterator[str]:
        # Whatever belongs to a list item is indented as far as its text.
        number, indent = (self._dialect.start_item if step.parent else self._dialect.start)(step.number)
        alternative = f"*{self._plain(step.alternative)}* " if step.alternative else ""
        sentence, doubt = self._linked(paper.runs(step.sentence, step.labels)), self._plain(paper.doubt(step))
        yield from (f"{number}{alternative}{sentence}" + (f" **{doubt}**" if doubt else ""), "")
        for picture in step.pictures:
            cropped, full = (f"{self._dialect.folder}/{name(picture)}" for name in (cropped_name, full_name))
            yield from (f"{indent}[![{self._plain(picture.alt)}]({cropped})]({full})", "")
            yield from (f"{indent}*{self._plain(picture.caption)}*", "")
        for note in paper.notes(step):
            yield from (f"{indent}{self._plain(note)}", "")

    def _linked(self, runs: Sequence[paper.Run]) -> str:
        return "".join(self._run(run) for run in runs if not run.is_written)

    def _run(self, run: paper.Run) -> str:
        words = self._dialect.spelled(run.text)
        if run.address:
            spells_itself = run.address == run.text
            return self._dialect.address(run.address) if spells_itself else f"[{words}](<{run.address}>)"
        # Bold next to punctuation need not be bold; a label in quotation marks is set off by them.
        is_bold = run.is_label and run.text[0].isalnum() and (run.text[-1].isalnum() or run.text[-1] in "?!.")
        return f"**{words}**" if is_bold else words

    def _plain(self, text: str) -> str:
        return self._dialect.spelled(paper.plain(text))
