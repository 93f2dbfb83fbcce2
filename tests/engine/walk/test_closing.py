"""A window that the walk closes is closed, also where the browser forgets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Error, Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.support.made_up import NOTES, SITES, Board, Writer, serve, text, walk_on
from verifier.text.model import Section
from verifier.walk.journal import Journal
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

PAGE = "<main><h1>Мои заметки</h1><button>Создать заметку</button></main>"
TEXT = text("Нажми «Создать заметку».", "Есть «Мои заметки».")
PATIENCE_MS = 3000

FORGETFUL = pytest.mark.usefixtures("forgetful")
CHROMIUM_ALONE = pytest.mark.only_browser("chromium")

Act = Callable[[Walk[Writer]], None]


def look_aside(walk: Walk[Writer]) -> None:
    with walk.another_window():
        walk.open(walk.on(Board))


def close_another(walk: Walk[Writer]) -> None:
    walk.open_beside(walk.on(Board))
    walk.close(walk.on(Board))


def ask_whether_it_answers(walk: Walk[Writer]) -> None:
    walk.windows.check_answers("notes")


def give_up(walk: Walk[Writer]) -> None:
    walk.windows.give_up(walk.open_beside(walk.on(Board)), "стоит")


ACTS = [look_aside, close_another, ask_whether_it_answers, give_up]


@CHROMIUM_ALONE
@FORGETFUL
@pytest.mark.parametrize("act", ACTS)
def test_what_the_walk_has_opened_it_closes(context: BrowserContext, act: Act) -> None:
    walk = walk_on(context, TEXT, PAGE, PATIENCE_MS)
    walk.open(walk.on(Board))
    before = list(context.pages)
    act(walk)
    assert context.pages == before
    walk.see(walk.on(Board).create)


@CHROMIUM_ALONE
@FORGETFUL
def test_whoever_begins_afresh_leaves_no_window_open(new_context: CreateContextCallback) -> None:
    before, after = (new_context() for _ in range(2))
    for context, page in ((before, "<main></main>"), (after, PAGE)):
        serve(context, page)
    walk = afresh(before, after)
    with pytest.raises(WalkFailed):
        walk.take_steps([Step("one", open_and_see), Step("two", open_and_see)])
    assert [entry.verdict for entry in walk.journal.entries] == [Verdict.BROKEN, Verdict.HOLDS]
    assert before.pages == []
    assert len(after.pages) == 1


def afresh(before: BrowserContext, after: BrowserContext) -> Walk[Writer]:
    """Return a walk of a text whose second sentence can be begun with, in a context of its own."""
    (section,) = TEXT.sections
    parts = tuple(Section("", claim.id, (claim,), is_fresh=True) for claim in section.claims)
    several = replace(TEXT, sections=parts)
    journal = Journal("made-up", "test", "chromium", several)
    person = Writer("pisatel@notes.example")
    return Walk(
        before, NOTES, SITES, person, several, journal, patience_ms=PATIENCE_MS, new_context=lambda: after
    )


def open_and_see(walk: Walk[Writer]) -> None:
    walk.open(walk.on(Board))
    walk.see(walk.on(Board).create)
    walk.see(walk.on(Board).title)


@pytest.mark.parametrize("act", ACTS)
def test_a_window_that_has_gone_meanwhile_is_closed_already(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    closed: Callable[[Page], None] = Page.close

    def go(page: Page) -> None:
        closed(page)
        closed(page)

    monkeypatch.setattr(Page, "close", go)
    walk = walk_on(context, TEXT, PAGE, PATIENCE_MS)
    walk.open(walk.on(Board))
    act(walk)
    assert len(context.pages) == 1


def test_a_window_that_cannot_be_closed_is_told_of_unless_it_is_given_up(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_page: Page) -> None:
        raise Error("Connection closed")

    walk = walk_on(context, TEXT, PAGE, PATIENCE_MS)
    walk.open(walk.on(Board))
    with monkeypatch.context() as broken:
        broken.setattr(Page, "close", fail)
        for act in ACTS[:-1]:
            with pytest.raises(Error, match="Connection closed"):
                act(walk)
        give_up(walk)
