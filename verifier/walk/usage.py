"""What of which place a step uses, read from its code: for people who ask, never for a verdict."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from types import FunctionType

_ON = "on"
"""The method of a visitor that returns a place, by its class."""


@cache
def things_used(function: FunctionType, package: str) -> frozenset[tuple[str, str]]:
    """Return the names of classes and attributes that a function uses, and the functions of a package that it calls.

    It is told where `walk.on(Place).thing` stands, also by way of a variable. Of a place that a function is handed only
    the attribute is known: there the class is empty.
    """
    return frozenset(_used(function, package, set()))


def _used(function: FunctionType, package: str, seen: set[FunctionType]) -> Iterator[tuple[str, str]]:
    seen.add(function)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError):
        return
    handed = set(inspect.signature(function).parameters) - set(_visitors(tree))
    places = dict(_places(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            place = _place(node.value) or (
                places.get(node.value.id) if isinstance(node.value, ast.Name) else None
            )
            if place is not None:
                yield place, node.attr
            elif isinstance(node.value, ast.Name) and node.value.id in handed:
                yield "", node.attr
        if isinstance(node, ast.Name):
            used = function.__globals__.get(node.id)
            used = getattr(used, "act", used)
            if isinstance(used, FunctionType) and used not in seen and used.__module__.startswith(package):
                yield from _used(used, package, seen)


def _visitors(tree: ast.AST) -> Iterator[str]:
    """Yield the variables that are asked for places."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == _ON and isinstance(node.value, ast.Name):
            yield node.value.id


def _places(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the variables that hold places, and the names of these."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        pairs = zip(target.elts, value.elts, strict=False) if both else [(target, value)]  # type: ignore[attr-defined]
        for name, one in pairs:
            if isinstance(name, ast.Name) and (place := _place(one)) is not None:
                yield name.id, place


def _place(node: ast.expr) -> str | None:
    """Return the name of the place that an expression asks a visitor for; None where it is something else."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == _ON
        and node.args
    ):
        asked = node.args[0]
        return asked.id if isinstance(asked, ast.Name) else None
    return None
