"""A thing that a mouse can press and that is announced to nobody as a button: broken, unless the product accepts it."""

from __future__ import annotations

import dataclasses

import pytest
from playwright.sync_api import BrowserContext

from tests.support.made_up import NOTES, Board, Writer, text, walk_on
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

DIV = """<main><div style="cursor: pointer">Создать заметку</div></main><script>
document.querySelector('div').addEventListener('click', () =>
  document.querySelector('main').insertAdjacentHTML('beforeend', '<p>Заметка сохранена'));
</script>"""
BY_MOUSE = (
    "нажать её мышью можно, но кнопкой она никому не объявлена: ни с клавиатуры, ни программой экранного доступа "
    "её не нажать"
)


def press(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)
    walk.see(walk.on(Board).message)


def taken(context: BrowserContext, html: str, *, will_do: bool) -> Walk[Writer]:
    product = dataclasses.replace(NOTES, by_mouse_will_do=will_do)
    walk = walk_on(context, text("Нажми «Создать заметку»."), html, product=product)
    walk.open(walk.on(Board))
    walk.take_steps([Step("one", press)])
    return walk


def test_it_is_broken_and_told_as_what_it_is(context: BrowserContext) -> None:
    with pytest.raises(WalkFailed) as failed:
        taken(context, DIV, will_do=False)
    (entry,) = failed.value.findings
    assert (entry.verdict, entry.observed) == (Verdict.BROKEN, f"надпись «Создать заметку» есть: {BY_MOUSE}")


def test_a_product_that_accepts_it_gets_a_note(context: BrowserContext) -> None:
    (entry,) = taken(context, DIV, will_do=True).journal.entries
    assert (entry.verdict, entry.notes) == (Verdict.HOLDS, [f"кнопка «Создать заметку»: {BY_MOUSE}"])


@pytest.mark.parametrize("will_do", [False, True])
def test_a_text_that_nothing_can_press_is_broken_for_everybody(
    context: BrowserContext, will_do: bool
) -> None:
    with pytest.raises(WalkFailed) as failed:
        taken(context, DIV.replace("cursor: pointer", "cursor: default"), will_do=will_do)
    (entry,) = failed.value.findings
    assert (entry.verdict, entry.observed) == (
        Verdict.BROKEN,
        "надпись «Создать заметку» есть, но это не кнопка, нажать её нельзя",
    )
