"""Who takes a walk: the fields that a product declares for such a person, and what of them is private."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from verifier.redaction.words import Name

Codes = Callable[[], str | None]
"""Returns the newest one-time code of a second step, None where none has come."""

_ABOUT = "verifier"


@dataclass(frozen=True)
class Variable:
    """Where a field of a person comes from: the end of its variable's name, `LOGIN` of `STAGING_LOGIN`.

    `unique` tells accounts apart: no two may have the same. `name` is what people call somebody: each of its words is
    private too. `codes` says that the field gives one-time codes, and who asks for them; its variables end in `_TOTP`
    and `_CODE_COMMAND`. What is `public` anybody may read, such as the word for a choice.
    """

    ending: str
    optional: bool = False
    unique: bool = False
    name: bool = False
    codes: str = ""
    public: bool = False


def variable(
    ending: str, *, unique: bool = False, name: bool = False, optional: bool = False, public: bool = False
) -> Any:
    """Declare a field of a person that comes from a variable; unless it is `public` its value is never shown.

    See `Variable`.
    """
    about = {_ABOUT: Variable(ending, optional, unique, name, public=public)}
    return field(repr=False, metadata=about, default="") if optional else field(repr=False, metadata=about)


def one_time_codes(ending: str, *, asked_by: str) -> Any:
    """Declare a field of a person that returns one-time codes, None where nobody can know them. See `Variable`."""
    return field(repr=False, metadata={_ABOUT: Variable(ending, optional=True, codes=asked_by)}, default=None)


@dataclass(frozen=True)
class Person:
    """Whoever takes a walk; products declare their fields in subclasses. Its `repr` shows nothing of them.

    `private` is whatever else must never be shown; words of names, which may be short, are `Name`s there.
    """

    private: tuple[str, ...] = field(repr=False, default=(), kw_only=True)

    @classmethod
    def variables(cls) -> dict[str, Variable]:
        """Return where the fields come from, by their names, in their order."""
        return {one.name: one.metadata[_ABOUT] for one in fields(cls) if _ABOUT in one.metadata}

    @property
    def identity(self) -> str:
        """What tells this person's account from all others: the value of the first unique field."""
        name = next(name for name, one in self.variables().items() if one.unique)
        return str(getattr(self, name))

    @property
    def knows_codes(self) -> bool:
        """Say whether every one-time code that may be asked for is to be had."""
        return all(getattr(self, name) is not None for name, one in self.variables().items() if one.codes)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that no report may hold."""
        return tuple(dict.fromkeys(value for value in self._secrets() if value))

    @property
    def withheld(self) -> tuple[str, ...]:
        """What no picture may show even of somebody invented: passwords, and whatever is neither name nor account."""
        told = ((getattr(self, name), one) for name, one in self.variables().items())
        return tuple(
            value
            for value, one in told
            if isinstance(value, str) and value and not (one.public or one.unique or one.name)
        )

    def _secrets(self) -> Iterator[str]:
        for name, one in self.variables().items():
            value = getattr(self, name)
            if isinstance(value, str) and not one.public:
                yield value
                if one.name:
                    yield from map(Name, value.split())
        yield from self.private
