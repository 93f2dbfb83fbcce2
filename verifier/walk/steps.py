"""Steps: each proves one claim, and the registry knows those of every product."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from verifier.project import shown
from verifier.screen.place import Place
from verifier.walk.usage import things_used

if TYPE_CHECKING:
    from verifier.walk.walk import Walk


class StepError(Exception):
    """A step is not what a step has to be: the only one of its claim, and one that looks; a mistake in the code.

    The text is one line of Russian: where, what is wrong, the remedy.
    """


@dataclass(frozen=True)
class Step:
    """A small function that proves one claim on a walk.

    `changes` says that it changes something in the person's accounts, or proves what such a change has left behind;
    `needs` in which state the account has to be for the sentence to be about it, and `from_width` in which windows it
    is: from how many CSS pixels on.
    """

    claim: str
    act: Callable[[Walk[Any]], None]
    changes: bool = False
    needs: str | None = None
    from_width: int = 0

    @property
    def place(self) -> str:
        """`file:line` of the function."""
        code = inspect.unwrap(self.act).__code__
        return f"{shown(Path(code.co_filename))}:{code.co_firstlineno}"

    def names_used(self) -> set[str]:
        """Return the names of attributes that the step and the functions of its own room that it calls use."""
        function = inspect.unwrap(self.act)
        return set(_names(function, function.__module__.partition(".")[0], set()))

    def uses(self, place: type[Place], attribute: str) -> bool:
        """Say whether the step and the functions of its own room that it calls use a thing of a place."""
        function = inspect.unwrap(self.act)
        used = things_used(function, function.__module__.partition(".")[0])
        return (place.__name__, attribute) in used or (
            ("", attribute) in used and {place.__name__, attribute} <= self.names_used()
        )

    def __call__(self, walk: Walk[Any]) -> None:
        """Take the step."""
        self.act(walk)


_registry: dict[tuple[str, str], Step] = {}


def proves(
    claim: str, *, changes: bool = False, needs: str | None = None, from_width: int = 0
) -> Callable[[Callable[[Walk[Any]], None]], Step]:
    """Make a function the step that proves a claim of its product's texts.

    Raises `StepError` when the claim has a step already.
    """

    def register(act: Callable[[Walk[Any]], None]) -> Step:
        step = Step(claim, act, changes, needs, from_width)
        key = (act.__module__.rpartition(".")[0], claim)
        if key in _registry:
            raise StepError(
                f"{step.place}: предложение «{claim}» уже доказывает {_registry[key].place}; оставьте один шаг"
            )
        _registry[key] = step
        return step

    return register


def registered(package: str) -> dict[str, Step]:
    """Return every step of a product by its claim's id."""
    return {claim: step for (where, claim), step in _registry.items() if where == package}


def _names(function: FunctionType, package: str, seen: set[FunctionType]) -> Iterator[str]:
    seen.add(function)
    for code in _codes(function.__code__):
        yield from code.co_names
        for name in code.co_names:
            used = function.__globals__.get(name)
            used = used.act if isinstance(used, Step) else used
            if isinstance(used, FunctionType) and used not in seen and used.__module__.startswith(package):
                yield from _names(used, package, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
