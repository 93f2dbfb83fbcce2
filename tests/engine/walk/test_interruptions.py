"""What comes before the page unasked: the declared is answered and told, the undeclared is named and left alone."""

from __future__ import annotations

import dataclasses
import re

import pytest
from playwright.sync_api import BrowserContext

from tests.support.made_up import NOTES, Board, Writer, text, walk_on
from tests.support.walks import IN_VAIN_S
from verifier.product import Product
from verifier.screen.interruptions import Interruption
from verifier.walk.failure import describe_all
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

DECLARED = dataclasses.replace(
    NOTES,
    interruptions=(
        Interruption("сообщение о cookie", re.compile("cookie"), "Хорошо", ".cookies"),
        Interruption("вопрос", re.compile(r"Точно создать\?"), "Создать"),
    ),
)
VEIL = "position: fixed; inset: 0; background: #fff8; z-index: 9"
COVERED = f"""<main><button onclick="save()">Создать заметку</button></main>
<div class=cookies style="{VEIL}"><p>Мы храним cookie.</p>
  <button onclick="this.parentElement.remove(); window.answered = 'yes'">Хорошо</button>
  <button>Настроить</button></div>
<script>const save = () => document.querySelector('main').insertAdjacentHTML('beforeend', '<p>Заметка сохранена');
</script>"""
ASKED = """<main><button onclick="ask.showModal()">Создать заметку</button></main>
<dialog id=ask><p>Точно создать?</p><button onclick="ask.close(); save()">Создать</button></dialog>
<script>const save = () => document.querySelector('main').insertAdjacentHTML('beforeend', '<p>Заметка сохранена');
</script>"""


def press(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)
    walk.see(walk.on(Board).message)


def taken(context: BrowserContext, html: str, product: Product) -> tuple[Walk[Writer], str]:
    """Take one step, and return the walk, and the bug report of a step that failed."""
    walk = walk_on(context, text("Нажми «Создать заметку»."), html, IN_VAIN_S * 1000, product)
    walk.open(walk.on(Board))
    try:
        walk.take_steps([Step("one", press)])
    except WalkFailed as failed:
        return walk, describe_all(failed.findings, failed.journal)
    return walk, ""


@pytest.mark.parametrize(
    ("html", "note"),
    [
        (
            COVERED,
            "окно 1: показано «сообщение о cookie» («Мы храним cookie. Хорошо Настроить»); набор нажал «Хорошо»",
        ),
        (ASKED, "окно 1: показано «вопрос» («Точно создать? Создать»); набор нажал «Создать»"),
    ],
    ids=["cover", "question"],
)
def test_a_declared_one_is_answered_and_told(context: BrowserContext, html: str, note: str) -> None:
    walk, report = taken(context, html, DECLARED)
    (entry,) = walk.journal.entries
    assert (entry.verdict, entry.notes) == (Verdict.HOLDS, [note]), report


def test_an_undeclared_one_is_named_and_never_answered(context: BrowserContext) -> None:
    walk, report = taken(context, COVERED, NOTES)
    (entry,) = walk.journal.entries
    assert entry.verdict is Verdict.BROKEN
    assert entry.observed == (
        "её закрывает элемент «Мы храним cookie. Хорошо Настроить» (div.cookies; кнопки: «Хорошо», «Настроить»)"
    )
    assert "объявите его в interruptions продукта" in report
    assert context.pages[0].evaluate("window.answered") is None


def test_a_page_without_any_is_not_asked(context: BrowserContext) -> None:
    walk, _ = taken(context, COVERED.replace("position: fixed", "display: none"), DECLARED)
    (entry,) = walk.journal.entries
    assert (entry.verdict, entry.notes) == (Verdict.HOLDS, [])


def test_one_that_comes_up_again_and_again_does_not_keep_the_walk(context: BrowserContext) -> None:
    again = COVERED.replace("this.parentElement.remove();", "")
    walk, report = taken(context, again, DECLARED)
    (entry,) = walk.journal.entries
    assert entry.verdict is Verdict.BROKEN, report
    assert "её закрывает элемент «Мы храним cookie." in report
