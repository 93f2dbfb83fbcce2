"""The swarm: what one sequence is about, so that many that are each one-sided meet more than many that are mixed.

Swarm testing (Groce et al., ISSTA 2012): each sequence favours one theme and leaves some kinds of moves out
altogether. Themes and starts are dealt like cards, so that none waits long for its turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.explorer.model import STARTS, Model
from tests.explorer.moves import MOVES, Move
from tests.explorer.trip import Sequence

_FAVOUR = 6
_RARELY = 0.05
_HALF = 0.5

THEMES = tuple(
    frozenset(names.split())
    for names in (
        "press_link proceed unlink authorise_1",
        "press_link cancel unlink",
        "open_chats enter enter_sferum proceed create_chat search",
        "press_link proceed log_out sign_in_2",
        "unlink go_back choose_chats",
        "open_diary switch close_window reload another_day",
        "log_out sign_in_1 sign_in_2 choose_chats unlink",
    )
)
"""A sequence favours one of these groups, so that what takes several of its moves in a row is met."""

OPTIONAL = tuple(
    frozenset(names.split())
    for names in (
        "sign_in_2",
        "authorise_2",
        "open_chats",
        "cancel",
        "create_chat search",
        "open_diary switch close_window",
        "reload",
        "another_day forget_vk forget_messenger",
        "go_back",
        "log_out",
        "unlink",
    )
)
"""A sequence leaves out about half of these groups, except for what its theme favours."""


@dataclass(frozen=True)
class Course:
    """How a sequence begins, which moves it favours and which it leaves out."""

    start: str
    favourites: frozenset[str]
    left_out: frozenset[str] = frozenset()

    def weights(self, model: Model, sequence: Sequence) -> dict[Move, float]:
        """Return the moves that are possible and how likely each is to be made, compared with the others.

        What leads nowhere new is nearly always possible, and would fill the sequences: it is made now and then.
        """
        possible = [move for move in MOVES.values() if move.possible(model)]
        fitting = [move for move in possible if move.name not in self.left_out] or possible
        return {move: self._weight(move, sequence) for move in fitting}

    def _weight(self, move: Move, sequence: Sequence) -> float:
        if move.name in self.favourites:
            return move.weight * _FAVOUR
        last = MOVES.get(sequence[-1])
        idles_again = last is not None and last.weight == 1
        if move.weight == 1 and (idles_again or move.name in sequence):
            return _RARELY
        return move.weight


def courses(chance: Random) -> Iterator[Course]:
    """Deal courses without end: every start with every theme before any of them comes again."""
    while True:
        pairs = list(itertools.product(STARTS, THEMES))
        chance.shuffle(pairs)
        for start, favourites in pairs:
            left_out = frozenset[str]().union(*(group for group in OPTIONAL if chance.random() < _HALF))
            yield Course(start, favourites, left_out - favourites)


def draw(weights: dict[Move, float], chance: Random) -> Move:
    """Draw one of the moves."""
    return chance.choices(list(weights), list(weights.values()))[0]
