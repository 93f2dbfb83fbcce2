"""The plan of a soak: which weather and which hostile page each walk meets, and what may come of it."""

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
from tests.support.hostile import HOSTILE
from verifier.walk.verdict import Verdict

WAYS: tuple[tuple[LinkWindow, Door], ...] = (
    ("same", "enter"),
    ("popup", "enter_sferum"),
    ("same", "enter_sferum"),
    ("popup", "enter"),
)
"""Where the diary opens VK's form, and by which door the pupil enters the messenger."""

HOSTILE_SHARE = 0.2
"""How many of the walks meet a hostile page, unless somebody says otherwise."""

_SCENARIO = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
_HOSTILE_SCENARIO = "tests/suite/test_hostile_pages.py::test_a_page_that_does_not_let_go_is_a_finding_in_time"


@dataclass(frozen=True)
class Trip:
    """One walk of a soak; `hostile` is the name of the page that it meets, empty where it meets none."""

    weather: str
    seed: int
    link_window: LinkWindow
    door: Door
    variants: tuple[str, ...] = ()
    hostile: str = ""

    def __str__(self) -> str:
        hostile = [self.hostile] if self.hostile else []
        return "-".join([self.weather, str(self.seed), self.link_window, self.door, *self.variants, *hostile])

    @property
    def command(self) -> str:
        """The command that repeats it."""
        way = f"{self.link_window}-{self.door}"
        if self.hostile:
            scenario = f"{_HOSTILE_SCENARIO}[chromium-{self.hostile}]"
        elif way == "same-enter":
            scenario = _SCENARIO
        else:
            scenario = f"{_SCENARIO}_in_each_other_variant[chromium-{way}]"
        weather = f"{self.weather}:{self.seed}"
        others = [word for name in self.variants for word in ("--variant", name)]
        return shlex.join(
            [".venv/bin/pytest", "-n0", "-p", "no:randomly", *others, "--weather", weather, scenario]
        )


@dataclass(frozen=True)
class Outcome:
    """What became of a walk; no verdict means that it was not walked to its end. `journal` is where it is kept.

    `is_caught` says of one that met a hostile page whether that was found, as what it is, by the right sentence, in
    time, and the account left as it was.
    """

    trip: Trip
    verdict: Verdict | None
    seconds: float
    told: str = ""
    journal: Path | None = None
    is_caught: bool = False

    @property
    def is_wrong(self) -> bool:
        """Say whether the weather forbids such an outcome: a false alarm, or a hostile page that was not caught."""
        weather = named(self.trip.weather)
        if self.trip.hostile:
            return not (self.is_caught or (weather.is_outage and self.verdict is Verdict.ENVIRONMENT))
        return self.verdict not in allowed(weather)


def allowed(weather: Weather) -> frozenset[Verdict | None]:
    """Return the verdicts that a walk over a sound product may come to in a weather."""
    return frozenset({Verdict.HOLDS, Verdict.ENVIRONMENT} if weather.is_outage else {Verdict.HOLDS})


def plan(
    walks: int, seed: int, weathers: Sequence[Weather] = WEATHERS, hostile_share: float = HOSTILE_SHARE
) -> list[Trip]:
    """Return the trips of a soak: every weather in turn; order, seeds, ways, variants and hostile pages are drawn from
    `seed`.
    """
    return list(itertools.islice(_trips(Random(seed), weathers, hostile_share), walks))


def _trips(chance: Random, weathers: Sequence[Weather], hostile_share: float) -> Iterator[Trip]:
    while True:
        for weather in chance.sample(weathers, len(weathers)):
            seed, (link_window, door), variants = (
                chance.randrange(10_000),
                chance.choice(WAYS),
                _drawn(chance),
            )
            hostile = chance.choice(HOSTILE).name if chance.random() < hostile_share else ""
            if hostile:  # a sentence that a variant takes elsewhere would not meet it
                variants = ()
            names = tuple(one.name for one in variants)
            yield Trip(weather.name, seed, link_window_of(variants) or link_window, door, names, hostile)


def _drawn(chance: Random) -> tuple[Variant, ...]:
    """Draw no variant, one, or three that can be had together."""
    harmless = [one.name for one in VARIANTS if one.verdict == "holds"]
    while True:
        with suppress(VariantError):
            return chosen(chance.sample(harmless, chance.choice((0, 1, 3))))
