"""The search: Hypothesis draws sequences of moves, the browser walks them until one differs from the model.

Hypothesis only draws. A finding is shortened here: each try takes seconds in a browser, and the model tells at
once which shorter sequences are possible at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, configuration, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from hypothesis.strategies import DataObject, data, sampled_from

from tests.explorer.model import STARTS, Model
from tests.explorer.moves import MOVES, Move, follow
from tests.explorer.trip import Finding, Sequence, Trip, World, walk_through

MOVES_IN_A_SEQUENCE = 20
_BATCH = 10
_MOST_IDLE = 1
_FAVOUR = 8
THEMES = tuple(
    frozenset(names.split())
    for names in (
        "press_link proceed unlink authorise_1",
        "press_link cancel unlink",
        "open_chats enter enter_sferum proceed create_chat search",
        "press_link proceed log_out sign_in_2",
        "unlink go_back choose_chats",
        "open_diary switch close_window reload another_day",
    )
)
"""Each sequence favours one group of moves, so that what takes several of them in a row is met (swarm testing)."""


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
    """Walks what Hypothesis draws; what was walked before is not walked again.

    `is_over` is asked before each sequence; `tell` is told of each sequence that has been walked.
    """

    def __init__(
        self,
        world: World,
        is_over: Callable[[Figures], bool],
        tell: Callable[[Figures], None] = lambda _: None,
    ) -> None:
        self.figures = Figures()
        self._is_over = is_over
        self._world = world
        self._tell = tell
        self._sound: set[Sequence] = set()

    def run(self, number: int) -> Finding | None:
        """Search under a seed, batch after batch, until it is over or something is found."""
        try:
            for batch in range(number * 1000, (number + 1) * 1000):
                if self._is_over(self.figures):
                    break
                self._draw(batch)
        except Finding as finding:
            return finding
        return None

    def _draw(self, number: int) -> None:
        machine = seed(number)(type("Exploration", (_Drawing,), {"search": self}))
        run_state_machine_as_test(machine, settings=_settings(), _min_steps=MOVES_IN_A_SEQUENCE)

    def shorten(self, finding: Finding, seconds: float) -> Finding:
        """Leave out moves, as long as the same sentence fails without them; `seconds` is about how long to try."""
        until, tried = time.monotonic() + seconds, {finding.sequence}
        best, size = finding, max(1, len(finding.sequence) // 2)
        while size and time.monotonic() < until:
            shorter = self._shorter(best, size, tried, until)
            best, size = (shorter, size) if shorter else (best, size // 2)
        return best

    def _shorter(self, best: Finding, size: int, tried: set[Sequence], until: float) -> Finding | None:
        start, *moves = best.sequence
        for first in reversed(range(len(moves))):
            candidate = (start, *moves[:first], *moves[first + size :])
            if candidate in tried or follow(STARTS[start], candidate[1:]) is None:
                continue
            tried.add(candidate)
            if time.monotonic() > until:
                return None
            found = walk_through(self._world, candidate)
            if found is not None and found.entry.claim == best.entry.claim:
                return found
        return None

    def go(self, walker: Walker) -> None:
        """Let a walker come up to the end of its sequence. Raises `Finding`."""
        if walker.sequence in self._sound:
            return
        if walker.trip is None:
            if self._is_over(self.figures):
                return
            self.figures.sequences += 1
            walker.trip = Trip(self._world, walker.sequence[0])
        for name in walker.ahead():
            self.figures.note(walker.trip.model, name)
            walker.trip.move(name)
        self._sound.add(walker.sequence)

    def end(self, walker: Walker) -> None:
        """Close a walker's browser context."""
        if walker.trip is not None:
            walker.trip.close()
            self._tell(self.figures)


@dataclass
class Walker:
    """A sequence that is being drawn, and how far it has been walked."""

    sequence: Sequence
    trip: Trip | None = None

    def ahead(self) -> Sequence:
        """Return the moves that have been drawn but not yet made."""
        assert self.trip is not None
        return self.sequence[len(self.trip.sequence) :]


class _Drawing(RuleBasedStateMachine):
    """Draws a start, and then one of the moves that the model allows, and that are worth making, after another."""

    search: Search

    def __init__(self) -> None:
        super().__init__()
        self._walker: Walker | None = None
        self._model: Model | None = None
        self._favourites = frozenset[str]()

    @initialize(start=sampled_from(list(STARTS)), favourites=sampled_from(THEMES))
    def begin(self, start: str, favourites: frozenset[str]) -> None:
        self._model, self._walker, self._favourites = STARTS[start], Walker((start,)), favourites

    @rule(data=data())
    def make(self, data: DataObject) -> None:
        assert self._model is not None
        assert self._walker is not None
        move = data.draw(sampled_from(worth_making(self._model, self._walker.sequence, self._favourites)))
        self._model = move.after(self._model)
        self._walker.sequence = (*self._walker.sequence, move.name)
        self.search.go(self._walker)

    def teardown(self) -> None:
        if self._walker is not None:
            self.search.end(self._walker)


def worth_making(model: Model, sequence: Sequence, favourites: frozenset[str]) -> list[Move]:
    """Return the moves to draw from, each as often as it has weight, and favourites more often.

    What leads nowhere new is nearly always possible, and would fill the sequences: it is made now and then.
    """
    possible = [move for move in MOVES.values() if move.possible(model)]
    rested = len(sequence) > 1 and MOVES[sequence[-1]].weight > 1
    fitting = [
        move
        for move in possible
        if move.weight > 1 or (rested and sequence.count(move.name) < _MOST_IDLE) or move.name in favourites
    ]
    weighed = [
        (move, move.weight * (_FAVOUR if move.name in favourites else 1)) for move in fitting or possible
    ]
    return [move for move, weight in weighed for _ in range(weight)]


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
