"""Each form for readers shows the items of a sentence below it, what to do instead, and all pictures of a step."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from playwright.sync_api import Page, expect

from reports.guide import confluence, html, leaflet, markdown, pdf, tour
from reports.guide.model import GuideStep
from tests.support import guides
from tests.support.readable import obstacles

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
ITEMS = ["2а. нажми «По номеру»;", "2б. или нажми «По почте» и подожди."]


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def spoken(file: bytes) -> tuple[str, int]:
    """Return what a page of PDF says, and how many pictures are on it."""
    (page,) = pypdf.PdfReader(io.BytesIO(file)).pages
    return " ".join(page.extract_text().split()), len(page.images)


def made_by(*command: str | Path, page: str) -> str:
    ran = subprocess.run(command, input=page.encode(), capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


def for_docusaurus() -> ElementTree.Element:
    page = markdown.render(guides.nested_guide(), markdown.Docusaurus())
    return ElementTree.fromstring(made_by("node", ROOT / "tests" / "reports" / "mdx.mjs", page=page))


def for_mkdocs() -> ElementTree.Element:
    page = markdown.render(guides.nested_guide(), markdown.MkDocs())
    made = made_by(sys.executable, "-m", "markdown", "-x", "admonition", page=page)
    return ElementTree.fromstring(f"<div>{made}</div>")


def for_confluence() -> ElementTree.Element:
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in confluence.NAMESPACES.items())
    return ElementTree.fromstring(f"<page {spaces}>{confluence.render(guides.nested_guide())}</page>")


IMAGES = {for_docusaurus: "img", for_mkdocs: "img", for_confluence: f"{{{confluence.NAMESPACES['ac']}}}image"}
TIPS = {
    for_docusaurus: ".//aside",
    for_mkdocs: ".//div[@class='admonition tip']",
    for_confluence: f".//{{{confluence.NAMESPACES['ac']}}}structured-macro[2]",
}


@pytest.mark.parametrize("made", IMAGES, ids=lambda made: made.__name__)
def test_a_page_for_another_system_has_a_list_below_the_sentence(
    made: Callable[[], ElementTree.Element],
) -> None:
    page = made()
    (below,) = page.iter("ul")
    assert [words(next(item.iter("p"))) for item in below] == ITEMS
    assert [len(list(item.iter(IMAGES[made]))) for item in below] == [1, 2]
    assert [words(next(item.iter("em"))) for item in below] == ["Окно 2: дневник", "или"]
    text = words(page)
    assert text.index("Войди одним из двух способов:") < text.index(ITEMS[0])
    (tip,) = page.findall(TIPS[made])
    assert "сначала спроси соседа." in words(tip)
    assert text.index(ITEMS[1]) < text.index("сначала спроси соседа.") < text.index("Открой «Чаты».")


@pytest.mark.parametrize("made", [for_docusaurus, for_confluence], ids=lambda made: made.__name__)
def test_the_items_stand_within_their_sentence_and_counting_goes_on(
    made: Callable[[], ElementTree.Element],
) -> None:
    page = made()
    assert [one.attrib.get("start", "1") for one in page.iter("ol")] == ["1", "3"]
    first = next(page.iter("ol"))
    assert [len(list(item.iter("ul"))) for item in first] == [0, 1]


def test_python_markdown_is_told_the_numbers() -> None:
    page = for_mkdocs()
    numbers = [words(one) for one in page.iter("strong") if re.fullmatch(r"\d\w?\.", words(one))]
    assert numbers == ["1.", "2.", "2а.", "2б.", "3."]


def test_confluence_gets_every_picture() -> None:
    named = [name.partition(".")[0] for name, _ in confluence.attachments(guides.nested_guide())]
    assert named == ["01-claim", "03-claim", "04-claim", "05-claim", "06-claim"]


def test_the_tour_has_a_slide_for_each_item_with_the_sentence_above_it(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "tour.html"
    path.write_text(tour.render(guides.nested_guide()), encoding="utf-8")
    page.goto(f"{path.as_uri()}#step-2а")
    expect(page.locator("#step-2а")).to_be_visible()
    page.keyboard.press("ArrowRight")
    slide = page.locator(".slide:visible")
    expect(slide).to_have_attribute("id", "step-2б")
    expect(slide.locator(".where")).to_contain_text("шаг 2б из 3")
    expect(slide.locator(".context")).to_have_text(["Войди одним из двух способов:", "нажми «По номеру»;"])
    expect(slide.locator(".told")).to_have_text("или нажми «По почте» и подожди.")
    expect(slide.locator("img")).to_have_count(2)
    assert obstacles(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slide:visible")).to_contain_text("сначала спроси соседа.")


def test_the_writers_edition_tells_ids_and_verdicts_of_items_too() -> None:
    page = html.render(guides.nested_guide(), for_writer=True)
    assert page.count('<code class="claim">') == page.count("✓ проверено</span>") == 5
    item = page[page.index('<li id="step-2б">') :]
    assert '<span class="or">или</span> нажми' in item
    assert item.index("by-mail") < item.index("</p>")
    assert "✓ проверено" not in html.render(guides.nested_guide())


def test_the_leaflet_shows_an_item_with_the_sentence_above_it_and_all_its_pictures() -> None:
    text, pictures = spoken(leaflet.render(guides.nested_guide(), "a4"))
    assert "Войди одним из двух способов: нажми «По номеру»;" in text
    assert "2б или нажми «По почте» и подожди." in text, "what is in the cell before is not said again"
    assert pictures == 5


def test_an_alternative_alone_on_the_leaflet_tells_what_it_is_one_to() -> None:
    bare = [
        replace(one, picture=None) if isinstance(one, GuideStep) and one.claim == "by-number" else one
        for one in guides.nested_guide().sections[0].blocks
    ]
    text, _ = spoken(leaflet.render(guides.guide(bare), "a4"))
    assert "Войди одним из двух способов: нажми «По номеру»; или нажми «По почте» и подожди." in text


def test_the_leaflet_keeps_the_order_of_the_guide() -> None:
    chosen = leaflet.steps(guides.nested_guide())
    assert [step.number for step in chosen] == ["1", "2а", "2б", "3"]


def test_the_short_edition_numbers_items_below_their_sentence() -> None:
    text, pictures = spoken(pdf.render_short(guides.nested_guide()))
    assert f"2. Войди одним из двух способов: {ITEMS[0]} {ITEMS[1]}" in text
    assert "3. Открой «Чаты»." in text
    assert pictures == 0
    assert all(step.pictures == () for step in guides.nested_guide().without_pictures().steps)
