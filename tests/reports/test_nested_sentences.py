"""Sentences below a sentence: no report flattens them, loses them or calls them by another number."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from reports.allure.steps import steps as allure_steps
from reports.guide import docx as word
from reports.guide import html, markdown, pdf
from reports.guide.make import make as make_guide
from reports.guide.model import Guide
from reports.guide.publish import publish
from reports.ledger import make as make_ledger
from reports.ledger.markdown import render as ledger_in_markdown
from reports.ledger.page import render as ledger_page
from reports.notify.message import Links, compose
from reports.summary import make as make_summary
from tests.support.walked import walk
from verifier.text.model import Claim
from verifier.walk.journal import Journal
from verifier.walk.verdict import Verdict

NUMBERS = ["1", "2", "2а", "2б"]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A walk of a text whose last two sentences are items of the second; the last one is an alternative."""
    made = walk(tmp_path / "walk")
    first, second = made.instruction.sections
    parent, *items = (one for one in second.blocks if isinstance(one, Claim))
    below = (replace(one, parent=parent.id, is_alternative=place == 1) for place, one in enumerate(items))
    made.instruction = replace(made.instruction, sections=(first, replace(second, blocks=(parent, *below))))
    return made


@pytest.fixture
def guide(journal: Journal) -> Guide:
    return make_guide(journal)


def test_the_guide_numbers_them_below_their_parent(guide: Guide) -> None:
    assert [one.number for one in guide.steps] == NUMBERS
    assert [one.parent for one in guide.steps] == ["", "", "press-link", "press-link"]
    assert [one.alternative for one in guide.steps] == ["", "", "", "или"]
    assert guide.last == "2"


def test_the_web_page_keeps_them_within_their_parent(guide: Guide) -> None:
    page = html.render(guide)
    start = page.index('<li id="step-2">')
    items = page.index('<ul class="items">', start)
    assert (
        items < page.index('<li id="step-2а">') < page.index('<li id="step-2б">') < page.index("</ul>", items)
    )
    assert '<span class="item">2а.</span> Теперь есть' in page
    assert '<span class="item">2б.</span> <span class="or">или</span> В новом окне' in page
    assert page.count('class="full"') == 4
    assert "шаг 2</span>" in page, "the contents count what a reader counts"


def test_markdown_keeps_them_within_their_parent(guide: Guide) -> None:
    lines = markdown.render(guide).splitlines()
    (parent,) = [place for place, line in enumerate(lines) if line.startswith("2. ")]
    below = [line for line in lines[parent + 1 :] if line]
    assert all(line.startswith("   ") for line in below), "nothing after it stands outside of the list"
    assert any(line.startswith("    - **2а.** Теперь есть") for line in below)
    assert any(line.startswith("    - **2б.** *или* В новом окне") for line in below)


def test_the_printed_guide_tells_their_numbers(guide: Guide) -> None:
    reader = PdfReader(io.BytesIO(pdf.render(guide)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "2а. Теперь есть" in text
    assert "2б. или В новом окне" in text
    assert "Рисунок 2б." in text


def test_the_word_document_counts_them_on_a_level_of_their_own(guide: Guide) -> None:
    document = docx.Document(io.BytesIO(word.render(guide)))
    names = [str(line.style.name) for line in document.paragraphs if line.style is not None]
    styles = [name for name in names if name.startswith("List Number")]
    assert styles == ["List Number", "List Number", "List Number 2", "List Number 2"]
    numbering = document.part.numbering_part.element.xml
    assert 'w:numFmt w:val="russianLower"' in numbering
    told = [line.text for line in document.paragraphs]
    assert any(line.startswith("или В новом окне") for line in told)
    # The whole number is a field, whose text python-docx does not give.
    assert any(line.startswith("Рисунок б. ") for line in told)


def test_the_manifest_tells_where_they_stand(guide: Guide, tmp_path: Path) -> None:
    folder = publish(guide, tmp_path / "guide").parent
    manifest = json.loads((folder / "guide.json").read_text(encoding="utf-8"))
    (_, item, other) = manifest["sections"][1]["blocks"]
    assert (item["number"], item["parent"], item["alternative"]) == ("2а", "press-link", "")
    assert (other["number"], other["parent"], other["alternative"]) == ("2б", "press-link", "или")


def test_ledger_allure_and_messages_call_them_alike(journal: Journal, tmp_path: Path) -> None:
    failed = journal.entries[2]
    failed.verdict, failed.expected, failed.observed = Verdict.BROKEN, "кнопки есть", "их нет"
    journal.entries[3].verdict = Verdict.UNPROVEN
    ledger = make_ledger([journal.instruction], [journal], tmp_path)
    assert [row["number"] for row in ledger["claims"]] == NUMBERS
    assert ledger["claims"][3]["reason"] == "проход остановился раньше, на предложении 2а (buttons)"
    assert "✗ 2а. Теперь есть" in ledger_in_markdown(ledger)
    assert '<span class="number">2а.</span>' in ledger_page(ledger, tmp_path)
    (message,) = compose(make_summary(ledger, ()), Links())
    assert "✗ 2а. Теперь есть" in message.body
    names = [step.name.partition(" ")[0] for step in allure_steps([journal], _Nowhere())]
    assert names == [f"{number}." for number in NUMBERS]


class _Nowhere:
    def report_attached_data(self, *, body: bytes | str, file_name: str) -> None: ...
