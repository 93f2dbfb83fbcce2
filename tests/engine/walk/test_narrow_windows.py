"""A sentence about wide windows is not asked of a narrow one, and hinders nothing there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.made_up import Board, text, walk_on
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict

PAGE = "<title>Доска</title><h1>Доска</h1><button>Создать заметку</button>"


@pytest.mark.parametrize(
    ("width", "verdict", "fits", "why"),
    [
        (719, Verdict.UNPROVEN, False, "так только в окне шириной от 720 пикселей, а здесь 719"),
        (720, Verdict.HOLDS, True, ""),
    ],
)
def test_a_sentence_about_wide_windows_is_left_out_of_a_narrow_one(
    browser: Browser, width: int, verdict: Verdict, fits: bool, why: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600})
    try:
        walk = walk_on(context, text("Есть кнопка «Создать заметку»."), PAGE)
        walk.open(walk.on(Board))
        walk.take_steps([Step("one", lambda walk: walk.see(walk.on(Board).create), from_width=720)])
    finally:
        context.close()
    (entry,) = walk.journal.entries
    assert (entry.verdict, entry.fits, entry.spared) == (verdict, fits, why)


def test_before_there_is_a_window_it_is_asked(browser: Browser) -> None:
    def look(_: object) -> None:
        made.open(made.on(Board))
        made.see(made.on(Board).create)

    context = browser.new_context(viewport={"width": 390, "height": 600})
    try:
        made = walk_on(context, text("Есть кнопка «Создать заметку»."), PAGE)
        made.take_steps([Step("one", look, from_width=720)])
    finally:
        context.close()
    assert made.journal.entries[0].verdict is Verdict.HOLDS
