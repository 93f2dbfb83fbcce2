"""The explorer at work: the stand is sound in any order, and an order that shows a defect is found and told."""

from __future__ import annotations

import time

import pytest

from stand.defects import named
from tests.explorer.conftest import Explore
from tests.explorer.search import Search
from tests.explorer.telling import report
from tests.explorer.trip import World, walk_through

_SEQUENCES = 3
_SHORTEST = {
    "relink-leaves-a-token": "linked choose_chats unlink press_link proceed unlink",
    "cancel-brings-the-link-back": "linked choose_chats unlink press_link cancel",
    "second-chat-replaces-the-first": "in-chats choose_chats open_chats create_chat create_chat",
}


@pytest.mark.parametrize("seed", [1, 2])
def test_stand_is_sound_in_any_order(world: World, seed: int) -> None:
    search = Search(world, lambda figures: figures.sequences >= _SEQUENCES)
    finding = search.run(seed)
    assert finding is None, report(finding)
    assert search.figures.moves > 2 * _SEQUENCES


@pytest.mark.parametrize(
    "text",
    [
        "linked-popup choose_chats unlink press_link reload close_window press_link proceed unlink",
        "in-chats choose_chats open_chats search create_chat switch log_out sign_in_2 choose_chats press_link cancel",
        "linked choose_chats go_back choose_chats open_diary choose_chats unlink switch reload another_day",
    ],
)
def test_ways_that_turn_back_are_sound(explore: Explore, text: str) -> None:
    explore(text)


@pytest.mark.parametrize("defect", ["relink-leaves-a-token", "second-chat-replaces-the-first"])
def test_order_that_shows_a_defect_is_told(world: World, defect: str) -> None:
    text = _SHORTEST[defect]
    with named(defect).on(world.stand):
        finding = walk_through(world, tuple(text.split()))
    assert finding is not None
    assert finding.entry.claim == named(defect).claim
    assert finding.entry.verdict == named(defect).verdict
    written = report(finding, defect)
    assert f'make explore REPLAY="{text}" DEFECT={defect}' in written
    assert f'explore("{text}")' in written
    assert "  1. Выбери вкладку «Чаты»." in written
    assert "Картинка" in written


def test_finding_is_shortened_to_what_shows_the_defect(world: World) -> None:
    began, detour = time.monotonic(), "linked choose_chats reload unlink"
    with named("cancel-brings-the-link-back").on(world.stand):
        found = walk_through(world, (*detour.split(), "press_link", "cancel"))
        assert found is not None
        shortest = Search(world, lambda _: False).shorten(found, 40)
    assert " ".join(shortest.sequence) == _SHORTEST["cancel-brings-the-link-back"]
    assert time.monotonic() - began < 120
