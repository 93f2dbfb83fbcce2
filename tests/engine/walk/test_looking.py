"""What a walk asks of a page that shows everything already: little, and no less than it has to know."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from tests.support.made_up import Board, Writer, board_on, find, text, walk_on
from verifier.redaction.pages import Privacy, Shot
from verifier.screen.asking import Question
from verifier.screen.measuring import measure
from verifier.screen.regions import Regions
from verifier.walk import evidence
from verifier.walk.evidence import Pictures
from verifier.walk.journal import Journal
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed
from verifier.whole import UnwrittenError

PAGE = "<main><button style='margin-top: 50px'>Создать заметку</button><input></main>"


@pytest.fixture
def nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*_: object, **__: object) -> None:
        raise AssertionError("waits for what is there")

    monkeypatch.setattr(Locator, "wait_for", wait)


@pytest.mark.usefixtures("nothing_is_waited_for")
def test_what_is_there_is_found_without_waiting(page: Page) -> None:
    board = board_on(page)
    page.set_content(PAGE)
    assert find(board.create).words == "Создать заметку"
    assert board.field.find().count() == 1


@pytest.mark.parametrize(
    ("style", "in_sight"),
    [
        ("", True),
        ("margin-top: 5000px", False),
        ("margin-left: -5px", False),
        ("margin-top: 200px", False),  # scrolled out of the part of the page that it stands in
    ],
)
def test_what_is_cut_off_is_not_in_sight(page: Page, style: str, in_sight: bool) -> None:
    page.set_content(
        f"<title>Доска</title><div style='height: 150px; overflow: auto'><button style='{style}'>Да</button></div>"
    )
    found = measure(page.get_by_role("button"))
    box = page.get_by_role("button").bounding_box()
    assert box is not None
    assert found == (1, (box["x"], box["y"], box["width"], box["height"]), in_sight, "Доска", (0, 0))


FRAMED = """<title>Доска</title><iframe style='position: absolute; border: 0; left: 40px; top: 30px'
  srcdoc="<title>Форма</title><body style='margin: 0'><button style='margin: 7px'>Да</button>"></iframe>"""


def test_what_is_in_a_frame_is_measured_in_the_window(page: Page) -> None:
    page.set_content(FRAMED)
    button = page.frame_locator("iframe").get_by_role("button")
    button.wait_for()
    found, box = measure(button), button.bounding_box()
    assert box is not None
    assert found == (1, (47, 37, box["width"], box["height"]), False, None, (0, 0))


@pytest.mark.parametrize("framed", [False, True])
def test_several_are_measured_together_as_far_as_they_are_seen(page: Page, framed: bool) -> None:
    items = "".join(
        f"<p style='width: {width}px; height: 400px; margin: 0'>{width}</p>" for width in (50, 90)
    )
    inner = f"<body style='margin: 0'>{items}<p hidden>0</p>"
    style = "position: absolute; border: 0; left: 40px; top: 30px; width: 200px; height: 500px"
    page.set_viewport_size({"width": 300, "height": 600})
    page.set_content(
        f"<title>Доска</title><iframe style='{style}' srcdoc=\"{inner}\"></iframe>" if framed else inner
    )
    items_shown = (page.frame_locator("iframe") if framed else page).locator("p")
    items_shown.first.wait_for()
    found = measure(items_shown)
    assert (found.number, found.box) == (3, (40, 30, 90, 500) if framed else (0, 0, 90, 600))


def test_what_is_not_there_has_no_place(page: Page) -> None:
    page.set_content("<title>Доска</title>")
    assert measure(page.get_by_role("button")) == (0, None, False, "Доска", (0, 0))


@pytest.mark.parametrize("pictures", ["on", "off"])
def test_a_mark_stands_where_its_thing_is_in_the_picture(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pictures: Pictures
) -> None:
    walk = walk_on(context, text("Есть кнопка «Создать заметку»."), PAGE, pictures=pictures)
    walk.journal.folder = tmp_path
    take, taken = Privacy.picture, []

    def move_meanwhile(privacy: Privacy, page: Page, regions: Regions, *also: Question) -> Shot:
        taken.append(page)
        if len(taken) == 1:
            page.locator("button").evaluate("button => { button.style.marginTop = '90px' }")
        return take(privacy, page, regions, *also)

    monkeypatch.setattr(Privacy, "picture", move_meanwhile)
    walk.open(walk.on(Board))
    walk.take_steps([Step("one", lambda walk: walk.see(walk.on(Board).create))])
    (mark,) = walk.journal.entries[0].marks
    assert mark.box is not None
    assert mark.box[1] == (98 if pictures == "on" else 58)
    assert len(taken) == (2 if pictures == "on" else 0)


def test_a_page_too_crowded_for_its_outline_keeps_its_picture(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_too_long(page: Page, _timeout_ms: float) -> str:
        return page.locator("body").aria_snapshot(timeout=0.001)

    monkeypatch.setattr(evidence, "outline", take_too_long)
    walk = walk_on(context, text("Есть кнопка «Создать заметку»."), PAGE, pictures="on")
    walk.journal.folder = tmp_path
    walk.open(walk.on(Board))
    walk.take_steps([Step("one", lambda walk: walk.see(walk.on(Board).create))])
    (entry,) = walk.journal.entries
    assert entry.picture is not None
    assert (entry.snapshot, len(entry.notes)) == (None, 1)
    assert entry.notes[0].startswith("что слышат на этой странице незрячие, не записано")


def press_and_see(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)
    walk.see(walk.on(Board).create)


def test_a_picture_that_cannot_be_written_leaves_its_sentence_unproven_and_ends_the_walk(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, asked = Journal.keep_picture, list[str]()

    def keep_one(journal: Journal, png: bytes, label: str) -> str | None:
        asked.append(label)
        if len(asked) > 1:
            raise UnwrittenError(errno.ENOSPC, "кончилось место", label)
        return keep(journal, png, label)

    monkeypatch.setattr(Journal, "keep_picture", keep_one)
    walk = walk_on(context, text("Нажми.", "Нажми ещё."), PAGE, pictures="on")
    walk.journal.folder = tmp_path
    walk.open(walk.on(Board))
    with pytest.raises(WalkFailed) as caught:
        walk.take_steps([Step("one", press_and_see), Step("two", press_and_see)])
    entry, other = walk.journal.entries
    assert caught.value.verdicts == [Verdict.ENVIRONMENT]
    assert (entry.verdict, other.verdict, other.started) == (Verdict.UNPROVEN, Verdict.UNPROVEN, "")
    assert entry.notes == ["картинка не записана: кончилось место"]
    kept = [view.picture for view in entry.views]
    assert kept == [next(tmp_path.glob("*.png")).name, None]
