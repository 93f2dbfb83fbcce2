"""What was typed, as a step may have it: a setting of the account, or a value that is nobody's secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from verifier.accounts.person import Person
from verifier.recording.draft import Draft, told
from verifier.screen.field import Facts

_PERSONAL_TYPES = frozenset({"password", "email", "tel"})
_PERSONAL_WORDS = re.compile(
    r"pass|login|user|mail|phone|\btel\b|otp|code|name|birth|address|парол|логин|почт|телефон|\bкод\b|имя|фамили|отчеств",
    re.IGNORECASE,
)
"""What names a field, or stands beside it, into which people type something of their own."""
_CODE = re.compile(r"otp|code|one-time|\bкод\b", re.IGNORECASE)
_SECRET = re.compile(r"pass|парол", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """How a step gets what it types."""

    code: str
    is_of_account: bool


class Values:
    """Knows the settings of whoever is recorded, and tells by its place what is private though it is none of them."""

    def __init__(self, person: Person, is_nobodys: Callable[[str], bool], draft: Draft) -> None:
        self._person = person
        self._is_nobodys = is_nobodys
        self._draft = draft

    def of(self, value: str, facts: Facts | None, called: str) -> Value:
        """Return how a step gets a value that was typed into a field. Nothing private is ever part of that."""
        settings = type(self._person).variables()
        for name in settings:
            if getattr(self._person, name) == value:
                return Value(f"walk.person.{name}", is_of_account=True)
        if facts is not None and not self._is_private(value, facts, called):
            return Value(self._draft.value(value, called), is_of_account=False)
        return self._missing(facts, called)

    def _is_private(self, value: str, facts: Facts, called: str) -> bool:
        about = " ".join((facts.name, facts.autocomplete, facts.label, facts.placeholder, called))
        by_place = facts.type in _PERSONAL_TYPES or _PERSONAL_WORDS.search(about) is not None
        return by_place or not self._is_nobodys(value) or re.search(r"\d{4}", value) is not None

    def _missing(self, facts: Facts | None, called: str) -> Value:
        """Return a setting that the person's class is still to get, or a code that it knows already."""
        settings = type(self._person).variables()
        about = f"{facts} {facts.autocomplete if facts else ''} {called}"
        codes = [name for name, one in settings.items() if one.codes]
        if codes and _CODE.search(about) and not _SECRET.search(about):
            return Value(
                f'(walk.person.{codes[0]}() if walk.person.{codes[0]} else None) or ""', is_of_account=True
            )
        cls, name = type(self._person).__name__, self._draft.setting(called)
        line = f"{name}: str = variable({told(name.upper())})"
        self._draft.remark(
            f"поле «{called}»: введённое не записано, среди настроек учётной записи его нет; допишите в {cls} «{line}»"
        )
        return Value(f"walk.person.{name}", is_of_account=True)
