"""Values of `targets.toml` that stand elsewhere: `${NAME}` in the environment or in the file `.env`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from verifier.project import ROOT
from verifier.targets.errors import TargetError

DOTENV = ROOT / ".env"
Place = tuple[str, ...]

_VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)(?::-([^{}]*))?\}")
_OTHERS_MAY_READ = 0o077
_NOTHING = object()


def environment(own: Mapping[str, str] = os.environ, dotenv: Path = DOTENV) -> dict[str, str]:
    """Return the environment's variables, behind them those of `.env` where there is one.

    Raises `TargetError` when `.env` cannot be read, is no list of variables, or can be read by others.
    """
    return {**_dotenv(dotenv), **own}


def fill_in(value: Any, variables: Mapping[str, str], place: Place = ()) -> Filled:
    """Replace each `${NAME}` and `${NAME:-otherwise}` in a table; a variable that is empty counts as not set.

    A field or an item that ends in `${NAME:-}` and comes to nothing is left out, as if nobody had written it.
    """
    filled = Filled()
    filled.value = _filled(value, variables, place, filled)
    return filled


class Filled:
    """A table with its variables filled in.

    `variables` has the places of the values that have come from variables, `unset` the name of what was missing
    by place, `malformed` the places where `${` opens nothing that is known.
    """

    def __init__(self) -> None:
        self.value: Any = None
        self.variables: set[Place] = set()
        self.unset: dict[Place, str] = {}
        self.malformed: set[Place] = set()


def _filled(value: Any, variables: Mapping[str, str], place: Place, into: Filled) -> Any:
    if isinstance(value, dict):
        parts = {key: _filled(one, variables, (*place, key), into) for key, one in value.items()}
        return {key: one for key, one in parts.items() if one is not _NOTHING}
    if isinstance(value, list):
        items = [_filled(one, variables, (*place, str(at)), into) for at, one in enumerate(value)]
        return [one for one in items if one is not _NOTHING]
    if not isinstance(value, str) or "${" not in value:
        return value
    if "${" in _VARIABLE.sub("", value):
        into.malformed.add(place)
        return value
    into.variables.add(place)

    def replace(match: re.Match[str]) -> str:
        found = variables.get(match[1]) or match[2]
        if found is None:
            into.unset.setdefault(place, match[1])
        return found or ""

    found = _VARIABLE.sub(replace, value)
    if not found and value.endswith(":-}"):
        into.variables.discard(place)
        return _NOTHING
    return found


def _dotenv(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
        readable = path.stat().st_mode & _OTHERS_MAY_READ
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise TargetError(f"{path.name}: это не UTF-8; сохраните файл в кодировке UTF-8") from None
    except OSError as error:
        raise TargetError(
            f"{path.name}: не читается ({error.strerror}); исправьте права или уберите его"
        ) from None
    if readable and sys.platform != "win32":
        raise TargetError(f"{path.name}: его могут читать другие; выполните «chmod 600 {path.name}»")
    for line in _wrong_lines(text):
        raise TargetError(f"{path.name}:{line}: пишется ИМЯ=значение; исправьте эту строку")
    # Without its own interpolation: a password may hold «$».
    return {
        name: value or "" for name, value in dotenv_values(stream=StringIO(text), interpolate=False).items()
    }


def _wrong_lines(text: str) -> Iterator[int]:
    for binding in parse_stream(StringIO(text)):
        if binding.error or (binding.key is not None and binding.value is None):
            before = binding.original.string
            yield binding.original.line + len(before) - len(before.lstrip("\n"))
