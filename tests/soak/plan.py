"""The plan of a soak: which weather each walk meets, and which verdicts that weather allows."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from flows.diary_chats.student import Door
from stand.people import LinkWindow
from stand.weather import WEATHERS, Weather, named
from verifier.walk.verdict import Verdict

VARIANTS: tuple[tuple[LinkWindow, Door], ...] = (
    ("same", "enter"),
    ("popup", "enter_sferum"),
    ("same", "enter_sferum"),
    ("popup", "enter"),
)
"""Where the diary opens VK's form, and by which door the pupil enters the messenger."""

_SCENARIO = "tests/scenarios/test_documented_walk.py::test_instruction_holds"


@dataclass(frozen=True)
class Trip:
    """One walk of a soak."""

    weather: str
    seed: int
    link_window: LinkWindow
    door: Door

    def __str__(self) -> str:
        return f"{self.weather}-{self.seed}-{self.link_window}-{self.door}"

    @property
    def command(self) -> str:
        """The command that repeats it."""
        variant = f"{self.link_window}-{self.door}"
        scenario = (
            _SCENARIO if variant == "same-enter" else f"{_SCENARIO}_in_each_other_variant[chromium-{variant}]"
        )
        weather = f"{self.weather}:{self.seed}"
        return shlex.join([".venv/bin/pytest", "-n0", "-p", "no:randomly", "--weather", weather, scenario])


@dataclass(frozen=True)
class Outcome:
    """What became of a walk; no verdict means that it was not walked to its end. `journal` is where it is kept."""

    trip: Trip
    verdict: Verdict | None
    seconds: float
    told: str = ""
    journal: Path | None = None

    @property
    def is_false_alarm(self) -> bool:
        """Say whether the weather forbids such an outcome."""
        return self.verdict not in allowed(named(self.trip.weather))


def allowed(weather: Weather) -> frozenset[Verdict | None]:
    """Return the verdicts that a walk over a sound product may come to in a weather."""
    return frozenset({Verdict.HOLDS, Verdict.ENVIRONMENT} if weather.is_outage else {Verdict.HOLDS})


def plan(walks: int, seed: int, weathers: Sequence[Weather] = WEATHERS) -> list[Trip]:
    """Return the trips of a soak: every weather in turn, in an order, under seeds and in variants drawn from `seed`."""
    return list(itertools.islice(_trips(Random(seed), weathers), walks))


def _trips(chance: Random, weathers: Sequence[Weather]) -> Iterator[Trip]:
    while True:
        for weather in chance.sample(weathers, len(weathers)):
            yield Trip(weather.name, chance.randrange(10_000), *chance.choice(VARIANTS))
