"""The quick way to take a picture shows what Playwright's own shows, and leaves the page as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.pixels import pixels
from verifier.screen.asking import ask
from verifier.screen.camera import Camera

pytestmark = pytest.mark.only_browser("chromium")

DENSITY = 2
WORDS = """<style>body {font: 20px sans-serif; background: linear-gradient(white, silver)}</style>
<h1>Мои заметки</h1><p style='border-radius: 9px; box-shadow: 3px 3px 9px gray; opacity: .7'>Заметка 1</p>"""
MOVING = """<style>@keyframes go {from {margin-left: 0} to {margin-left: 300px}}
i {display: block; width: 40px; height: 40px; background: red}</style>"""
FIELD = "<input value='Заметка' autofocus style='font-size: 40px'>"
PAGES = {
    "words": WORDS,
    "scrolled": f"{WORDS}<p style='height: 3000px'><script>scrollTo(0, 500)</script>",
    "ends": MOVING + "<i style='animation: go 60s forwards'></i>",
    "never-ends": MOVING + "<i style='animation: go 60s infinite -20s'></i>",
    "changes": MOVING
    + "<i style='transition: margin-top 60s'></i>"
    + "<script>setTimeout(() => document.querySelector('i').style.marginTop = '90px')</script>",
    "goes-by-scrolling": MOVING
    + "<i style='position: fixed; animation: go linear; animation-timeline: scroll()'></i><p style='height: 3000px'>"
    + "<script>scrollTo(0, 900)</script>",
    "typed": FIELD,
    "in-a-shadow": MOVING
    + f"""<p></p><script>const inner = document.querySelector('p').attachShadow({{mode: 'open'}});
    inner.innerHTML = `{MOVING}{FIELD}<i style='animation: go 60s infinite -20s'></i>`;
    inner.querySelector('input').focus()</script>""",
}


def shot(camera: Camera, page: Page, scale: float = DENSITY) -> bytes:
    """Take a picture as whoever keeps one does."""
    ask(*camera.held(page))
    png = camera.shoot(page, scale)
    ask(*camera.let_go(page))
    return png


@pytest.fixture(scope="module")
def sharp_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that has as many device pixels as its contexts."""
    args = [*browser_type_launch_args.get("args", []), f"--force-device-scale-factor={DENSITY}"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    yield browser
    browser.close()


@pytest.fixture
def sharp_page(sharp_browser: Browser) -> Iterator[Page]:
    """A window of it."""
    context = sharp_browser.new_context(viewport={"width": 400, "height": 300}, device_scale_factor=DENSITY)
    yield context.new_page()
    context.close()


@pytest.fixture
def only_quick(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let Playwright's own pictures count, and return how many there were."""
    taken, own = list[Page](), Page.screenshot

    def screenshot(page: Page, **how: Any) -> bytes:
        taken.append(page)
        return own(page, **how)

    monkeypatch.setattr(Page, "screenshot", screenshot)
    return taken


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
def test_both_ways_show_the_same(sharp_page: Page, only_quick: list[Page], content: str) -> None:
    sharp_page.set_content(content)
    if "transition" in content:
        sharp_page.wait_for_function("document.getAnimations().length")
    quick = shot(Camera(), sharp_page)
    assert not only_quick
    assert pixels(quick) == pixels(sharp_page.screenshot(animations="disabled", caret="hide"))


def test_what_moves_for_ever_moves_on_afterwards(sharp_page: Page) -> None:
    sharp_page.set_content(PAGES["never-ends"])
    shot(Camera(), sharp_page)
    states = "document.getAnimations().map(one => one.playState)"
    assert sharp_page.evaluate(states) == ["running"]


def test_the_caret_is_there_afterwards(sharp_page: Page) -> None:
    sharp_page.set_content(FIELD)
    camera = Camera()
    colour = "getComputedStyle(document.querySelector('input')).caretColor"
    before = sharp_page.evaluate(colour)
    ask(*camera.held(sharp_page))
    held = sharp_page.evaluate(colour)
    ask(*camera.let_go(sharp_page))
    assert (held, sharp_page.evaluate(colour)) == ("rgba(0, 0, 0, 0)", before)


def test_a_browser_with_fewer_pixels_is_left_to_playwright(page: Page, only_quick: list[Page]) -> None:
    page.set_content(WORDS)
    camera = Camera()
    size, _ = pixels(shot(camera, page, scale=DENSITY))
    assert (size, only_quick) == ((1280, 800), [page])
    shot(camera, page, scale=DENSITY)
    assert camera.held(page) == []
    assert len(only_quick) == 2


def test_a_window_with_a_frame_is_left_to_playwright(sharp_page: Page, only_quick: list[Page]) -> None:
    sharp_page.set_content(WORDS + "<iframe srcdoc='<b>Внутри</b>'></iframe>")
    assert pixels(shot(Camera(), sharp_page))[0] == (400 * DENSITY, 300 * DENSITY)
    assert only_quick == [sharp_page]


def test_a_window_of_another_size_is_taken_as_it_is(sharp_page: Page, only_quick: list[Page]) -> None:
    sharp_page.set_content(WORDS)
    camera = Camera()
    shot(camera, sharp_page)
    sharp_page.set_viewport_size({"width": 300, "height": 500})
    assert pixels(shot(camera, sharp_page))[0] == (300 * DENSITY, 500 * DENSITY)
    assert not only_quick


def test_a_page_that_is_not_drawn_is_left_to_playwright_and_its_time_out(
    sharp_page: Page, only_quick: list[Page]
) -> None:
    origin = "https://board.test"
    sharp_page.route(f"{origin}/late.css", lambda _route: None)  # never answered
    sharp_page.route(
        f"{origin}/",
        lambda route: route.fulfill(
            body=f"<link rel=stylesheet href=late.css>{WORDS}", content_type="text/html"
        ),
    )
    sharp_page.goto(f"{origin}/", wait_until="commit")
    sharp_page.set_default_timeout(1000)
    with pytest.raises(PlaywrightTimeout):
        shot(Camera(), sharp_page)
    assert only_quick == [sharp_page]
