"""What a seed of the explorer means: the same sequences again. No browser."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from tests.explorer import search
from tests.explorer.model import STARTS
from tests.explorer.moves import MOVES
from tests.explorer.search import MOVES_IN_A_SEQUENCE, Search
from tests.explorer.trip import Finding, World
from verifier.walk.journal import Entry, Journal

WALKED: list[tuple[str, ...]] = []


class Thought:
    """A trip through the model alone."""

    def __init__(self, _: World, start: str) -> None:
        self.model = STARTS[start]
        self.sequence: tuple[str, ...] = (start,)

    def move(self, name: str) -> None:
        self.model = MOVES[name].after(self.model)
        self.sequence = (*self.sequence, name)

    def close(self) -> None:
        WALKED.append(self.sequence)


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "Trip", Thought)


def walked(seed: int, moves: int = 3 * MOVES_IN_A_SEQUENCE) -> list[tuple[str, ...]]:
    WALKED.clear()
    Search(cast(World, None), lambda figures: figures.moves >= moves).run(seed)
    return WALKED.copy()


def test_a_seed_gives_the_same_sequences_again_and_another_one_others() -> None:
    assert walked(1) == walked(1)
    assert len({tuple(walked(seed)) for seed in range(20)}) == 20


def test_a_search_ends_with_the_move_that_is_the_last_one_allowed() -> None:
    sequences = walked(1, MOVES_IN_A_SEQUENCE + 7)
    assert [len(one) - 1 for one in sequences] == [MOVES_IN_A_SEQUENCE, 7]


def test_a_search_ends_with_what_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(trip: Thought, name: str) -> None:
        move(trip, name)
        if len(trip.sequence) == 5:
            entry = cast(Entry, SimpleNamespace(expected="", observed=""))
            raise Finding(trip.sequence, entry, cast(Journal, None))

    move = Thought.move
    monkeypatch.setattr(Thought, "move", fail)
    WALKED.clear()
    done = Search(cast(World, None), lambda figures: figures.moves >= 100)
    finding = done.run(3)
    assert finding is not None
    assert [finding.sequence] == WALKED
    assert (done.figures.sequences, done.figures.moves) == (1, 4)
