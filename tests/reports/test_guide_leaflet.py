"""The leaflet and the short edition: one page each, whatever is on it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Literal

import pypdf
import pytest

from reports.guide import leaflet, pdf
from reports.guide.brand import Brand
from reports.guide.model import Guide, GuideStep
from reports.guide.pictures import GuideError
from tests.support import guides

pytestmark = pytest.mark.heavy


def with_brand(guide: Guide, **brand: object) -> Guide:
    return replace(guide, brand=Brand(**brand))  # type: ignore[arg-type]  # by the names of its fields


def acting(guide: Guide, *numbers: int) -> Guide:
    """Return a guide in whose steps of these numbers there is something to do."""
    sections = (
        replace(
            section,
            blocks=tuple(
                replace(one, acts=int(one.number) in numbers) if isinstance(one, GuideStep) else one
                for one in section.blocks
            ),
        )
        for section in guide.sections
    )
    return replace(guide, sections=tuple(sections))


@pytest.mark.parametrize(
    ("acts", "chosen"),
    [
        ((2, 3, 5, 7, 11, 13), [2, 3, 5, 7, 11, 13]),
        (tuple(range(2, 14)), list(range(2, 10))),
        ((4, 20), [1, 4, 6, 11, 16, 20]),
        ((), [1, 4, 8, 11, 15, 18]),
    ],
    ids=["as many as fit", "the first of many", "filled up evenly", "nothing to do"],
)
def test_it_shows_where_something_has_to_be_done(acts: tuple[int, ...], chosen: list[int]) -> None:
    made = acting(guides.verified_guide(), *acts)
    assert [int(step.number) for step in leaflet.steps(made)] == chosen


def test_of_more_steps_than_fit_an_address_and_an_alternative_are_left_to_the_words() -> None:
    entered = replace(guides.step(1, "Открой https://school.example/login — появится вход."), opens=True)
    doors = [
        replace(guides.step(2, "Войди: нажми «По номеру»"), acts=True),
        replace(guides.step(3, "кнопкой «По почте»."), acts=True, parent="claim-2", number="2а"),
        replace(guides.step(4, "«По коду»."), acts=True, parent="claim-2", number="2б", alternative="или"),
    ]
    others = [replace(guides.step(number, f"Нажми «{number}»."), acts=True) for number in range(5, 13)]
    made = guides.guide([entered, *doors, *others])
    assert [step.claim for step in leaflet.steps(made)] == [f"claim-{n}" for n in (2, 3, 5, 6, 7, 8, 9, 10)]
    told = words_of(leaflet.render(made, "a4"))
    assert "Открой https://school.example/login — появится вход. Войди: нажми «По номеру»" in told
    assert "кнопкой «По почте». или «По коду»." in told
    few = guides.guide([entered, *doors])
    assert [step.claim for step in leaflet.steps(few)] == [f"claim-{n}" for n in (1, 2, 3, 4)]
    assert words_of(leaflet.render(few, "a4")).count("появится вход") == 1


def words_of(file: bytes) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(file)).pages
    return " ".join(page.extract_text().split())


def test_its_writer_may_choose_the_steps() -> None:
    names = tuple(f"claim-{number}" for number in (1, 3, 5, 7, 9, 21))
    made = with_brand(guides.verified_guide(), leaflet=names)
    assert [int(step.number) for step in leaflet.steps(made)] == [1, 3, 5, 7, 9, 21]
    with pytest.raises(GuideError, match="предложения «gone» с картинкой нет; назовите другое"):
        leaflet.steps(with_brand(guides.verified_guide(), leaflet=("gone",)))


@pytest.mark.parametrize(("paper", "millimetres"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_it_is_one_page_with_a_code_that_leads_to_the_guide(
    paper: Literal["a4", "a3"], millimetres: tuple[int, int]
) -> None:
    made = with_brand(guides.verified_guide(), address="https://school.example/chats", name="Школа № 7")
    file = leaflet.render(made, paper)
    assert len(file) <= 1_000_000
    (page,) = pypdf.PdfReader(io.BytesIO(file)).pages
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == millimetres
    text = " ".join(page.extract_text().split())
    for told in (guides.TITLE, "Школа № 7", "Инструкция целиком", "Проверено 24 ноября 2026."):
        assert told in text
    assert "кнопку номер 1 " in text
    without = leaflet.render(guides.verified_guide(), paper)
    assert "Инструкция целиком" not in pypdf.PdfReader(io.BytesIO(without)).pages[0].extract_text()


def test_no_pictures_no_leaflet() -> None:
    assert leaflet.render(guides.guide([guides.step(1, pictured=False)]), "a4") == b""


def test_the_short_edition_is_one_page_of_all_words() -> None:
    long = guides.guide([guides.step(number, "Нажми «Войти» и подожди. " * 6) for number in range(1, 31)])
    for made in (guides.verified_guide(), guides.annotated_guide(), long):
        (page,) = pypdf.PdfReader(io.BytesIO(pdf.render_short(made))).pages
        text = " ".join(page.extract_text().split())
        assert all(" ".join(step.sentence.split()) in text for step in made.steps)
        assert "Проверено 24 ноября 2026." in text
        assert len(page.images) == 0
