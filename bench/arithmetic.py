"""What is made of measurements: the middle and the spread of a figure, and whether a bar is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Literal


@dataclass(frozen=True)
class Spread:
    """The median of some measurements and the quartiles around it."""

    median: float
    lower: float
    upper: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of at least one value; of one value it is nothing."""
        if len(values) == 1:
            return cls(values[0], values[0], values[0], 1)
        lower, _, upper = quantiles(values, n=4, method="inclusive")
        return cls(median(values), lower, upper, len(values))


@dataclass(frozen=True)
class Bar:
    """A figure and what it has to be at most, or at least; no figure where nothing was measured, and why."""

    title: str
    figure: float | None
    bound: float
    unit: str = ""
    way: Literal["most", "least"] = "most"
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Say whether it holds; None where it was not measured."""
        if self.figure is None:
            return None
        return self.figure <= self.bound if self.way == "most" else self.figure >= self.bound


def ratio(over: Sequence[float] | None, under: Sequence[float] | None) -> float | None:
    """Return how many times the second median the first one is; None where either was not measured."""
    return median(over) / median(under) if over and under else None


def growth(first: float, last: float) -> float:
    """Return by how many per cent something has grown."""
    return (last / first - 1) * 100
