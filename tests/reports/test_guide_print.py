"""The guide in print: PDF and Word say the same, are accessible, and take any text for nothing but text."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from reports.guide import docx, paper, pdf, wording
from reports.guide.model import Guide, GuideStep, Picture
from tests.support.guides import (
    STAMP,
    annotated_guide,
    draft_guide,
    guide,
    page_like,
    picture,
    picture_of,
    step,
    verified_guide,
)
from tests.support.printed import one_line, pdf_pages, pdf_text, read_pdf, read_word, word_text

pytestmark = pytest.mark.heavy

MEGABYTE = 1_000_000
NASTY = (
    '#panic("x") #sys.inputs *жирно* _косо_ $x^2$ @нет <метка> \\',
    '= Заголовок // пусто /* и это */ `код` "кавычки" [скобки] #[ {x} - + ~',
    "</w:t></w:r><w:t>&amp; &lt; ]]> ${ink} $ink {{ 7 * 7 }} %s",
)


@pytest.fixture
def verified() -> Guide:
    return verified_guide()


@pytest.fixture
def draft() -> Guide:
    return draft_guide()


TEXTS = pytest.mark.parametrize("text_of", [pdf_text, word_text])


@TEXTS
def test_says_all_in_order(verified: Guide, text_of: Callable[[Guide], str]) -> None:
    text = text_of(verified)
    intro = [passage.text for passage in verified.intro]
    told = [verified.title, *intro, one_line(paper.stamped(verified))]
    for section in verified.sections:
        told.append(section.title)
        for one in section.steps:
            assert one.picture is not None
            told += [
                one.sentence,
                f"Рисунок {one.number}. {one.picture.caption}",
                *one.notes,
            ]
    places = list[int]()
    for words in told:
        # The contents name the sections before they come.
        places.append(text.index(words, places[-1] if places else 0))
    assert places == sorted(places)
    assert "✓" not in text
    assert "ЧЕРНОВИК" not in text


@TEXTS
def test_says_the_writers_own_words_in_their_places(text_of: Callable[[Guide], str]) -> None:
    made = annotated_guide()
    text = text_of(made)
    told = [one.text for passage in made.intro for one in passage.lines]
    for section in made.sections:
        told.append(section.title)
        for block in section.blocks:
            if isinstance(block, GuideStep):
                told.append(block.sentence)
            elif block.kind != "picture":
                told += [block.title] * bool(block.title) + [line.text for line in block.lines]
    places = list[int]()
    for words in told:
        # The contents name the sections before they come.
        places.append(text.index(words, places[-1] if places else 0))
    assert places == sorted(places)


@TEXTS
def test_draft_says_what_did_not_hold(draft: Guide, text_of: Callable[[Guide], str]) -> None:
    text = text_of(draft)
    sentences = [one.sentence for one in draft.steps]
    assert sentences[0] in text
    assert f"{sentences[1]} ≠ слова расходятся" in text
    assert f"{sentences[2]} ✗ не работает" in text
    assert f"{sentences[3]} — не проверялось" in text
    assert "✓" not in text
    assert text.count(paper.NOT_REACHED) == 2
    assert "Подтверждено предложений: 1 из 5." in text
    assert f"ЧЕРНОВИК. {wording.DISTRUST}" in text
    assert "Проверено " not in text


def test_draft_is_marked_on_every_page(draft: Guide) -> None:
    assert all(page.count("ЧЕРНОВИК") == 2 for page in pdf_pages(draft))
    document = read_word(draft)
    assert document.paragraphs[1].text.startswith("ЧЕРНОВИК")
    page = document.sections[0]
    for header in (page.first_page_header, page.header):
        assert "ЧЕРНОВИК" in header.paragraphs[0].text


@TEXTS
@pytest.mark.parametrize("nasty", NASTY)
def test_text_is_nothing_but_text(text_of: Callable[[Guide], str], nasty: str) -> None:
    made = guide([step(1, f"{nasty} конец", notes=[f"{nasty} здесь"])], title=f"{nasty} имя", intro=[nasty])
    text = text_of(made)
    for words in (f"{nasty} конец", f"{nasty} здесь", f"{nasty} имя"):
        assert words.replace(" ", "") in text.replace(" ", "")


@TEXTS
def test_control_characters_are_left_out(text_of: Callable[[Guide], str]) -> None:
    assert "до после" in text_of(guide([step(1, "до\x00\x1b\n\ud800 после")], title=""))


@TEXTS
def test_sign_without_a_glyph_does_not_stop_the_guide(text_of: Callable[[Guide], str]) -> None:
    assert "Нажми" in text_of(guide([step(1, "Нажми 😀 漢")]))


@pytest.mark.parametrize(
    ("sentence", "address"),
    [
        ("Открой https://a.example/login — появится вход.", "https://a.example/login"),
        ("Открой (https://a.example/b).", "https://a.example/b"),
        ("Открой «https://a.example».", "https://a.example"),
    ],
)
def test_addresses_are_links(sentence: str, address: str) -> None:
    made = guide([step(1, sentence)])
    annotations = [note.get_object() for page in read_pdf(made).pages for note in page.get("/Annots", ())]
    assert address in [note["/A"]["/URI"] for note in annotations if "/A" in note]
    links = [link for line in read_word(made).paragraphs for link in line.hyperlinks]
    assert address in [link.address for link in links]
    assert sentence in pdf_text(made)
    assert sentence in word_text(made)


def test_text_is_cut_at_addresses_and_labels() -> None:
    assert paper.runs("Открой https://a.example, вкладку «Чаты» и «https://b.example».") == (
        paper.Run("Открой "),
        paper.Run("https://a.example", address="https://a.example"),
        paper.Run(", вкладку "),
        paper.Run("«Чаты»", is_label=True),
        paper.Run(" и «"),
        paper.Run("https://b.example", address="https://b.example"),
        paper.Run("»."),
    )


def test_labels_are_set_off_where_the_words_alone_do_not_tell_them() -> None:
    runs = paper.runs(
        "Нажми Войти\N{NO-BREAK SPACE}в школу на https://a.example/Да, «Да» и Да",
        ["Войти в школу", "Да", "Да"],
    )
    assert [run.text for run in runs if run.is_label] == ["Войти\N{NO-BREAK SPACE}в школу", "«Да»", "Да"]
    assert [run.text for run in runs if run.address] == ["https://a.example/Да"]
    assert paper.runs("Скажи «да, а это не пара") == (paper.Run("Скажи «да, а это не пара"),)
    assert paper.runs("Нажми „Да“ и “Нет”", ["Нет"]) == (
        paper.Run("Нажми „Да“ и "),
        paper.Run("“Нет”", is_label=True),
    )
    assert paper.runs("") == ()


@pytest.mark.parametrize("render", [pdf.render, docx.render])
def test_same_guide_gives_the_same_bytes(draft: Guide, render: Callable[[Guide], bytes]) -> None:
    assert render(draft) == render(draft)


@cache
def photograph() -> Picture:
    blurred = Image.effect_noise((190, 125), 60).convert("RGB")
    return picture_of(blurred.resize((1520, 1000), Image.Resampling.BICUBIC))


@pytest.mark.parametrize("render", [pdf.render, docx.render])
def test_guide_fits_a_letter(render: Callable[[Guide], bytes]) -> None:
    steps = [step(number) for number in range(1, 20)]
    shown = [replace(step(number), picture=photograph()) for number in (20, 21)]
    assert len(render(guide(steps + shown))) < 3 * MEGABYTE


def test_photograph_is_compressed_as_one() -> None:
    file = paper.encode(photograph())
    assert file.ending == "jpg"
    assert len(file.data) < 0.4 * MEGABYTE


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_pictures_are_sharp_and_printed_alike_at_any_density(scale: float) -> None:
    shown = picture(1, scale)
    file = paper.encode(shown)
    assert (file.width_mm, file.height_mm) == pytest.approx((133.8, 88), abs=0.1)
    with Image.open(io.BytesIO(file.data)) as image:
        assert image.tobytes() == shown.cropped.tobytes()


@pytest.mark.parametrize("size", [(2000, 200), (300, 900), (200, 100)])
def test_no_picture_is_larger_than_its_place(size: tuple[int, int]) -> None:
    file = paper.encode(picture_of(page_like(1, size)))
    assert file.width_mm <= paper.PICTURE_MM[0]
    assert file.height_mm <= paper.PICTURE_MM[1]
    assert file.width_mm / file.height_mm == pytest.approx(size[0] / size[1])


@pytest.mark.parametrize(("product", "ending"), [("1.2", ", версия продукта: 1.2."), ("", ".")])
def test_stamp_is_in_moscow_time(product: str, ending: str) -> None:
    made = replace(guide([step(1)]), stamp=replace(STAMP, product=product))
    told = "Проверено 24 ноября 2026, 00:30 (МСК), на цели «стенд», браузер Chromium 156"
    assert paper.stamped_in_full(made) == told + ending
    assert paper.stamped(made) == "Проверено 24 ноября 2026."
