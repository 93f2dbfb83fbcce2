"""A growing set of patterns, all found in a text or in data in a few passes however many they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T", str, bytes)


class PatternSet(Generic[T]):
    """Patterns and the automata that find them; `build` makes one, as `ahocorasick_rs` does for text or data.

    An automaton cannot grow and is dear to build, so what is added gets one of its own; of two that come to be
    of a size one is made, which keeps them few and the building cheap.
    """

    def __init__(self, build: Callable[[list[T]], Any]) -> None:
        self._build: Callable[[list[T]], Any] = build
        self._known: set[T] = set()
        self._new: list[T] = []
        self._built: list[tuple[list[T], Any]] = []

    def add(self, patterns: Iterable[T]) -> None:
        """Add patterns; an empty one is none."""
        new = {pattern for pattern in patterns if pattern} - self._known
        self._known |= new
        self._new += new

    def find(self, haystack: T) -> list[tuple[T, int, int]]:
        """Return pattern, start and end of every match, overlapping ones too."""
        if self._new:
            patterns, self._new = self._new, []
            while self._built and len(self._built[-1][0]) <= len(patterns):
                patterns += self._built.pop()[0]
            self._built.append((patterns, self._build(patterns)))
        return [
            (patterns[number], start, end)
            for patterns, automaton in self._built
            for number, start, end in automaton.find_matches_as_indexes(haystack, overlapping=True)
        ]
