"""The model by itself: every move has its hands, and the moves keep the model whole. No browser."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis.strategies import randoms

from tests.explorer.hands import Hands
from tests.explorer.model import STARTS, Model
from tests.explorer.moves import MOVES, SequenceError, follow, read_sequence
from tests.explorer.swarm import OPTIONAL, THEMES, courses, draw
from tests.explorer.telling import told


def test_every_move_has_hands_and_every_theme_has_moves() -> None:
    assert {name for name in vars(Hands) if not name.startswith("_")} == set(MOVES)
    assert frozenset().union(*THEMES, *OPTIONAL) <= set(MOVES)


def test_every_start_meets_every_theme_before_any_comes_again() -> None:
    dealt = list(itertools.islice(courses(Random(1)), len(STARTS) * len(THEMES)))
    assert {(one.start, one.favourites) for one in dealt} == set(itertools.product(STARTS, THEMES))
    assert not any(one.favourites & one.left_out for one in dealt)


@settings(database=None, max_examples=60, derandomize=True, deadline=None)
@given(chance=randoms(use_true_random=True))
def test_model_stays_whole(chance: Random) -> None:
    course = next(courses(chance))
    model: Model = STARTS[course.start]
    sequence: tuple[str, ...] = (course.start,)
    for _ in range(25):
        move = draw(course.weights(model, sequence), chance)
        model, sequence = move.after(model), (*sequence, move.name)
        assert _is_whole(model), told(sequence)


def _is_whole(model: Model) -> bool:
    numbers = [one.number for one in model.windows]
    linked = [account for account in model.links if account]
    return (
        model.current in numbers
        and len(numbers) == len(set(numbers))
        and len(linked) == len(set(linked))
        and model.count("form") <= 1
        and bool(model.session) == bool(model.pupil)
    )


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("linked choose_chats unlink", (0, 0)),
        ("new sign_in_1 choose_chats press_link authorise_1 proceed", (1, 0)),
        ("signed-in choose_chats press_link cancel", (0, 0)),
        ("signed-in-popup choose_chats press_link close_window", (0, 0)),
        ("linked log_out sign_in_2 choose_chats press_link proceed", (1, 0)),
        ("new sign_in_2 choose_chats press_link authorise_2 proceed", (0, 2)),
        ("signed-in choose_chats press_link open_diary log_out sign_in_1 switch proceed", (0, 0)),
    ],
)
def test_links_are_as_the_product_promises(text: str, links: tuple[int, int]) -> None:
    start, *moves = read_sequence(text)
    after = follow(STARTS[start], tuple(moves))
    assert after is not None
    assert after.links == links


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("", "нет начала"),
        ("nowhere unlink", "нет начала «nowhere»"),
        ("linked fly", "действие 1: «fly» не бывает"),
        ("linked choose_chats press_link", "действие 2: «press_link» здесь невозможно; возможны: "),
    ],
)
def test_sequence_that_cannot_be_made_is_refused_in_one_line(text: str, told_of: str) -> None:
    with pytest.raises(SequenceError) as refused:
        read_sequence(text)
    assert str(refused.value).startswith(told_of)
    assert "\n" not in str(refused.value)
