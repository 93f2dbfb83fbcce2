"""Steps and flows: a step proves one claim, a flow is a tuple of steps, and the registry knows them all."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from verifier.project import ROOT

if TYPE_CHECKING:
    from verifier.walk.walk import Walk

Linked = Literal["linked", "unlinked"]
"""Whether the diary shows a VK account as linked."""


class StepError(Exception):
    """A step is not what a step has to be: the only one of its claim, and one that looks; a mistake in the code."""


@dataclass(frozen=True)
class Step:
    """A small function that proves one claim on a walk.

    `changes` says that it changes something in the student's accounts, or proves what such a change has left
    behind; `needs` what the diary has to show of the VK account for the sentence to be about it.
    """

    claim: str
    act: Callable[[Walk], None]
    changes: bool = False
    needs: Linked | None = None

    @property
    def place(self) -> str:
        """`file:line` of the function."""
        code = inspect.unwrap(self.act).__code__
        return f"{Path(code.co_filename).resolve().relative_to(ROOT)}:{code.co_firstlineno}"

    def __call__(self, walk: Walk) -> None:
        """Take the step."""
        self.act(walk)


@dataclass(frozen=True)
class Flow:
    """A documented flow: its title and its steps, in the order in which a student takes them."""

    title: str
    steps: tuple[Step, ...]


_registry: dict[str, Step] = {}


def proves(
    claim: str, *, changes: bool = False, needs: Linked | None = None
) -> Callable[[Callable[[Walk], None]], Step]:
    """Make a function the step that proves a claim. Raises `StepError` when the claim has a step already."""

    def register(act: Callable[[Walk], None]) -> Step:
        step = Step(claim, act, changes, needs)
        if claim in _registry:
            raise StepError(f"{step.place}: «{claim}» is proven already by {_registry[claim].place}")
        _registry[claim] = step
        return step

    return register


def registered() -> dict[str, Step]:
    """Return every step by its claim's id."""
    return dict(_registry)
