"""The search: Hypothesis runs a state machine that makes moves in the browser until one differs from the model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, Verbosity, configuration, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from hypothesis.strategies import randoms

from tests.explorer.model import Model
from tests.explorer.swarm import Course, courses, draw
from tests.explorer.trip import Finding, Trip, World

MOVES_IN_A_SEQUENCE = 20
BUDGET_S = 900.0
"""How long a search lasts unless told: half as long again as the longest find that was measured."""

_BATCH = 10
_BATCHES = 1000


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

    def run(self, number: int) -> Finding | None:
        """Search under a seed, batch after batch, until it is over or something is found."""
        dealt = courses(Random(number))
        for batch in range(number * _BATCHES, (number + 1) * _BATCHES):
            if self.is_done:
                break
            machine = seed(batch)(type("Exploration", (_Exploration,), {"search": self, "dealt": dealt}))
            run_state_machine_as_test(machine, settings=_settings(), _min_steps=MOVES_IN_A_SEQUENCE)
        return self._finding

    def begin(self, course: Course) -> Trip:
        """Begin a sequence."""
        self.figures.sequences += 1
        return Trip(self._world, course.start)

    def move(self, trip: Trip, name: str) -> None:
        """Make a move. A finding is kept and not raised: Hypothesis would only walk the same way again."""
        self.figures.note(trip.model, name)
        try:
            trip.move(name)
        except Finding as finding:
            self._finding = finding
        self._tell(self.figures)


class _Exploration(RuleBasedStateMachine):
    """One sequence: a course that is dealt, and one of the moves that the model allows after another.

    Hypothesis draws the chance that picks them, and no single move: its own way of choosing prefers a few values
    and comes back to what it chose before, which meets rare orders much later.
    """

    search: Search
    dealt: Iterator[Course]

    def __init__(self) -> None:
        super().__init__()
        self._trip: Trip | None = None

    @initialize(chance=randoms(use_true_random=True))
    def begin(self, chance: Random) -> None:
        self._chance = chance
        if not self.search.is_done:
            self._course = next(self.dealt)
            self._trip = self.search.begin(self._course)

    @rule()
    def make(self) -> None:
        if self._trip is not None and not self.search.is_done:
            weights = self._course.weights(self._trip.model, self._trip.sequence)
            self.search.move(self._trip, draw(weights, self._chance).name)

    def teardown(self) -> None:
        if self._trip is not None:
            self._trip.close()


def _settings() -> settings:
    return settings(
        max_examples=_BATCH,
        stateful_step_count=MOVES_IN_A_SEQUENCE,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        print_blob=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )


def keep_hypothesis_files_in(folder: Path) -> None:
    """Let Hypothesis write what it remembers of a program below a folder."""
    configuration.set_hypothesis_home_dir(folder)
