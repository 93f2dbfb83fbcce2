"""Where accounts come from: variables of the environment, or a secret file that one of them names.

The variables of a target begin with its prefix, and end as the product's person declares: `STAGING_LOGIN` is of the
only account, `STAGING_2_LOGIN` of a numbered one. The file, named by `STAGING_ACCOUNTS_FILE`, is TOML with one
`[[account]]` for each, its fields called as the variables are, in small letters.
"""

from __future__ import annotations

import operator
import re
import shlex
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from verifier import toml
from verifier.accounts.codes import Command, Totp
from verifier.accounts.errors import AccountError
from verifier.accounts.files import read_secret
from verifier.accounts.person import Person, Variable
from verifier.project import at_home
from verifier.redaction.tokens import is_worth_learning

FILE = "ACCOUNTS_FILE"
_TOTP, _COMMAND = "TOTP", "CODE_COMMAND"


@dataclass(frozen=True)
class _Told:
    """The values of one account; `place` says where one of them stands, `lacks` that some do not."""

    values: Mapping[str, str]
    place: Callable[[str], str]
    lacks: Callable[[Sequence[str]], str]


def read(prefix: str, environment: Mapping[str, str], person: type[Person]) -> tuple[Any, ...]:
    """Return the persons whose accounts a target has, in a fixed order.

    Raises `AccountError` that names the place and the remedy, and no value.
    """
    source = _Source(prefix, person)
    from_variables = list(source.variables(environment))
    file = environment.get(f"{prefix}_{FILE}", "")
    if file and from_variables:
        raise AccountError(
            f"окружение: заданы и {prefix}_{FILE}, и {from_variables[0].place(source.first(from_variables[0]))};"
            " оставьте что-нибудь одно"
        )
    told = source.file(f"{prefix}_{FILE}", at_home(file)) if file else from_variables
    if not told:
        missing = ", ".join(f"{prefix}_{name}" for name in source.required)
        raise AccountError(
            f"окружение: не заданы переменные {missing}; задайте их или {prefix}_{FILE} и повторите"
        )
    persons = tuple(source.person(one) for one in told)
    source.check_different(persons, told)
    return persons


class _Source:
    """Reads the accounts of one target, as persons of one kind."""

    def __init__(self, prefix: str, person: type[Person]) -> None:
        self._prefix = prefix
        self._person = person
        self._fields = person.variables()
        self.required = [one.ending for one in self._fields.values() if not one.optional]
        self._names = [name for one in self._fields.values() for name in _names_of(one)]

    def first(self, told: _Told) -> str:
        """Return the name of the first value that is there."""
        return next(name for name in self._names if told.values.get(name))

    def variables(self, environment: Mapping[str, str]) -> Iterable[_Told]:
        """Yield the accounts that variables tell of, that without a number first."""
        pattern = re.compile(rf"{re.escape(self._prefix)}(?:_([1-9]\d*))?_({'|'.join(self._names)})")
        found = [match for name, value in environment.items() if value and (match := pattern.fullmatch(name))]
        for number in sorted({int(match[1] or 0) for match in found}):
            start = f"{self._prefix}_{number}_" if number else f"{self._prefix}_"
            yield _Told(
                {name: environment.get(start + name, "") for name in self._names},
                partial(operator.add, start),
                lambda names: f"окружение: не заданы переменные {', '.join(names)}; задайте их и повторите",
            )

    def file(self, named_by: str, path: Path) -> list[_Told]:
        """Return the accounts that a file tells of."""
        text = read_secret(path, named_by)
        try:
            tables = toml.parse(text)
        except toml.TomlError as error:
            place = f"{path}:{error.line}" if error.line else str(path)
            raise AccountError(f"{place}: это не TOML; исправьте эту строку") from None
        accounts = tables.pop("account", [])
        if tables or not isinstance(accounts, list) or not accounts:
            raise AccountError(
                f"{path}: в файле бывают только таблицы [[account]], хотя бы одна; исправьте его"
            )
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[account]]"]
        heads = lines if len(lines) == len(accounts) else [1] * len(accounts)
        return [self._table(table, f"{path}:{line}") for table, line in zip(accounts, heads, strict=True)]

    def _table(self, table: object, head: str) -> _Told:
        known = {name.lower(): name for name in self._names}
        if not isinstance(table, dict):
            raise AccountError(f"{head}: запись — не таблица [[account]]; исправьте файл")
        for key, value in table.items():
            if key not in known:
                raise AccountError(f"{head}: поля «{key}» нет; бывают {', '.join(known)}")
            if not isinstance(value, str):
                raise AccountError(f"{head}: {key}: нужна строка в кавычках; исправьте значение")
        return _Told(
            {name: str(table.get(key, "")) for key, name in known.items()},
            lambda name: f"{head}: {name.lower()}",
            lambda names: f"{names[0]}: не задано; впишите его",
        )

    def person(self, told: _Told) -> Any:
        """Return the person of an account."""
        missing = [told.place(name) for name in self.required if not told.values[name].strip()]
        if missing:
            raise AccountError(told.lacks(missing))
        values: dict[str, Any] = {}
        private: list[str] = []
        for field, one in self._fields.items():
            if one.codes:
                values[field], more = _codes(told, one)
                private += more
            else:
                values[field] = told.values[one.ending]
        return self._person(**values, private=tuple(private))

    def check_different(self, persons: Sequence[Any], told: Sequence[_Told]) -> None:
        """Refuse two accounts that are one: each would change what the other is about to look at."""
        for field, one in self._fields.items():
            seen: dict[str, str] = {}
            for person, its in zip(persons, told, strict=True) if one.unique else ():
                value, place = str(getattr(person, field)).strip().casefold(), its.place(one.ending)
                if value in seen:
                    raise AccountError(
                        f"{place}: та же учётная запись, что в {seen[value]}; уберите одну из них"
                    )
                seen[value] = place


def _names_of(field: Variable) -> list[str]:
    if field.codes:
        return [f"{field.ending}_{_TOTP}", f"{field.ending}_{_COMMAND}"]
    return [field.ending]


def _codes(told: _Told, field: Variable) -> tuple[Callable[[], str] | None, list[str]]:
    """Return where one-time codes come from, None where nobody knows, and what of that nobody may read."""
    totp, command = _names_of(field)
    words = _words(told, totp, command)
    if words:
        named_by = told.place(command).rpartition(": ")[2]
        private = [word for word in words[1:] if is_worth_learning(word)]
        return Command(words, asked_by=field.codes, named_by=named_by), private
    if not told.values[totp]:
        return None, []
    try:
        secret = told.values[totp]
        return Totp(secret), [secret, "".join(secret.split())]
    except ValueError:
        raise AccountError(
            f"{told.place(totp)}: это не ключ в Base32; возьмите его там, где показан QR-код"
        ) from None


def _words(told: _Told, totp: str, command: str) -> Sequence[str]:
    place = told.place(command)
    try:
        words = shlex.split(told.values[command])
    except ValueError:
        raise AccountError(f"{place}: кавычки не парны; исправьте команду") from None
    if words and told.values[totp]:
        raise AccountError(f"{place}: задан и {told.place(totp)}; оставьте что-нибудь одно")
    if words and shutil.which(words[0]) is None:
        raise AccountError(f"{place}: такой программы нет; исправьте первое слово команды")
    return words
