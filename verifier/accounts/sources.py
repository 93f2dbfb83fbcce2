"""Where accounts come from: variables of the environment, or a secret file that one of them names.

The variables of a target begin with its prefix: `STAGING_DIARY_LOGIN` is of the only account, `STAGING_2_DIARY_LOGIN`
of a numbered one. The file, named by `STAGING_ACCOUNTS_FILE`, is TOML with one `[[account]]` for each, its fields
called as the variables are, in small letters.
"""

from __future__ import annotations

import operator
import re
import shlex
import shutil
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.diary_chats.student import Student
from verifier.accounts.codes import Command, Totp
from verifier.accounts.errors import AccountError
from verifier.accounts.files import read_secret
from verifier.redaction.tokens import is_worth_learning

REQUIRED = ("DIARY_LOGIN", "DIARY_PASSWORD", "VK_LOGIN", "VK_PASSWORD", "VK_NAME")
OPTIONAL = ("DIARY_NAME", "VK_TOTP", "VK_CODE_COMMAND")
FILE = "ACCOUNTS_FILE"

_NAMES = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True)
class _Told:
    """The values of one account; `place` says where one of them stands, `lacks` that some do not."""

    values: Mapping[str, str]
    place: Callable[[str], str]
    lacks: Callable[[Sequence[str]], str]


def read(prefix: str, environment: Mapping[str, str]) -> tuple[Student, ...]:
    """Return the students whose accounts a target has, in a fixed order.

    Raises `AccountError` that names the place and the remedy, and no value.
    """
    from_variables = list(_variables(prefix, environment))
    file = environment.get(f"{prefix}_{FILE}", "")
    if file and from_variables:
        raise AccountError(
            f"окружение: заданы и {prefix}_{FILE}, и {from_variables[0].place(_first(from_variables[0]))};"
            " оставьте что-нибудь одно"
        )
    told = _file(f"{prefix}_{FILE}", Path(file).expanduser()) if file else from_variables
    if not told:
        missing = ", ".join(f"{prefix}_{name}" for name in REQUIRED)
        raise AccountError(
            f"окружение: не заданы переменные {missing}; задайте их или {prefix}_{FILE} и повторите"
        )
    students = tuple(_student(one) for one in told)
    _check_different(students, told)
    return students


def _first(told: _Told) -> str:
    return next(name for name in _NAMES if told.values.get(name))


def _variables(prefix: str, environment: Mapping[str, str]) -> Iterable[_Told]:
    """Yield the accounts that variables tell of, that without a number first."""
    pattern = re.compile(rf"{re.escape(prefix)}(?:_([1-9]\d*))?_({'|'.join(_NAMES)})")
    found = [match for name, value in environment.items() if value and (match := pattern.fullmatch(name))]
    for number in sorted({int(match[1] or 0) for match in found}):
        start = f"{prefix}_{number}_" if number else f"{prefix}_"
        yield _Told(
            {name: environment.get(start + name, "") for name in _NAMES},
            partial(operator.add, start),
            lambda names: f"окружение: не заданы переменные {', '.join(names)}; задайте их и повторите",
        )


def _file(named_by: str, path: Path) -> list[_Told]:
    text = read_secret(path, named_by)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{path}:{line[1]}" if line else str(path)
        raise AccountError(f"{place}: это не TOML; исправьте эту строку") from None
    accounts = tables.pop("account", [])
    if tables or not isinstance(accounts, list) or not accounts:
        raise AccountError(f"{path}: в файле бывают только таблицы [[account]], хотя бы одна; исправьте его")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[account]]"]
    heads = lines if len(lines) == len(accounts) else [1] * len(accounts)
    return [_table(table, f"{path}:{line}") for table, line in zip(accounts, heads, strict=True)]


def _table(table: Mapping[str, object], head: str) -> _Told:
    known = {name.lower(): name for name in _NAMES}
    for key, value in table.items():
        if key not in known:
            raise AccountError(f"{head}: поля «{key}» нет; бывают {', '.join(known)}")
        if not isinstance(value, str):
            raise AccountError(f"{head}: {key}: нужна строка в кавычках; исправьте значение")
    values = {name: str(table.get(key, "")) for key, name in known.items()}
    return _Told(
        values, lambda name: f"{head}: {name.lower()}", lambda names: f"{names[0]}: не задано; впишите его"
    )


def _student(told: _Told) -> Student:
    values = told.values
    missing = [told.place(name) for name in REQUIRED if not values[name].strip()]
    if missing:
        raise AccountError(told.lacks(missing))
    words = _words(told)
    return Student(
        login=values["DIARY_LOGIN"],
        password=values["DIARY_PASSWORD"],
        vk_login=values["VK_LOGIN"],
        vk_password=values["VK_PASSWORD"],
        name=values["DIARY_NAME"],
        vk_name=values["VK_NAME"],
        vk_code=_codes(told, words),
        private=(values["VK_TOTP"], *(word for word in words[1:] if is_worth_learning(word))),
    )


def _words(told: _Told) -> Sequence[str]:
    place = told.place("VK_CODE_COMMAND")
    try:
        words = shlex.split(told.values["VK_CODE_COMMAND"])
    except ValueError:
        raise AccountError(f"{place}: кавычки не парны; исправьте команду") from None
    if words and told.values["VK_TOTP"]:
        raise AccountError(f"{place}: задан и {told.place('VK_TOTP')}; оставьте что-нибудь одно")
    if words and shutil.which(words[0]) is None:
        raise AccountError(f"{place}: такой программы нет; исправьте первое слово команды")
    return words


def _codes(told: _Told, words: Sequence[str]) -> Callable[[], str] | None:
    if words:
        return Command(words)
    if not told.values["VK_TOTP"]:
        return None
    try:
        return Totp(told.values["VK_TOTP"])
    except ValueError:
        place = told.place("VK_TOTP")
        raise AccountError(
            f"{place}: это не ключ в Base32; возьмите его там, где VK показал QR-код"
        ) from None


def _check_different(students: Sequence[Student], told: Sequence[_Told]) -> None:
    """Refuse two accounts that are one: each would change what the other is about to look at."""
    for field, name in (("login", "DIARY_LOGIN"), ("vk_login", "VK_LOGIN")):
        seen: dict[str, str] = {}
        for student, one in zip(students, told, strict=True):
            value, place = str(getattr(student, field)).strip().casefold(), one.place(name)
            if value in seen:
                raise AccountError(f"{place}: та же учётная запись, что в {seen[value]}; уберите одну из них")
            seen[value] = place
