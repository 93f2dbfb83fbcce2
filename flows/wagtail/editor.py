"""The editor who takes the walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from verifier.authoring import Person, Visitor, Walk, variable


@dataclass(frozen=True)
class Editor(Person):
    """Somebody who may write pages and publish them."""

    login: str = variable("LOGIN", unique=True)
    password: str = variable("PASSWORD")
    email: str = variable("EMAIL", optional=True)


EditorVisitor: TypeAlias = Visitor[Editor]
EditorWalk: TypeAlias = Walk[Editor]
