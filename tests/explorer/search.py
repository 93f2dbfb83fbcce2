"""The search: sequences of moves in the browser, one after another, until one differs from the model."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.explorer.model import Model
from tests.explorer.swarm import Course, courses, draw
from tests.explorer.trip import Finding, Trip, World

MOVES_IN_A_SEQUENCE = 20
BUDGET_S = 900.0
"""How long a search lasts unless told: half as long again as the longest find that was measured."""


@dataclass
class Figures:
    """What a search has done so far: how much, and in how many states of the model which moves were made."""

    began: float = field(default_factory=time.monotonic)
    sequences: int = 0
    moves: int = 0
    states: set[str] = field(default_factory=set)
    transitions: set[tuple[str, str]] = field(default_factory=set)

    @property
    def seconds(self) -> float:
        """How long the search has lasted."""
        return time.monotonic() - self.began

    def note(self, before: Model, move: str) -> None:
        """Count a move."""
        self.moves += 1
        self.states.add(before.outline)
        self.transitions.add((before.outline, move))


class Search:
    """Walks sequences until one shows something else than the model.

    `is_over` is asked before each move; `tell` is told of each move that has been made.
    """

    def __init__(
        self,
        world: World,
        is_over: Callable[[Figures], bool],
        tell: Callable[[Figures], None] = lambda _: None,
    ) -> None:
        self.figures = Figures()
        self._finding: Finding | None = None
        self._is_over = is_over
        self._world = world
        self._tell = tell

    @property
    def is_done(self) -> bool:
        """Say whether no more moves are wanted: something is found, or the search is over."""
        return self._finding is not None or self._is_over(self.figures)

    def run(self, seed: int) -> Finding | None:
        """Walk the sequences of a seed until one finds something or the search is over."""
        chance = Random(seed)
        dealt = courses(chance)
        while not self.is_done:
            self._walk(next(dealt), chance)
        return self._finding

    def _walk(self, course: Course, chance: Random) -> None:
        self.figures.sequences += 1
        trip = Trip(self._world, course.start)
        try:
            for _ in range(MOVES_IN_A_SEQUENCE):
                if self.is_done:
                    return
                self._move(trip, draw(course.weights(trip.model, trip.sequence), chance).name)
        finally:
            trip.close()

    def _move(self, trip: Trip, name: str) -> None:
        self.figures.note(trip.model, name)
        try:
            trip.move(name)
        except Finding as finding:
            self._finding = finding
        self._tell(self.figures)
