"""A brand file: what it changes in each form, and what is said of one that cannot be used."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import docx as word
import pytest
from PIL import Image

from reports.guide import brand, confluence, docx, html, markdown, tour
from reports.guide.model import Guide
from tests.support import guides
from tests.support.printed import read_pdf
from tests.support.reports_command import run

FONTS = Path(__file__).parents[2] / "reports" / "fonts"
SCHOOL = """\
name = "Гимназия № 1999"
logo = "logo.png"
footer = "Выдуманная ул., 7"
contact = "Вопросы: https://school.example/help"
address = "https://school.example/chats"
word_template = "blank.docx"

[colours]
accent = "#7a1f3d"

[typeface]
regular = "Inter-Regular.otf"
bold = "Inter-SemiBold.otf"
"""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The brand file of a school that exists nowhere, with all that it names."""
    folder = tmp_path / "school"
    folder.mkdir()
    for font in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
        shutil.copy(FONTS / font, folder)
    Image.new("RGBA", (400, 400), (122, 31, 61, 128)).save(folder / "logo.png")
    blank = word.Document()
    blank.sections[0].header.paragraphs[0].text = "Бланк гимназии"
    blank.styles["Heading 1"].font.name = "Georgia"
    blank.styles["Heading 1"].element.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "1"
    )
    blank.add_paragraph("Образец")
    blank.save(str(folder / "blank.docx"))
    (folder / "brand.toml").write_text(SCHOOL, encoding="utf-8")
    return folder / "brand.toml"


@pytest.fixture
def branded(school: Path) -> Guide:
    return replace(guides.annotated_guide(), brand=brand.read(school))


@pytest.mark.heavy
def test_every_form_says_whose_it_is(branded: Guide) -> None:
    forms = {
        "guide": html.render(branded),
        "tour": tour.render(branded),
        "PDF": " ".join(" ".join(page.extract_text().split()) for page in read_pdf(branded).pages),
    }
    said = ("Гимназия № 1999", "Выдуманная ул., 7", "school.example/help")
    assert [(form, told) for form, text in forms.items() for told in said if told not in text] == []
    for page in (forms["guide"], forms["tour"]):
        assert "--accent: #7a1f3d" in page
        assert page.count("@font-face") == 2
        assert 'src="data:image/png;base64,' in page
    for text in (markdown.render(branded), confluence.render(branded)):
        assert "Выдуманная ул., 7" in text


@pytest.mark.heavy
def test_a_template_of_ones_own_keeps_its_look(branded: Guide) -> None:
    made = word.Document(io.BytesIO(docx.render(branded)))
    assert made.sections[0].header.paragraphs[0].text == "Бланк гимназии"
    assert "Образец" not in [line.text for line in made.paragraphs]
    headings = [
        line for line in made.paragraphs if line.text.startswith("Раздел ") and line.style is not None
    ]
    headings = [line for line in headings if line.style and line.style.name == "Heading 1"]
    assert [line.text for line in headings] == ["Раздел 1", "Раздел 2", "Раздел 3"]
    assert {line.style.font.name for line in headings if line.style} == {"Georgia"}
    names = [style.name for style in made.styles]
    assert len(names) == len(set(names))
    assert {"Совет", "Внимание", "List Number"} <= set(names)


@pytest.mark.heavy
def test_a_template_of_ones_own_numbers_items_as_the_guide_does(school: Path) -> None:
    made = word.Document(io.BytesIO(docx.render(replace(guides.nested_guide(), brand=brand.read(school)))))
    items = [line for line in made.paragraphs if line.style and line.style.name == "List Number 2"]
    assert [line.text for line in items] == ["нажми «По номеру»;", "или нажми «По почте» и подожди."]
    counted = {line.style.element.pPr.numPr for line in items if line.style}
    assert [(one.numId.val, one.ilvl.val) for one in counted] == [(1, 1)]


@pytest.mark.heavy
def test_the_neutral_guide_is_nobodys() -> None:
    page = html.render(guides.verified_guide())
    assert "@font-face" not in page
    assert f"--accent: {brand.ACCENT};" in page
    assert '<p class="whose">' not in page


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#767676", "#ffffff", 4.54), ("#fff000", "#fff000", 1.0)],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert brand.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("accent", ["#7a1f3d", "#000080", "#0b5d66", "#5c4400"])
def test_an_accent_gets_light_enough_for_dark_pages(accent: str) -> None:
    assert brand.contrast(brand.lightened(accent), "#1b232c") >= 4.5


REFUSED = {
    "pale": ('[colours]\naccent = "#ffcc00"', "colours.accent: у #ffcc00 с фоном контраст 1,4, а нужно не меньше 4,5"),
    "dark": ('[colours]\naccent_dark = "#333333"', "colours.accent_dark: у #333333 с фоном контраст 1,3"),
    "no colour": ('[colours]\naccent = "красный"', "colours.accent: это не цвет; запишите его как #0b5d66"),
    "unknown": ('colour = "#000000"', "colour: такого поля нет; есть name, logo,"),
    "no text": ("name = 7", "name: значение не годится"),
    "no address": ('address = "school"', "address: это не адрес"),
    "few": ('leaflet = ["a", "b"]', "leaflet: в листовке от шести до восьми картинок"),
    "no TOML": ("name = ", "это не TOML в UTF-8"),
    "no logo": ('logo = "нет.png"', "logo: файла «нет.png» нет; положите его рядом"),
    "elsewhere": ('logo = "../logo.png"', "logo: файл «../logo.png» не годится (он лежит в другом месте)"),
    "no picture": ('logo = "brand.toml"', "logo: «brand.toml» — не картинка"),
    "no font": ('[typeface]\nregular = "brand.toml"\nbold = "brand.toml"', "«brand.toml» — не шрифт TTF или OTF"),
    "half a typeface": ('[typeface]\nregular = "brand.toml"', "typeface.bold: этого поля не хватает"),
    "no document": ('word_template = "brand.toml"', "«brand.toml» — не документ Word; сохраните шаблон как .docx"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_used_is_told_in_one_line(tmp_path: Path, kind: str) -> None:
    text, told = REFUSED[kind]
    path = tmp_path / "brand.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(brand.BrandError) as refused:
        brand.read(path)
    said = str(refused.value)
    assert said.splitlines() == [said]
    assert said.startswith(f"{path}: ")
    assert told in said
    assert "; " in said


@pytest.mark.heavy
def test_the_command_ends_with_four_and_leaves_what_was_there(green: Path, tmp_path: Path) -> None:
    path = tmp_path / "brand.toml"
    path.write_text('[colours]\naccent = "#ffcc00"', encoding="utf-8")
    made = run("render", green, "--out", tmp_path / "out", "--brand", path)
    assert made.exit_code == 4
    assert "возьмите цвет темнее" in made.output
    assert not (tmp_path / "out" / "guide").exists()


@pytest.mark.heavy
def test_a_brand_beside_the_text_is_taken_unless_another_is_named(
    green: Path, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(school.parent)  # the journal's text is said to lie here
    other = tmp_path / "other.toml"
    other.write_text('name = "Другая школа"', encoding="utf-8")
    for options, name in ((), "Гимназия № 1999"), (("--brand", other), "Другая школа"):
        assert run("render", green, "--out", tmp_path / "out", *options).exit_code == 0
        assert f"{name}</p>" in (tmp_path / "out" / "guide" / "guide.html").read_text(encoding="utf-8")
