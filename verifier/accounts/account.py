"""An account: a person, and the name under which files on disk know him or her."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from verifier.screen.sites import Sites

_KEY_LETTERS = 24


@dataclass(frozen=True)
class Account:
    """A person's account at one target; `key` is a digest of the first system's address and the login, and tells
    neither.
    """

    person: Any = field(repr=False)
    key: str

    @classmethod
    def of(cls, person: Any, sites: Sites) -> Account:
        """Return the account that a person (a `Person`) has at a target."""
        system = sites.systems[0].name
        told = "\n".join((f"{system} account", sites.origin(system), person.identity.casefold()))
        return cls(person, hashlib.sha256(told.encode()).hexdigest()[:_KEY_LETTERS])
