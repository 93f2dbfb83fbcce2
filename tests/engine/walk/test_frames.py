"""What stands in a frame is found there and told as such; what is private in it is covered."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.support.made_up import ORIGIN, Board, Writer, text, walk_on
from tests.support.walks import IN_VAIN_S
from verifier.redaction.pages import Privacy
from verifier.screen.regions import Regions
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

COVER = (0xC5, 0xCE, 0xDB)


def serve_at(context: BrowserContext, path: str, html: str) -> None:
    """Serve a page at a path, whatever else is served already."""
    body = f"<!doctype html><meta charset=utf-8>{html}"
    context.route(f"{ORIGIN}{path}", lambda route: route.fulfill(body=body, content_type="text/html"))


def around(path: str) -> str:
    """Return a page with a frame in which another one is shown."""
    frame = (
        f"<iframe src='{ORIGIN}{path}' style='margin: 40px; border: 0; width: 400px; height: 300px'></iframe>"
    )
    return f"<h1>Чужое</h1>{frame}"


def taken(context: BrowserContext, outer: str, html: str, path: str, inner: str) -> Walk[Writer]:
    """Press the button of the board, in whichever window or frame that is: a page at `outer`, another in its frame."""
    walk = walk_on(context, text("Нажми «Создать заметку»."), html, IN_VAIN_S * 1000)
    serve_at(context, outer, html)
    serve_at(context, path, inner)

    def press(walk: Walk[Writer]) -> None:
        walk.press(walk.on(Board).create)
        walk.see(walk.on(Board).message)

    walk.windows.open().goto(f"{ORIGIN}{outer}", timeout=30_000)
    walk.take_steps([Step("one", press)])
    return walk


SAVES = """<button onclick="document.body.insertAdjacentHTML('beforeend', '<p>Заметка сохранена')">Создать заметку
</button>"""


def test_a_place_in_a_frame_is_found_and_told_as_such(context: BrowserContext) -> None:
    walk = taken(context, "/other", around("/board"), "/board", SAVES)
    (entry,) = walk.journal.entries
    assert entry.verdict is Verdict.HOLDS
    assert entry.notes == [f"окно 1: на странице {ORIGIN}/other — {ORIGIN} во фрейме"]


def test_a_control_in_a_frame_of_its_place_is_found_and_told_as_such(context: BrowserContext) -> None:
    walk = taken(context, "/board", around("/inner"), "/inner", SAVES)
    (entry,) = walk.journal.entries
    assert entry.verdict is Verdict.HOLDS
    assert f"кнопка «Создать заметку»: стоит не на самой странице, а во фрейме {ORIGIN}/inner" in entry.notes


def test_a_frame_in_which_nothing_was_found_is_named(context: BrowserContext) -> None:
    with pytest.raises(WalkFailed) as failed:
        taken(context, "/board", around("/inner"), "/inner", "<p>Реклама")
    (entry,) = failed.value.findings
    assert entry.observed.endswith(f"не нашлось и во фрейме {ORIGIN}/inner")


def test_a_place_that_no_frame_shows_names_the_frames_that_there_are(context: BrowserContext) -> None:
    with pytest.raises(WalkFailed) as failed:
        taken(context, "/other", around("/inner"), "/inner", "<p>Реклама")
    (entry,) = failed.value.findings
    assert entry.observed == f"открыто только окно 1: {ORIGIN}/other (в нём фрейм {ORIGIN}/inner)"


def test_a_frame_that_is_not_to_be_seen_shows_nothing(context: BrowserContext) -> None:
    hidden = around("/board").replace("border: 0", "display: none")
    with pytest.raises(WalkFailed) as failed:
        taken(context, "/other", hidden, "/board", SAVES)
    assert failed.value.findings[0].observed == f"открыто только окно 1: {ORIGIN}/other"


def test_what_is_private_in_a_frame_is_covered_where_it_stands_and_learnt(page: Page) -> None:
    inner = "<p class=name style='margin: 60px 0 0 30px; font-size: 30px'>Мирослава Тестова</p>"
    serve_at(page.context, "/inner", inner)
    serve_at(page.context, "/page", around("/inner"))
    page.goto(f"{ORIGIN}/page")
    box = page.frames[1].locator("p").bounding_box()
    assert box is not None
    privacy = Privacy([])
    shot = privacy.picture(page, Regions((".name",)))
    picture = Image.open(io.BytesIO(shot.png)).convert("RGB")
    at = (round(box["x"] + 20) * shot.scale, round(box["y"] + box["height"] / 2) * shot.scale)
    assert picture.getpixel((int(at[0]), int(at[1]))) == COVER
    assert "Мирослава" not in privacy.text("Мирослава Тестова")
