"""Reads `targets.toml`, and says where in it something is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from verifier import product as products
from verifier import toml
from verifier.product import Product, ProductError
from verifier.project import ROOT, at_home, shown
from verifier.targets.errors import TargetError
from verifier.targets.lines import line_of
from verifier.targets.model import SiteTarget, StandTarget, Target
from verifier.targets.values import Filled, Place, environment, fill_in

TARGETS = ROOT / "targets.toml"
CHOICE = "VERIFIER_TARGET"
"""The variable that names a target where the command line names none."""

_ONE: TypeAdapter[Target] = TypeAdapter(Annotated[StandTarget | SiteTarget, Field(discriminator="kind")])
_PASSWORDS = {("basic_auth", "password"), ("proxy", "password")}
_TOGETHER = "systems"
_NEEDS_TABLES = "нужны таблицы вида [targets.имя]; исправьте запись"
_REASONS = {
    "missing": "не хватает этого поля; допишите его",
    "extra_forbidden": "такого поля нет; уберите его или исправьте имя",
    "union_tag_invalid": 'kind бывает "stand" или "site"; исправьте его',
    "union_tag_not_found": 'не хватает поля kind; допишите kind = "stand" или kind = "site"',
    "string_type": "нужна строка в кавычках; исправьте значение",
    "list_type": "нужен список в квадратных скобках; исправьте значение",
    "too_short": "список пуст; назовите хотя бы одно",
    "string_too_short": "значение пусто; впишите его",
    "dict_type": "нужна таблица; исправьте значение",
    "model_type": "нужна таблица; исправьте значение",
    "model_attributes_type": "нужна таблица; исправьте значение",
    "path_type": "нужен путь к файлу в кавычках; исправьте значение",
    "float_type": "нужно число секунд; исправьте значение",
    "float_parsing": "нужно число секунд; исправьте значение",
    "finite_number": "нужно обычное число секунд; исправьте значение",
    "greater_than": "нужно число больше {gt}; исправьте значение",
    "less_than_equal": "нужно число не больше {le}; исправьте значение",
    "literal_error": "бывает {expected}; исправьте значение",
}


def load(
    name: str | None = None, path: Path = TARGETS, variables: Mapping[str, str] | None = None
) -> tuple[str, Target]:
    """Return a target and its name; without a name the one that `VERIFIER_TARGET` or the file's default names.

    `variables` fill in `${NAME}`; by default those of the environment and of `.env`. The other targets are checked
    too, but for the variables that they need. Raises `TargetError`, which names file and line, when the file or
    the name cannot be used.
    """
    known = environment() if variables is None else variables
    text, raw = _read(path)
    reader = _Reader(path, text, known)
    default, tables = reader.head(raw)
    wanted = name or known.get(CHOICE) or default
    if wanted not in tables:
        place = path.name if name else f"{path.name}:{line_of(text, ('default',))}"
        if not name and known.get(CHOICE):
            place = f"{CHOICE}: {path.name}"
        raise TargetError(f"{place}: нет цели «{wanted}»; есть {', '.join(sorted(tables))}")
    found = {one: reader.target(one, table, chosen=one == wanted) for one, table in tables.items()}
    target = found[wanted]
    if target is None:
        raise AssertionError("the chosen target is read or refused")
    return wanted, target


def stands(path: Path, variables: Mapping[str, str]) -> dict[str, StandTarget]:
    """Return the targets of a file that are stands, by their names. Raises `TargetError`."""
    text, raw = _read(path)
    reader = _Reader(path, text, variables)
    _, tables = reader.head(raw)
    found = {name: reader.target(name, table, chosen=False) for name, table in tables.items()}
    return {name: target for name, target in found.items() if isinstance(target, StandTarget)}


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, toml.parse(text)
    except FileNotFoundError:
        remedy = "верните его из репозитория" if path == TARGETS else "исправьте путь в --targets"
        raise TargetError(f"{shown(path)}: нет такого файла; {remedy}") from None
    except OSError as error:
        raise TargetError(f"{shown(path)}: не читается ({error.strerror}); назовите файл целей") from None
    except UnicodeDecodeError:
        raise TargetError(f"{path.name}: это не UTF-8; сохраните файл в кодировке UTF-8") from None
    except toml.TomlError as error:
        place = f"{path.name}:{error.line}" if error.line else path.name
        raise TargetError(f"{place}: это не TOML ({error}); исправьте эту строку") from None


class _Reader:
    """Reads the tables of one file."""

    def __init__(self, path: Path, text: str, variables: Mapping[str, str]) -> None:
        self._path = path
        self._text = text
        self._variables = variables

    def head(self, raw: dict[str, Any]) -> tuple[str, dict[str, dict[str, Any]]]:
        """Return the default target's name and the tables of all targets."""
        for field in raw:
            if field not in ("default", "targets"):
                raise self._wrong((field,), _REASONS["extra_forbidden"])
        default, tables = raw.get("default"), raw.get("targets")
        if not isinstance(default, str):
            raise self._wrong(("default",), _REASONS["missing" if default is None else "string_type"])
        if not isinstance(tables, dict):
            raise self._wrong(("targets",), _NEEDS_TABLES)
        for name, table in tables.items():
            if not isinstance(table, dict):
                raise self._wrong(("targets", name), _NEEDS_TABLES)
        return default, tables

    def target(self, name: str, table: dict[str, Any], *, chosen: bool) -> Target | None:
        """Read one target; None for one that was not chosen and waits for variables."""
        filled = fill_in(table, self._variables)
        self._check_variables(name, filled, chosen=chosen)
        if ("product",) in filled.unset:
            return None
        product = self._product(name, filled.value)
        target: Target | None = None
        try:
            target = _ONE.validate_python(self._with_systems(name, self._below_here(filled.value), product))
        except ValidationError as error:
            if first := next(self._own_errors(error, filled, product, chosen=chosen), None):
                place = (name, *_place(first, product))
                raise self._wrong(("targets", *place), _reason(first)) from None
        self._check_systems(name, filled.value, product)
        if target is None:
            return None
        target.belongs_to(product)
        if isinstance(target, SiteTarget):
            self._check_authenticated(name, target)
            target.learn({place: _at(filled.value, place) for place in filled.variables})
        return target

    def _check_variables(self, name: str, filled: Filled, *, chosen: bool) -> None:
        for place in sorted(filled.malformed):
            told = "подстановка пишется ${ИМЯ} или ${ИМЯ:-иначе}; исправьте значение"
            raise self._wrong(("targets", name, *place), told)
        for place in _PASSWORDS - filled.variables:
            if _at(filled.value, place):
                told = "пароль в этот файл не пишут; напишите ${ИМЯ} и задайте переменную"
                raise self._wrong(("targets", name, *place), told)
        for place, variable in sorted(filled.unset.items()) if chosen else ():
            told = f"не задана переменная {variable}; задайте её в окружении или в .env"
            raise self._wrong(("targets", name, *place), told)

    def _product(self, name: str, table: dict[str, Any]) -> Product:
        place, wanted = ("targets", name, "product"), table.get("product")
        if wanted is None:
            there = ", ".join(products.names())
            raise self._wrong(place, f'не хватает этого поля; допишите product = "…" (есть {there})')
        if not isinstance(wanted, str):
            raise self._wrong(place, _REASONS["string_type"])
        try:
            return products.load(wanted)
        except ProductError as error:
            raise self._wrong(place, str(error).partition(": ")[2]) from None

    def _with_systems(self, name: str, table: dict[str, Any], product: Product) -> dict[str, Any]:
        """Return the table with the addresses of the product's systems brought together, where it is a site's."""
        if table.get("kind") != "site":
            return table
        known = {system.name: system for system in product.systems}
        if _TOGETHER in table and _TOGETHER not in known:
            raise self._wrong(("targets", name, _TOGETHER), _REASONS["extra_forbidden"])
        systems = {
            key: value if len(known[key].origins) > 1 else [value]
            for key, value in table.items()
            if key in known
        }
        rest = {key: value for key, value in table.items() if key not in known}
        return rest | {_TOGETHER: systems}

    def _check_systems(self, name: str, table: dict[str, Any], product: Product) -> None:
        """Refuse a site without an address for each system; a misspelt field has been told of by now."""
        for system in product.systems if table.get("kind") == "site" else ():
            if system.name not in table:
                raise self._wrong(("targets", name, system.name), _REASONS["missing"])

    def _check_authenticated(self, name: str, target: SiteTarget) -> None:
        known = [one.name for one in target.declared.systems]
        if target.basic_auth and target.basic_auth.system not in ("", "all", *known):
            told = f'бывает {", ".join(known)} или "all"; исправьте значение'
            raise self._wrong(("targets", name, "basic_auth", "system"), told)

    def _below_here(self, table: dict[str, Any]) -> dict[str, Any]:
        """Return the table with its path of a file read as beginning where `targets.toml` is."""
        file = table.get("certificate_authority")
        if not isinstance(file, str):
            return table
        return table | {"certificate_authority": self._path.parent / at_home(file)}

    def _own_errors(
        self, error: ValidationError, filled: Filled, product: Product, *, chosen: bool
    ) -> Iterator[ErrorDetails]:
        """Yield what is wrong, what stands there too much first: a misspelt field shows as that and as missing."""
        found = error.errors(include_url=False)
        for one in sorted(found, key=lambda one: one["type"] != "extra_forbidden"):
            place = _place(one, product)
            waits = any(place[: len(unset)] == unset or not place for unset in filled.unset)
            # A file may be on the machine that walks the target alone.
            elsewhere = place == ("certificate_authority",)
            if chosen or not (waits or elsewhere):
                yield one

    def _wrong(self, place: Place, reason: str) -> TargetError:
        line = line_of(self._text, place)
        return TargetError(f"{self._path.name}:{line}: {'.'.join(place)}: {reason}")


def _place(error: ErrorDetails, product: Product) -> Place:
    """Return where in a target's table an error is: without the kind, and the way chosen, by which it was read."""
    parts = [str(part) for part in error["loc"]]
    kept = [part for part in parts[1:] if not part.startswith(("function-", "literal[", "nullable"))]
    if kept[:1] != [_TOGETHER]:
        return tuple(kept)
    several = {system.name for system in product.systems if len(system.origins) > 1}
    return tuple(kept[1:] if kept[1] in several else kept[1:2])


def _reason(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    own = str(context.get("error", ""))
    known = _REASONS.get(error["type"], "")
    return (
        own or known.format(**context).replace(" or ", " или ") or "такое значение не годится; исправьте его"
    )


def _at(table: Any, place: Place) -> Any:
    """Return what stands at a place; None where the way to it leads through something else than tables and lists."""
    for key in place:
        if isinstance(table, list) and key.isdecimal() and int(key) < len(table):
            table = table[int(key)]
        else:
            table = table.get(key) if isinstance(table, dict) else None
    return table
