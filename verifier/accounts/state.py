"""A state that an account can be found in, how it is looked at and how it is put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verifier.walk.visitor import Visitor


@dataclass(frozen=True)
class State:
    """Something of an account that a walk changes, such as whether it is linked to another one.

    `words` has each of its values with the Russian words for it, `begin` is the value that a walk needs at its
    beginning. `enter` opens the page that shows it, signing in where that is asked for; `glance` tells it from that
    page; `check_own` raises `Unavailable` where it could be undone but not be brought back; `put` makes it what it has
    to be. All raise `Trouble` where the product does not let them. `takes` names for a value the systems, besides that
    of the page, without which nothing can be put back to it.
    """

    name: str
    words: Mapping[str, str]
    begin: str
    enter: Callable[[Visitor[Any]], None]
    glance: Callable[[Visitor[Any]], str]
    check_own: Callable[[Visitor[Any], str], None]
    put: Callable[[Visitor[Any], str], None]
    takes: Mapping[str, Sequence[str]] = field(default_factory=dict)
