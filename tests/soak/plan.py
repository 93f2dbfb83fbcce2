"""The plan of a soak: which weather each walk meets, and which verdicts that weather allows."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from flows.diary_chats.student import Door
from stand.people import LinkWindow
from stand.variants import VARIANTS, Variant, VariantError, chosen
from stand.variants.catalogue import link_window_of
from stand.weather import WEATHERS, Weather, named
from verifier.walk.verdict import Verdict

WAYS: tuple[tuple[LinkWindow, Door], ...] = (
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
    variants: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "-".join([self.weather, str(self.seed), self.link_window, self.door, *self.variants])

    @property
    def command(self) -> str:
        """The command that repeats it."""
        way = f"{self.link_window}-{self.door}"
        scenario = _SCENARIO if way == "same-enter" else f"{_SCENARIO}_in_each_other_variant[chromium-{way}]"
        weather = f"{self.weather}:{self.seed}"
        others = [word for name in self.variants for word in ("--variant", name)]
        return shlex.join(
            [".venv/bin/pytest", "-n0", "-p", "no:randomly", *others, "--weather", weather, scenario]
        )


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
    """Return the trips of a soak: every weather in turn; order, seeds, ways and variants are drawn from `seed`."""
    return list(itertools.islice(_trips(Random(seed), weathers), walks))


def _trips(chance: Random, weathers: Sequence[Weather]) -> Iterator[Trip]:
    while True:
        for weather in chance.sample(weathers, len(weathers)):
            seed, (link_window, door), variants = (
                chance.randrange(10_000),
                chance.choice(WAYS),
                _drawn(chance),
            )
            names = tuple(one.name for one in variants)
            yield Trip(weather.name, seed, link_window_of(variants) or link_window, door, names)


def _drawn(chance: Random) -> tuple[Variant, ...]:
    """Draw no variant, one, or three that can be had together."""
    harmless = [one.name for one in VARIANTS if one.verdict == "holds"]
    while True:
        with suppress(VariantError):
            return chosen(chance.sample(harmless, chance.choice((0, 1, 3))))
