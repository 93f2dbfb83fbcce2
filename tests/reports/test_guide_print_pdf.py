"""The guide as PDF: tagged, with bookmarks, and set so that what belongs together stays together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest

from reports.guide import paper
from reports.guide.model import Guide
from tests.support.guides import STAMP, annotated_guide, draft_guide, verified_guide
from tests.support.printed import pdf_pages, pdf_text, read_pdf

pytestmark = pytest.mark.heavy


@pytest.fixture
def verified() -> Guide:
    return verified_guide()


@pytest.fixture
def reader(verified: Guide) -> pypdf.PdfReader:
    return read_pdf(verified)


def tagged(reader: pypdf.PdfReader, role: str) -> list[dict[str, Any]]:
    def below(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from below(child)
        elif isinstance(node, dict):
            if node.get("/S") == role:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    return list(below(reader.root_object["/StructTreeRoot"]))


@pytest.mark.parametrize("make", [verified_guide, draft_guide, annotated_guide])
def test_is_accessible(make: Callable[[], Guide]) -> None:
    reader = read_pdf(make())
    root: dict[str, Any] = reader.root_object
    facts = reader.xmp_metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ru"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert facts is not None
    assert re.search(r"pdfuaid:part>1<", facts.rdf_root.toxml())


def test_has_alternative_texts(reader: pypdf.PdfReader, verified: Guide) -> None:
    told = [one["/Alt"] for one in tagged(reader, "/Figure")]
    assert told == [one.picture.alt for one in verified.steps if one.picture]


def test_steps_are_list_items_under_headings(reader: pypdf.PdfReader) -> None:
    assert len(tagged(reader, "/L")) == 5
    assert len(tagged(reader, "/LI")) == len(tagged(reader, "/Lbl")) == 21
    assert len(tagged(reader, "/H1")) == 1 + 5


def test_quotations_are_tagged_as_such_and_stand_between_lists() -> None:
    reader = read_pdf(annotated_guide())
    assert len(tagged(reader, "/BlockQuote")) == 3
    assert len(tagged(reader, "/L")) == 3 + 1, "the steps, and a list of the writer's own"
    assert len(tagged(reader, "/LI")) == 4 + 2


def test_has_an_outline(reader: pypdf.PdfReader, verified: Guide) -> None:
    titles = [item.title for item in reader.outline if isinstance(item, pypdf.generic.Destination)]
    assert titles == [section.title for section in verified.sections]


def test_numbers_go_on_through_the_sections(verified: Guide) -> None:
    text = pdf_text(verified)
    assert all(f"{one.number}. {one.sentence}" in text for one in verified.steps)


def test_contents_name_the_pages(verified: Guide) -> None:
    pages = pdf_pages(verified)
    for section in verified.sections:
        entry = re.search(rf"{section.title}[ .]+(\d+)", pages[0])
        assert entry is not None
        assert f"{section.title} {section.steps[0].number}." in pages[int(entry[1]) - 1]


def test_picture_is_on_the_page_of_its_sentence(verified: Guide) -> None:
    pages = pdf_pages(verified)
    for one in verified.steps:
        page = next(page for page in pages if one.sentence in page)
        assert all(words in page for words in (f"Рисунок {one.number}. ", *one.notes))


def test_two_steps_go_on_a_page(reader: pypdf.PdfReader) -> None:
    assert len(reader.pages) <= 12


def test_pages_are_numbered_and_dated(verified: Guide) -> None:
    pages = pdf_pages(verified)
    for number, page in enumerate(pages, 1):
        assert f"24 ноября 2026 {number} из {len(pages)}" in page
        assert page.startswith(verified.title)


def test_facts_come_from_the_stamp(reader: pypdf.PdfReader, verified: Guide) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == paper.title(verified)
    assert reader.metadata.creation_date == STAMP.walked
    assert reader.metadata.author is None


def test_uses_only_its_own_typeface(reader: pypdf.PdfReader) -> None:
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object()["/BaseFont"] for each in resources for font in each["/Font"].values()]
    assert {font.partition("+")[2].partition("-")[0] for font in fonts} == {"Inter"}
