"""The guide as a Word document: real headings, list and captions, in parts that Word takes without complaint."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from reports.guide import docx, paper
from reports.guide.model import Guide
from tests.support.guides import STAMP, annotated_guide, draft_guide, guide, step, verified_guide
from tests.support.printed import one_line, read_word

pytestmark = pytest.mark.heavy

# The order in which the standard (ISO/IEC 29500-1, 17.3 and 17.9) has the children of these elements;
# Word refuses a document that has them in another.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind"
    " contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing kern sz szCs highlight u lang",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl lvl",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAKERS = pytest.mark.parametrize("make", [verified_guide, draft_guide, annotated_guide])


@pytest.fixture
def verified() -> Guide:
    return verified_guide()


@pytest.fixture
def document(verified: Guide) -> Document:
    return read_word(verified)


@cache
def parts(make: Callable[[], Guide]) -> dict[str, Element]:
    with zipfile.ZipFile(io.BytesIO(docx.render(make()))) as file:
        xml = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ElementTree.fromstring(file.read(name)) for name in xml}


def styled(document: Document, style: str) -> list[Paragraph]:
    return [line for line in document.paragraphs if line.style is not None and line.style.name == style]


def values(root: Element, tag: str, attribute: str) -> list[str]:
    return [str(element.get(qn(attribute))) for element in root.iter(qn(tag))]


def test_has_a_title_and_real_headings(document: Document, verified: Guide) -> None:
    assert [line.text for line in styled(document, "Title")] == [paper.title(verified)]
    assert [line.text for line in styled(document, "Heading 1")] == [one.title for one in verified.sections]


def test_the_writers_own_words_have_styles_of_their_own() -> None:
    document = read_word(annotated_guide())
    assert [line.text for line in styled(document, "Quote")] == [
        "Это займёт пять минут.",
        "Страница может открыться не сразу.",
        "Подожди минуту и нажми «Обновить».",
        "Ни с кем не делись паролем.",
    ]
    assert [line.text for line in styled(document, "Слова автора")] == [
        "Сначала открой дневник; адрес школы — https://school.example/a_b.",
        "Вот и весь вход.",
        "Если не вышло, напиши учителю.",
        "Он поможет.",
        "",  # its picture
    ]
    assert [line.text for line in styled(document, "Совет")] == ["Совет: сначала спроси соседа.", "Он рядом."]
    assert [line.text.partition(":")[0] for line in styled(document, "Внимание")] == ["Внимание"]
    assert len(styled(document, "List Bullet")) == 2
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes][-1] == "Вход в школу"
    assert len(styled(document, "List Number")) == 4


def test_contents_lead_to_the_headings(document: Document, verified: Guide) -> None:
    entries = styled(document, "toc 1")
    assert [line.hyperlinks[0].text for line in entries] == [one.title for one in verified.sections]
    counted = [line._p.find(qn("w:fldSimple")).get(qn("w:instr")) for line in entries]
    assert counted == [rf"PAGEREF {line.hyperlinks[0].fragment} \h" for line in entries]
    marks = {
        line._p.find(qn("w:bookmarkStart")).get(qn("w:name")): line.text
        for line in styled(document, "Heading 1")
    }
    assert [marks[line.hyperlinks[0].fragment] for line in entries] == [
        one.title for one in verified.sections
    ]


def test_sentences_are_one_list_numbered_like_the_steps(document: Document, verified: Guide) -> None:
    steps = styled(document, "List Number")
    assert [one_line(line.text) for line in steps] == [one.sentence for one in verified.steps]
    assert [one.number for one in verified.steps] == [str(number) for number in range(1, len(steps) + 1)]
    # Nothing begins the list anew: one definition from the style, starting at 1, none of a paragraph's own.
    assert all(line._p.pPr is None or line._p.pPr.numPr is None for line in steps)
    numbering = parts(verified_guide)["word/numbering.xml"]
    assert values(numbering, "w:num", "w:numId") == ["1", "2"]
    assert values(numbering, "w:start", "w:val") == ["1", "1", "1"]
    assert values(numbering, "w:lvlText", "w:val") == ["%1.", "%1%2.", "•"]


def test_pictures_have_captions_and_alternative_texts(document: Document, verified: Guide) -> None:
    pictures = [one.picture for one in verified.steps if one.picture]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [
        one.alt for one in pictures
    ]
    captions = styled(document, "Caption")
    told = [f"Рисунок {number}. {one.caption}" for number, one in enumerate(pictures, 1)]
    assert ["".join(line._p.itertext(qn("w:t"))) for line in captions] == told
    fields = [line._p.find(qn("w:fldSimple")).get(qn("w:instr")) for line in captions]
    assert fields == [rf"SEQ Рисунок \* ARABIC \r {number}" for number in range(1, 22)]


@MAKERS
def test_step_stays_together(make: Callable[[], Guide]) -> None:
    document = read_word(make())
    below = ("Картинка шага", "Caption", "Примечание к шагу")
    lines = document.paragraphs
    following = 0
    for line, after in pairwise(lines):
        assert line.style is not None
        assert after.style is not None
        if line.style.name in ("List Number", *below):
            belongs = after.style.name in below
            assert bool(line.paragraph_format.keep_with_next) == belongs, line.text
            following += belongs
    assert following > 0


def test_verdicts_have_styles_of_their_own() -> None:
    marks = [line.runs[-1] for line in styled(read_word(draft_guide()), "List Number")]
    assert [run.style.name == "Не подтверждено" for run in marks] == [False] + 4 * [True]


def test_page_is_a4_with_running_header_and_page_numbers(document: Document, verified: Guide) -> None:
    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width / Mm(1)), round(page.page_height / Mm(1))) == (210, 297)
    assert page.header.paragraphs[0].text == paper.title(verified)
    for footer in (page.footer, page.first_page_footer):
        line = footer.paragraphs[0]
        assert "".join(line._p.itertext(qn("w:t"))) == "24 ноября 20261 из 1"
        assert [field.get(qn("w:instr")) for field in line._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_facts_are_the_guide_s_own(document: Document, verified: Guide) -> None:
    facts = document.core_properties
    assert (facts.title, facts.author, facts.comments, facts.language) == (
        paper.title(verified),
        "",
        "",
        "ru-RU",
    )
    assert facts.created == facts.modified == STAMP.walked


def test_long_title_is_no_obstacle() -> None:
    document = read_word(guide([step(1)], title="Чаты " * 100))
    assert len(document.core_properties.title) == 255
    assert len(document.paragraphs[0].text) == 499


def test_language_is_russian() -> None:
    assert values(parts(verified_guide)["word/styles.xml"], "w:lang", "w:val") == ["ru-RU"]


@MAKERS
def test_children_stand_in_the_order_of_the_standard(make: Callable[[], Guide]) -> None:
    seen = set()
    for name, root in parts(make).items():
        for parent, order in ORDER.items():
            for element in root.iter(qn(f"w:{parent}")):
                places = [order.split().index(child.tag.rpartition("}")[2]) for child in element]
                assert places == sorted(places), f"{name}: {ElementTree.tostring(element, 'unicode')}"
                seen.add(parent)
    assert seen == set(ORDER)


@MAKERS
def test_everything_referred_to_is_there(make: Callable[[], Guide]) -> None:
    found = parts(make)
    styles = set(values(found["word/styles.xml"], "w:style", "w:styleId"))
    for name in ("document", "header1", "header2", "footer1", "footer2", "numbering", "styles"):
        root = found[f"word/{name}.xml"]
        for tag in ("w:pStyle", "w:rStyle", "w:basedOn", "w:next"):
            assert set(values(root, tag, "w:val")) <= styles
    body = found["word/document.xml"]
    targets = {rel.get("Id") for rel in found["word/_rels/document.xml.rels"]}
    used = {str(value) for element in body.iter() for key, value in element.items() if key.startswith(_REL)}
    assert used <= targets
    assert set(values(body, "w:hyperlink", "w:anchor")) - {"None"} <= set(
        values(body, "w:bookmarkStart", "w:name")
    )


@MAKERS
def test_identifiers_are_unique_and_pairs_closed(make: Callable[[], Guide]) -> None:
    body = parts(make)["word/document.xml"]
    drawings = [element.get("id") for element in body.iter(qn("wp:docPr"))]
    assert len(set(drawings)) == len(drawings) > 0
    starts = values(body, "w:bookmarkStart", "w:id")
    assert len(set(starts)) == len(starts)
    assert starts == values(body, "w:bookmarkEnd", "w:id")


def test_package_holds_what_it_declares_and_nothing_of_another_document() -> None:
    found = parts(verified_guide)
    for name, root in found.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for rel in root:
                if rel.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join(folder, str(rel.get("Target")).lstrip("/")))
                    assert target in found or target.startswith("word/media/")
    declared = {part.get("PartName") for part in found["[Content_Types].xml"]} - {None}
    assert declared <= {f"/{name}" for name in found}
    assert not any(word in name for name in found for word in ("thumbnail", "customXml", "app.xml"))
