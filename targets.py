"""Where a flow is walked: reads `targets.toml`, and the accounts of a target from the environment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from flows.student import Student
from pages.sites import Sites

TARGETS = Path(__file__).with_name("targets.toml")
ACCOUNT_VARIABLES = ("DIARY_LOGIN", "DIARY_PASSWORD", "VK_LOGIN", "VK_PASSWORD", "VK_NAME")


class TargetError(ValueError):
    """A target or its accounts cannot be used; the text is one line: where, what is wrong, the remedy."""


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if (
        parts.scheme != "https"
        or not parts.hostname
        or parts.path.strip("/")
        or parts.query
        or parts.fragment
    ):
        raise ValueError("адрес системы пишется как https://имя или https://имя:порт, без пути")
    return value.rstrip("/")


Origin = Annotated[str, AfterValidator(_origin)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class StandTarget(_Table):
    """The local stand, started by the suite itself. `patience_s` is in seconds."""

    kind: Literal["stand"]
    patience_s: float = Field(default=5, gt=0, le=300)

    @property
    def sites(self) -> Sites:
        """The documented addresses."""
        return Sites()


class SiteTarget(_Table):
    """Systems that are reached over the network. `patience_s` is in seconds."""

    kind: Literal["site"]
    diary: Origin
    vk_id: list[Origin] = Field(min_length=1)
    messenger: Origin
    accounts: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    patience_s: float = Field(default=20, gt=0, le=300)

    @property
    def sites(self) -> Sites:
        """The target's addresses."""
        return Sites(self.diary, tuple(self.vk_id), self.messenger)

    def student(self, environment: Mapping[str, str]) -> Student:
        """Return the target's student. Raises `TargetError` that names every variable that is missing."""
        values = {name: environment.get(f"{self.accounts}_{name}", "") for name in ACCOUNT_VARIABLES}
        missing = [f"{self.accounts}_{name}" for name, value in values.items() if not value]
        if missing:
            raise TargetError(f"окружение: не заданы переменные {', '.join(missing)}; задайте их и повторите")
        return Student(
            login=values["DIARY_LOGIN"],
            password=values["DIARY_PASSWORD"],
            vk_login=values["VK_LOGIN"],
            vk_password=values["VK_PASSWORD"],
            vk_name=values["VK_NAME"],
        )


Target = StandTarget | SiteTarget


class _File(_Table):
    default: str
    targets: dict[str, Annotated[StandTarget | SiteTarget, Field(discriminator="kind")]]


def load(name: str | None = None, path: Path = TARGETS) -> tuple[str, Target]:
    """Return a target and its name; without a name the default one.

    Raises `TargetError`, which names file and line, when the file or the name cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        raise TargetError(f"{path.name}: нет такого файла; верните его из репозитория") from None
    except UnicodeDecodeError:
        raise TargetError(f"{path.name}: это не UTF-8; сохраните файл в кодировке UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise TargetError(f"{_place_of(error, path)}: это не TOML ({error}); исправьте эту строку") from None
    try:
        file = _File.model_validate(raw)
    except ValidationError as error:
        # A misspelt field shows as one too many and one too few; the one too many is where the mistake stands.
        first = min(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        location = _location(first["loc"])
        raise TargetError(
            f"{path.name}:{_line_of(text, location)}: {'.'.join(location)}: {_reason(first)}"
        ) from None
    wanted = name or file.default
    if wanted not in file.targets:
        line = "" if name else f":{_line_of(text, ('default',))}"
        known = ", ".join(sorted(file.targets))
        raise TargetError(f"{path.name}{line}: нет цели «{wanted}»; есть {known}")
    return wanted, file.targets[wanted]


def _place_of(error: tomllib.TOMLDecodeError, path: Path) -> str:
    match = re.search(r"line (\d+)", str(error))
    return f"{path.name}:{match[1]}" if match else path.name


def _location(parts: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return where an error is, as a reader of the file would say it: without the kind that chose the table's shape."""
    return tuple(str(part) for index, part in enumerate(parts) if parts[0] != "targets" or index != 2)


def _reason(error: ErrorDetails) -> str:
    reasons = {
        "missing": "не хватает этого поля; допишите его",
        "extra_forbidden": "такого поля нет; уберите его или исправьте имя",
        "union_tag_invalid": 'kind бывает "stand" или "site"; исправьте его',
        "union_tag_not_found": 'не хватает поля kind; допишите kind = "stand" или kind = "site"',
    }
    own = str(error.get("ctx", {}).get("error", ""))
    return reasons.get(error["type"]) or own or f"{error['msg']}; исправьте значение"


def _line_of(text: str, parts: tuple[str, ...]) -> int:
    """Return the line of the field that a validation error is about, or of its table's head."""
    lines = text.splitlines()
    head = 0
    if parts[0] == "targets" and len(parts) > 1:
        table = re.compile(rf"^\s*\[\s*targets\s*\.\s*[\"']?{re.escape(parts[1])}[\"']?\s*\]")
        head = next((number for number, line in enumerate(lines) if table.match(line)), 0)
    keys = {part for part in parts[2:] or parts[:1] if not part.isdigit()}
    for number in range(head, len(lines)):
        line = lines[number]
        if number > head and line.lstrip().startswith("["):
            break
        if line.split("=")[0].strip() in keys:
            return number + 1
    return head + 1
