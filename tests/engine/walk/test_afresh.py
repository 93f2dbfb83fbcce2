"""A section that needs no other is walked although the one before has been broken, as if a reader began with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.support.made_up import NOTES, ORIGIN, SITES, Board, Writer, serve
from verifier.text.model import Claim, Instruction, Section
from verifier.walk.journal import Journal
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

PAGE = "<main><h1>Мои заметки</h1><button>Создать заметку</button></main>"
SENTENCES = {"one": "Есть «Создать заметку».", "two": "Есть «Мои заметки»."}
HOLDS, BROKEN, UNPROVEN = Verdict.HOLDS, Verdict.BROKEN, Verdict.UNPROVEN
ENVIRONMENT = Verdict.ENVIRONMENT


def sections(*fresh: bool) -> Instruction:
    """Return a text of sections with two sentences each; these of them can be begun with."""
    made = []
    for number, is_fresh in enumerate(fresh, 1):
        claims = tuple(
            Claim(f"{name}-{number}", words, f"Раздел {number}", "notes.ru.md", line)
            for line, (name, words) in enumerate(SENTENCES.items(), 10 * number)
        )
        made.append(Section(f"part-{number}", f"Раздел {number}", claims, is_fresh))
    return Instruction("made_up/notes", "ru", "Заметки", "notes.ru.md", (), tuple(made))


def see_create(walk: Walk[Writer]) -> None:
    """Open the board, as whoever begins has to, and see what the first sentence of a section says."""
    walk.open(walk.on(Board))
    walk.see(walk.on(Board).create)


def see_title(walk: Walk[Writer]) -> None:
    walk.see(walk.on(Board).title)


class Run:
    """Walks a text on one page after another: the first context has the first, the next the second."""

    def __init__(self, new_context: CreateContextCallback, *pages: str) -> None:
        self._new_context = new_context
        self._pages = iter(pages)
        self.contexts: list[BrowserContext] = []

    def make(self) -> BrowserContext:
        """Return a new context in which the product answers with the next page."""
        context = self._new_context()
        serve(context, next(self._pages))
        self.contexts.append(context)
        return context

    def of(
        self,
        text: Instruction,
        second: Callable[[Walk[Writer]], None] = see_title,
        *,
        new_context: Callable[[], BrowserContext] | None = None,
    ) -> list[Verdict]:
        """Take the text and return each sentence's verdict; `second` is what proves the second of a section."""
        journal = Journal("made-up", "test", "chromium", text)
        person = Writer("pisatel@notes.example")
        walk = Walk(
            self.make(), NOTES, SITES, person, text, journal, patience_ms=600, new_context=new_context
        )
        steps = [
            Step(claim.id, see_create if claim.id.startswith("one") else second) for claim in text.claims
        ]
        with pytest.raises(WalkFailed):
            walk.take_steps(steps)
        return [entry.verdict for entry in journal.entries]


NOTHING = "<main><p>Заметок нет</p></main>"


def test_a_broken_sentence_ends_its_section_and_the_next_that_needs_no_other_is_walked(
    new_context: CreateContextCallback,
) -> None:
    run = Run(new_context, NOTHING, PAGE)
    told = run.of(sections(True, False, True), new_context=run.make)
    assert told == [BROKEN, UNPROVEN, UNPROVEN, UNPROVEN, HOLDS, HOLDS]


def test_the_next_begins_in_a_browser_that_knows_nobody_and_has_no_other_window(
    new_context: CreateContextCallback,
) -> None:
    run = Run(new_context, NOTHING, PAGE)

    def remember(walk: Walk[Writer]) -> None:
        see_title(walk)
        assert walk.windows.context.cookies() == []
        assert [walk.windows.number(page) for page in walk.windows.context.pages] == [1]

    told = run.of(sections(False, True), remember, new_context=make_with_cookie(run))
    assert told == [BROKEN, UNPROVEN, HOLDS, HOLDS]
    before, after = run.contexts
    assert before.pages == []
    assert len(after.pages) == 1


def make_with_cookie(run: Run) -> Callable[[], BrowserContext]:
    """Return how the next context is made, once the one before has got a cookie."""

    def make() -> BrowserContext:
        run.contexts[0].add_cookies([{"name": "session", "value": "1", "url": ORIGIN}])
        return run.make()

    return make


@pytest.mark.parametrize(
    ("text", "has_more"),
    [(sections(True, False), True), (sections(True, True), False)],
    ids=["none", "no way"],
)
def test_a_walk_that_has_nowhere_to_begin_anew_ends(
    new_context: CreateContextCallback, text: Instruction, has_more: bool
) -> None:
    run = Run(new_context, NOTHING, PAGE)
    told = run.of(text, new_context=run.make if has_more else None)
    assert told == [BROKEN, UNPROVEN, UNPROVEN, UNPROVEN]
    assert len(run.contexts) == 1


def test_what_is_the_environments_ends_the_walk(new_context: CreateContextCallback) -> None:
    run = Run(new_context, PAGE, PAGE)

    def close(walk: Walk[Writer]) -> None:
        run.contexts[0].route(f"{ORIGIN}/**", lambda route: route.fulfill(status=503))
        walk.reload(walk.on(Board))

    told = run.of(sections(True, True), close, new_context=run.make)
    assert told == [HOLDS, ENVIRONMENT, UNPROVEN, UNPROVEN]


def test_where_nothing_is_broken_the_walk_stays_in_its_browser(new_context: CreateContextCallback) -> None:
    run = Run(new_context, PAGE.replace("Создать заметку", "Создать новую заметку"), PAGE)
    told = run.of(sections(True, True), new_context=run.make)
    assert told == [Verdict.DRIFT, HOLDS, Verdict.DRIFT, HOLDS]
    assert len(run.contexts) == 1
