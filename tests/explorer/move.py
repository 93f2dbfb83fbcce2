"""What a move is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.explorer.model import Model


@dataclass(frozen=True)
class Move:
    """One action of the pupil; `after` may be asked only of a model for which the move is `possible`."""

    name: str
    words: str
    possible: Callable[[Model], bool]
    after: Callable[[Model], Model]
    weight: int
    """How often it is drawn, compared with others that are possible at the time; 1 for what leads nowhere new."""


MOVES: dict[str, Move] = {}
"""All moves that were entered, by name."""


def move(
    words: str, possible: Callable[[Model], bool], weight: int = 1
) -> Callable[[Callable[[Model], Model]], Callable[[Model], Model]]:
    """Enter a move under the name of the function that tells what the model is like after it."""

    def enter(after: Callable[[Model], Model]) -> Callable[[Model], Model]:
        name = after.__name__
        MOVES[name] = Move(name, words, possible, after, weight)
        return after

    return enter
