"""The tour: one step on the screen, forward and back by key, tap and swipe, from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reports.guide import tour
from reports.guide.model import Guide
from tests.support import guides
from tests.support.readable import obstacles

pytestmark = pytest.mark.heavy

SWIPE = """([from, to]) => {
    const at = (type, x) => dispatchEvent(Object.assign(new Event(type), {
        touches: [{ clientX: x, clientY: 300 }], changedTouches: [{ clientX: x, clientY: 300 }] }));
    at("touchstart", from);
    at("touchend", to);
}"""


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """A telephone without a network, which must not be asked for; nothing may go wrong in the page's script."""
    with browser.new_context(
        offline=True,
        viewport={"width": 390, "height": 800},
        has_touch=True,
        is_mobile=browser.browser_type.name != "firefox",
    ) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda one: wrong.append(one.url) if one.url.startswith("http") else None)
        yield page
        assert wrong == []


def opened(page: Page, guide: Guide, folder: Path, part: str = "") -> Page:
    path = folder / "tour.html"
    path.write_text(tour.render(guide), encoding="utf-8")
    page.goto(f"{path.as_uri()}{part}")
    return page


def shown(page: Page) -> list[str]:
    """Return the ids of the slides on the screen."""
    return [one.get_attribute("id") or "" for one in page.locator(".slide:visible").all()]


def test_keys_taps_and_swipes_lead_on_and_back(telephone: Page, tmp_path: Path) -> None:
    page = opened(telephone, guides.annotated_guide(), tmp_path)
    assert shown(page) == ["start"]
    expect(page.get_by_role("button", name="Назад")).to_be_hidden()
    for lead, there in (
        (lambda: page.get_by_role("button", name="Дальше").tap(), "step-1"),
        (lambda: page.keyboard.press("ArrowRight"), "step-2"),
        (lambda: page.evaluate(SWIPE, [300, 100]), "step-3"),
        (lambda: page.evaluate(SWIPE, [100, 130]), "step-3"),
        (lambda: page.evaluate(SWIPE, [100, 300]), "step-2"),
        (lambda: page.keyboard.press("ArrowLeft"), "step-1"),
        (lambda: page.get_by_role("button", name="Назад").tap(), "start"),
        (lambda: page.keyboard.press("End"), "end-3"),
        (lambda: page.keyboard.press("ArrowRight"), "end-3"),
        (lambda: page.keyboard.press("Home"), "start"),
    ):
        lead()
        expect(page.locator(f"#{there}")).to_be_visible()
        assert shown(page) == [there]


def test_the_place_is_in_the_address(telephone: Page, tmp_path: Path) -> None:
    page = opened(telephone, guides.verified_guide(), tmp_path, "#step-7")
    assert shown(page) == ["step-7"]
    page.keyboard.press("ArrowRight")
    expect(page.locator("#step-8")).to_be_focused()
    assert page.url.endswith("#step-8")
    page.go_back()
    expect(page.locator("#step-7")).to_be_visible()
    page.goto("about:blank")
    opened(page, guides.verified_guide(), tmp_path, "#nowhere")
    assert shown(page) == ["start"]


def test_every_word_of_the_guide_is_on_a_slide(telephone: Page, tmp_path: Path) -> None:
    made = guides.annotated_guide()
    page = opened(telephone, made, tmp_path)
    slides = [one.text_content() or "" for one in page.locator(".slide").all()]
    for step in made.steps:
        expect(page.locator(f"#step-{step.number}")).to_contain_text(step.sentence)
    assert "Сначала открой дневник" in slides[1], "words before a step go with it"
    assert "Ни с кем не делись паролем." in slides[2]
    assert "Вот и весь вход." in slides[4], (
        "words behind the last step of a section have a slide of their own"
    )
    assert "сначала спроси соседа" in slides[-1]


def test_without_scripts_it_is_one_long_page(browser: Browser, tmp_path: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = opened(context.new_page(), guides.verified_guide(), tmp_path)
        expect(page.locator(".slide:visible")).to_have_count(22)
        expect(page.get_by_role("navigation")).to_be_hidden()


@pytest.mark.parametrize("part", ["#start", "#step-2", "#end-3"])
def test_anybody_can_read_it(page: Page, tmp_path: Path, part: str) -> None:
    assert obstacles(opened(page, guides.annotated_guide(), tmp_path, part)) == []


def test_a_draft_is_called_one_on_every_slide(telephone: Page, tmp_path: Path) -> None:
    page = opened(telephone, guides.draft_guide(), tmp_path, "#step-3")
    content = page.evaluate("getComputedStyle(document.body, '::before').content")
    assert content == '"ЧЕРНОВИК"'
    expect(page.locator("#step-3 .verdict")).to_contain_text("не работает")


def test_it_is_light_enough_for_a_telephone() -> None:
    assert len(tour.render(guides.verified_guide()).encode()) <= 4_000_000
