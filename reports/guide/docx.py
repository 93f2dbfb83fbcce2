"""The guide as a Word document with real headings, one numbered list, captions and alt texts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC
from html import escape
from itertools import count, takewhile
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from reports.guide import ooxml, own, paper, wording
from reports.guide.model import Guide, GuideSection, GuideStep, Picture
from verifier.text.model import Passage

_TEMPLATES = Path(__file__).parent / "templates" / "word"
# A reader's machine has Arial or its metric twin; a font that it lacks would be replaced by a serif one.
_FONT = "Arial"
# The standard allows no more in a property of a document.
_LONGEST_FACT = 255
_PAGE_MM = (210, 297)
_STYLES = {"quotation": "Quote", "tip": "Tip", "warning": "Warning", "list": "ListBullet"}
_OWN_PICTURES = 1_000_000
"""From where on pictures that are no step's are numbered, by their lines."""
_TWIPS_PER_MM = 1440 / 25.4


def render(guide: Guide) -> bytes:
    """Return the guide as DOCX on A4; the same guide gives the same bytes."""
    document, ids = _blank(guide), count(1)
    _head(document, guide)
    _contents(document, guide.sections)
    if told := paper.legend(guide):
        ooxml.add_paragraph(document, told)
    for number, section in enumerate(guide.sections, 1):
        heading = ooxml.add_paragraph(document, paper.plain(section.title), "Heading1")
        ooxml.add_bookmark(heading, _bookmark(number), number)
        for block in section.blocks:
            if isinstance(block, Passage):
                _passage(document, block, "Passage")
            else:
                _step(document, block, ids)
    if guide.brand.contact:
        _write(ooxml.add_paragraph(document, style="Passage"), paper.runs(guide.brand.contact))
    return ooxml.packed(document)


def _blank(guide: Guide) -> Document:
    template = guide.brand.word_template
    document = docx.Document(io.BytesIO(template)) if template else docx.Document()
    look = _look(guide)
    if template:
        ooxml.empty(document)
        ooxml.adopt_styles(document, _template("styles"), look)
        ooxml.refill(document.part.numbering_part, _template("numbering"), look)
    else:
        ooxml.drop_leftovers(document)
        for name, part in (
            ("styles", document.part.styles),
            ("numbering", document.part.numbering_part),
            ("settings", document.settings),
        ):
            ooxml.refill(part, _template(name), look)
        _lay_out(document, guide)
    facts, walked = document.core_properties, guide.stamp.walked.astimezone(UTC)
    facts.title, facts.author, facts.comments = paper.title(guide)[:_LONGEST_FACT], "", ""
    facts.language, facts.created, facts.modified = "ru-RU", walked, walked
    return document


def _template(name: str) -> str:
    return (_TEMPLATES / f"{name}.xml").read_text(encoding="utf-8")


def _lay_out(document: Document, guide: Guide) -> None:
    """Set the page, its header and its footer; a template of one's own has these."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
    page.left_margin = page.right_margin = Mm(paper.SIDE_MM)
    page.top_margin, page.bottom_margin = Mm(paper.TOP_MM), Mm(paper.BOTTOM_MM)
    page.header_distance, page.footer_distance = Mm(paper.TOP_MM / 2), Mm(paper.BOTTOM_MM / 2)
    page.different_first_page_header_footer = True
    _running(page.first_page_header.paragraphs[0], "", guide.is_draft)
    page.first_page_header.paragraphs[0].style = "Footer"
    _running(page.header.paragraphs[0], paper.title(guide), guide.is_draft)
    for footer in (page.first_page_footer, page.footer):
        _page_number(footer.paragraphs[0], guide)


def _look(guide: Guide) -> dict[str, str]:
    """Return the values of the templates: colours without `#`, type in half points, lengths in twips."""
    letters = "lowerLetter" if all(step.number.isascii() for step in guide.steps) else "russianLower"
    lengths = {"indent": paper.INDENT_MM, "width": _PAGE_MM[0] - 2 * paper.SIDE_MM}
    return (
        {"font": escape(guide.brand.family) or _FONT, "letters": letters}
        | {name: colour.removeprefix("#") for name, colour in paper.colours(guide).items()}
        | {name: str(round(2 * points)) for name, points in paper.SIZES_PT.items()}
        | {name: str(round(length * _TWIPS_PER_MM)) for name, length in lengths.items()}
    )


def _running(paragraph: Paragraph, title: str, is_draft: bool) -> None:
    ooxml.add_run(paragraph, title)
    if is_draft:
        ooxml.add_run(paragraph, "\t")
        ooxml.add_run(paragraph, paper.DRAFT, "DraftMark")


def _page_number(paragraph: Paragraph, guide: Guide) -> None:
    told = " · ".join(filter(None, [paper.date(guide.stamp), paper.plain(guide.brand.footer)]))
    ooxml.add_run(paragraph, f"{told}\t")
    ooxml.add_field(paragraph, "PAGE", "1")
    ooxml.add_run(paragraph, " из ")
    ooxml.add_field(paragraph, "NUMPAGES", "1")


def _head(document: Document, guide: Guide) -> None:
    brand = guide.brand
    if brand.logo or brand.name:
        whose = ooxml.add_paragraph(document, style="Passage")
        if brand.logo:
            logo = paper.fitted(brand.logo, 2)
            ooxml.add_picture(whose, _OWN_PICTURES - 1, logo, "Логотип")
        ooxml.add_run(whose, f"  {paper.plain(brand.name)}" if brand.logo else paper.plain(brand.name))
    ooxml.add_paragraph(document, paper.title(guide), "Title")
    if guide.is_draft:
        mark = ooxml.add_paragraph(document)
        ooxml.add_run(mark, paper.DRAFT, "DraftMark")
        ooxml.add_run(mark, f". {wording.DISTRUST}")
    for passage in guide.intro:
        _passage(document, passage)
    ooxml.add_paragraph(document, paper.stamped(guide), "Stamp")


def _passage(document: Document, passage: Passage, style: str = "Normal") -> None:
    """Write a passage; `style` is that of one which is no quotation."""
    if passage.kind == "picture":
        shown = own.picture(passage)
        line = ooxml.add_paragraph(document, style=style)
        file = paper.fitted(shown.printed, 1)
        ooxml.add_picture(line, _OWN_PICTURES + passage.line, file, paper.plain(passage.text))
        return
    for number, runs in enumerate(paper.own(passage)):
        line = ooxml.add_paragraph(document, style=_STYLES.get(passage.kind, style))
        if passage.title and not number:
            title = f"{paper.plain(passage.title)}: "
            ooxml.add_run(line, title, f"{_STYLES[passage.kind]}Title")
        _write(line, runs)


def _contents(document: Document, sections: tuple[GuideSection, ...]) -> None:
    """Write the contents. They are no index of Word's own: other applications would not count its pages."""
    page = document.sections[0]
    width = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    ooxml.add_paragraph(document, paper.CONTENTS, "TOCHeading")
    for number, section in enumerate(sections, 1):
        entry = ooxml.add_paragraph(document, style="TOC1")
        entry.paragraph_format.tab_stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        ooxml.add_jump(entry, paper.plain(section.title), _bookmark(number))
        ooxml.add_run(entry, "\t")
        ooxml.add_page_number(entry, _bookmark(number))


def _bookmark(number: int) -> str:
    return f"_Toc{number:09d}"


def _step(document: Document, step: GuideStep, ids: Iterator[int]) -> None:
    sentence = ooxml.add_paragraph(document, style="ListNumber2" if step.parent else "ListNumber")
    if step.alternative:
        ooxml.add_run(sentence, f"{step.alternative} ", "Alternative")
    _write(sentence, paper.runs(step.sentence, step.labels))
    if doubt := paper.doubt(step):
        ooxml.add_run(sentence, " ")
        ooxml.add_run(sentence, doubt.replace(" ", paper.NO_BREAK), "Unverified")
    parts = [sentence]
    for number, picture in paper.figures(step):
        parts += _figure(document, number, picture, next(ids))
    parts += [ooxml.add_paragraph(document, note, "StepNote") for note in paper.notes(step)]
    for part in parts[:-1]:
        part.paragraph_format.keep_with_next = True


def _figure(document: Document, number: str, picture: Picture, own: int) -> tuple[Paragraph, Paragraph]:
    """Write a figure; `own` is the number of its picture in the document."""
    shown = ooxml.add_paragraph(document, style="StepPicture")
    ooxml.add_picture(shown, own, paper.encode(picture), paper.plain(picture.alt))
    caption = ooxml.add_paragraph(document, f"{paper.FIGURE} ", "Caption")
    # Figures bear the numbers of their steps, also in a draft where a step has none.
    whole = "".join(takewhile(str.isdigit, number))
    ooxml.add_field(caption, rf"SEQ {paper.FIGURE} \* ARABIC \r {whole}", whole)
    ooxml.add_run(caption, f"{number.removeprefix(whole)}. {paper.plain(picture.caption)}")
    return shown, caption


def _write(paragraph: Paragraph, runs: Sequence[paper.Run]) -> None:
    for run in runs:
        if run.address:
            ooxml.add_link(paragraph, run.text, run.address)
        else:
            ooxml.add_run(paragraph, run.text, "Strong" if run.is_label else None)
