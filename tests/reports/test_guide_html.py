"""The HTML form of the guide: one file, for everybody, on any screen, from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from reports.guide import html, packing
from reports.guide.model import Guide
from reports.guide.packing import SHARE
from tests.support import guides
from tests.support.readable import obstacles

pytestmark = pytest.mark.heavy

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
GUIDES = {"verified": guides.verified_guide, "draft": guides.draft_guide, "annotated": guides.annotated_guide}


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A page in a browser without scripts and without a network, which must not be asked for."""
    with browser.new_context(offline=True, java_script_enabled=False, viewport=DESKTOP) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        yield page
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def opened(page: Page, guide: Guide, folder: Path, *, for_writer: bool = False) -> Page:
    path = folder / "guide.html"
    path.write_text(html.render(guide, for_writer=for_writer), encoding="utf-8")
    page.goto(path.as_uri())
    return page


def test_twenty_one_steps_fit_into_a_message() -> None:
    assert len(html.render(guides.verified_guide()).encode()) <= 3_000_000


def test_a_picture_of_many_colours_takes_no_more_than_its_share() -> None:
    photograph = Image.effect_noise((60, 40), 60).resize((1200, 800)).convert("RGB")
    picture = guides.picture_of(photograph)
    assert len(picture.packed.cropped) > 3 * SHARE
    guide = guides.guide([replace(guides.step(1), picture=picture)])
    # Base64 makes three bytes into four; the rest is the page itself.
    assert len(html.render(guide)) < 2 * SHARE * 4 / 3 + 20_000


@pytest.mark.parametrize(
    ("bytes_without_loss", "tried"),
    [(SHARE, []), (SHARE + 1, [70, 80, 60]), (2 * SHARE - 1, [70, 80, 60]), (2 * SHARE, [88, 70, 80, 60])],
)
def test_a_page_of_letters_is_not_packed_in_vain(
    monkeypatch: pytest.MonkeyPatch, bytes_without_loss: int, tried: list[int]
) -> None:
    qualities = list[int]()

    def save(_image: Image.Image, _form: str, *, quality: int, **_settings: int) -> bytes:
        qualities.append(quality)
        return bytes(SHARE + 1)

    monkeypatch.setattr(packing, "_saved", save)
    packing.in_page(Image.new("RGB", (8, 8)), bytes(bytes_without_loss))
    assert qualities == tried


def test_the_steps_are_numbered_through_all_sections(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.verified_guide(), tmp_path)
    expect(page.get_by_role("heading", level=1)).to_have_text(guides.TITLE)
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(5)
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    starts = [one.get_attribute("start") for one in page.get_by_role("main").locator("ol").all()]
    assert starts == ["1", "3", "10", "18", "21"]
    expect(page.locator("ol > li")).to_have_count(21)
    expect(page.locator(".stamp")).to_have_text("Проверено 24 ноября 2026.")


def test_the_writers_own_words_stand_between_the_steps(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.annotated_guide(), tmp_path)
    expect(page.locator("header .intro")).to_have_count(2)
    expect(page.locator("header blockquote")).to_have_text("Это займёт пять минут.")
    main = page.get_by_role("main")
    first = main.locator("section").first
    tags = [one.evaluate("one => one.tagName") for one in first.locator("> *").all()]
    assert tags == ["H2", "P", "OL", "BLOCKQUOTE", "BLOCKQUOTE", "OL", "P"]
    assert [one.get_attribute("start") for one in main.locator("ol").all()] == ["1", "2", "4"]
    expect(first.locator("blockquote").first.locator("p")).to_have_text(
        ["Страница может открыться не сразу.", "Подожди минуту и нажми «Обновить»."]
    )
    expect(main.get_by_role("link", name="https://school.example/a_b")).to_have_attribute(
        "href", "https://school.example/a_b"
    )
    expect(page.locator("#step-3 strong")).to_have_text(["Войти", "«Да»"])
    expect(page.locator("nav li")).to_have_text(["Раздел 1 шаги 1–3", "Раздел 2 шаг 4", "Раздел 3"])
    last = main.locator("section").last
    tags = [one.evaluate("one => one.tagName") for one in last.locator("> *").all()]
    assert tags == ["H2", "P", "P", "DIV", "DIV", "UL", "FIGURE"]
    expect(last.get_by_role("note")).to_have_text(
        ["Совет: сначала спроси соседа. Он рядом.", "Внимание: код не называй никому, и школе тоже."],
        use_inner_text=True,
    )
    expect(last.get_by_role("link", name="школе")).to_have_attribute("href", "https://school.example/help")
    expect(last.get_by_role("img", name="Вход в школу")).to_be_visible()


def test_every_picture_is_whole_one_click_away_and_back(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.verified_guide(), tmp_path)
    step = page.locator("#step-9")
    whole = page.get_by_role("group", name="Шаг 9, окно целиком")
    expect(whole).to_be_hidden()
    step.get_by_role("link", name="Окно целиком, шаг 9").click()
    expect(whole.get_by_role("img")).to_be_in_viewport()
    whole.get_by_role("link", name="К шагу 9").click()
    expect(whole).to_be_hidden()
    expect(step.get_by_role("img")).to_be_in_viewport()
    step.get_by_role("link").filter(has=page.get_by_role("img")).click()
    expect(whole).to_be_visible()


def test_the_whole_picture_is_reached_by_keyboard(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.guide([guides.step(1)]), tmp_path)
    page.get_by_role("link", name="Окно целиком, шаг 1").focus()
    page.keyboard.press("Enter")
    whole = page.get_by_role("group", name="Шаг 1, окно целиком")
    expect(whole).to_be_visible()
    page.keyboard.press("Tab")
    expect(whole.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(whole).to_be_hidden()


def test_the_first_thing_a_keyboard_meets_leads_to_the_steps(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.verified_guide(), tmp_path)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Сразу к шагам")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_in_viewport()


@pytest.mark.parametrize("kind", GUIDES)
def test_nothing_stands_in_anybodys_way(browser: Browser, tmp_path: Path, kind: str) -> None:
    page = browser.new_page()
    opened(page, GUIDES[kind](), tmp_path)
    found = []
    for target in ("", "#full-1"):
        page.goto((tmp_path / "guide.html").as_uri() + target)
        found += obstacles(page)
    page.close()
    assert found == []


def test_pupils_are_told_once_that_all_was_verified(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.verified_guide(), tmp_path)
    expect(page.locator(".verdict, .claim")).to_have_count(0)
    assert "стенд" not in page.locator("body").inner_text()
    assert page.locator("body").inner_text().count("Проверено") == 1


def test_the_writer_is_told_ids_verdicts_and_the_whole_stamp(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.annotated_guide(), tmp_path, for_writer=True)
    expect(page.locator(".verdict")).to_have_text(["✓ проверено"] * 4)
    expect(page.locator(".claim")).to_have_text([f"claim-{number}" for number in range(1, 5)])
    expect(page.locator(".stamp")).to_have_text(
        "Проверено 24 ноября 2026, 00:30 (МСК), на цели «стенд», браузер Chromium 156, версия продукта: стенд 1."
    )


def test_only_what_held_is_called_verified(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.draft_guide(), tmp_path, for_writer=True)
    told = [one.inner_text() for one in page.locator(".verdict").all()]
    assert told[0] == "✓ проверено"
    assert not [one for one in told[1:] if "✓" in one]
    assert "слова расходятся" in told[1]
    assert "не работает" in told[2]
    assert "не проверялось" in told[3]
    expect(page.locator("#step-4").get_by_role("img")).to_have_count(0)
    expect(page.locator("#step-4")).to_contain_text("Картинки нет")


def test_a_draft_is_one_at_first_sight_and_on_paper(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.draft_guide(), tmp_path)
    expect(page.get_by_text("ЧЕРНОВИК.")).to_be_in_viewport()
    media: tuple[Literal["screen", "print"], ...] = ("screen", "print")
    for medium in media:
        page.emulate_media(media=medium)
        expect(page.locator("body")).to_have_attribute("data-draft", "ЧЕРНОВИК")
        expect(page.get_by_text("ЧЕРНОВИК.")).to_be_visible()
    opened(page, guides.verified_guide(), tmp_path)
    assert "ЧЕРНОВИК" not in page.content()


def test_paper_shows_the_steps_even_when_a_picture_is_open(offline: Page, tmp_path: Path) -> None:
    page = opened(offline, guides.verified_guide(), tmp_path)
    page.get_by_role("link", name="Окно целиком, шаг 2", exact=True).click()
    page.emulate_media(media="print")
    expect(page.locator("#full-2")).to_be_hidden()
    expect(page.locator("#step-2").locator("img")).to_be_visible()
    expect(page.get_by_role("link", name="Окно целиком")).to_have_count(0)


HOSTILE = '<script>alert(1)</script> & "кавычки" «<b>Войти</b>» https://diary.example/?a=1&b=<i>'


def test_texts_are_texts(offline: Page, tmp_path: Path) -> None:
    step = guides.step(1, HOSTILE, notes=[HOSTILE])
    page = opened(offline, guides.guide([step], title=HOSTILE, intro=[HOSTILE]), tmp_path)
    expect(page.locator("script, main b, main i")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page.locator(".note")).to_have_text(HOSTILE)
    assert HOSTILE in page.locator(".sentence").inner_text()
