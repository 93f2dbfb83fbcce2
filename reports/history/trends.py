"""What the history says of each test and claim: how it went, how often it wavered, whether it grows slower."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from reports.history.model import Night, Proof, Trial
from verifier.walk.verdict import Verdict

SHOWN = 60
"""How many of the latest runs a row shows; rates are of these too."""
_HALF = 3
"""A trend compares the medians of two halves; each needs so many durations to be worth comparing."""


@dataclass(frozen=True)
class Moment:
    """One run of one test or claim; `kind` is a verdict, or *flaky*, *quarantined* or *skipped*."""

    kind: str
    duration_ms: int
    started: str


@dataclass(frozen=True)
class Row:
    """A test or a claim over the latest runs that had it, the earliest first.

    `flake_rate` is the share of runs in which the environment failed it, whether or not it passed when it was run
    again; skipped ones left out. `change` is by how much the later half of its durations is longer than the
    earlier: 0.5 is half as long again, None where there are too few.
    """

    name: str
    moments: Sequence[Moment]

    @property
    def flake_rate(self) -> float:
        """The share of runs in which the environment failed it."""
        ran = [one.kind for one in self.moments if one.kind not in ("skipped", Verdict.UNPROVEN)]
        return sum(kind in ("flaky", Verdict.ENVIRONMENT) for kind in ran) / len(ran) if ran else 0.0

    @property
    def failing(self) -> int:
        """In how many runs it did not pass, for whatever reason."""
        passed = (Verdict.HOLDS, "skipped", Verdict.UNPROVEN)
        return sum(one.kind not in passed for one in self.moments)

    @property
    def durations(self) -> list[int]:
        """The durations of the runs in which it passed at once, in milliseconds."""
        return [one.duration_ms for one in self.moments if one.kind == Verdict.HOLDS and one.duration_ms]

    @property
    def change(self) -> float | None:
        """By how much it has become slower."""
        half = len(self.durations) // 2
        if half < _HALF:
            return None
        before, after = median(self.durations[:half]), median(self.durations[-half:])
        return after / before - 1


def tests(nights: Sequence[Night]) -> list[Row]:
    """Return a row per test, those that wavered or failed most first."""
    rows = _rows(
        (night.started, {name: _tested(one) for name, one in night.tests.items()}) for night in nights
    )
    return sorted(rows, key=lambda row: (-row.flake_rate, -row.failing, row.name))


def claims(nights: Sequence[Night]) -> list[Row]:
    """Return a row per claim, in the order in which the latest run tells of them."""
    rows = _rows(
        (night.started, {name: _proved(one) for name, one in night.claims.items()}) for night in nights
    )
    order = {name: number for night in nights for number, name in enumerate(night.claims)}
    return sorted(rows, key=lambda row: order[row.name])


def _rows(nights: Iterable[tuple[str, Mapping[str, tuple[str, int]]]]) -> list[Row]:
    moments: dict[str, list[Moment]] = {}
    for started, found in nights:
        for name, (kind, duration_ms) in found.items():
            moments.setdefault(name, []).append(Moment(kind, duration_ms, started))
    return [Row(name, found[-SHOWN:]) for name, found in moments.items()]


def _tested(one: Trial) -> tuple[str, int]:
    if one.outcome == "failed":
        return (one.verdict or Verdict.BROKEN).value, one.duration_ms
    return (Verdict.HOLDS.value if one.outcome == "passed" else one.outcome), one.duration_ms


def _proved(one: Proof) -> tuple[str, int]:
    wavered = one.wavered and one.verdict is Verdict.HOLDS
    return ("flaky" if wavered else one.verdict.value), one.duration_ms
