"""What a step uses of which place is read from its code, also where another place has a thing of the same name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.made_up import Board, Writer
from verifier.authoring import Element, Place
from verifier.walk.steps import Step
from verifier.walk.walk import Walk


class Shelf(Place):
    name = where = "полка"
    system = "notes"

    title = Element("заголовок полки", "h2")
    body = Element("вся полка", "section")


def directly(walk: Walk[Writer]) -> None:
    walk.see(walk.on(Shelf).title)


def by_a_variable(walk: Walk[Writer]) -> None:
    board = walk.on(Board)
    walk.see(board.title)


def by_two_at_once(walk: Walk[Writer]) -> None:
    board, shelf = walk.on(Board), walk.on(Shelf)
    walk.see(board.link, shelf.title)


def by_a_helper(walk: Walk[Writer]) -> None:
    _see_title(walk.on(Shelf), walk)


def beside_a_namesake(walk: Walk[Writer]) -> None:
    walk.see(walk.on(Board).body)
    walk.note(walk.person.login.title())


def _see_title(shelf: Shelf, walk: Walk[Writer]) -> None:
    walk.see(shelf.title)


@pytest.mark.parametrize(
    ("act", "used"),
    [
        (directly, {(Shelf, "title")}),
        (by_a_variable, {(Board, "title")}),
        (by_two_at_once, {(Board, "link"), (Shelf, "title")}),
        (by_a_helper, {(Shelf, "title")}),
        (beside_a_namesake, {(Board, "body")}),
    ],
)
def test_a_step_uses_what_its_code_names(
    act: Callable[[Walk[Writer]], None], used: set[tuple[type[Place], str]]
) -> None:
    step = Step("one", act)
    every = {(place, name) for place in (Board, Shelf) for name in place.things()}
    assert {(place, name) for place, name in every if step.uses(place, name)} == used
