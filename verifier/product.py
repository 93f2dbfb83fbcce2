"""A product: the one thing that the engine is handed about what it walks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from verifier.accounts.person import Person
from verifier.accounts.state import State
from verifier.screen.control import Control
from verifier.screen.interruptions import Interruption
from verifier.screen.likeness import Opposites
from verifier.screen.obstacles import Obstacle
from verifier.screen.place import Place
from verifier.screen.sites import System

RESERVED = frozenset(
    {
        "accounts",
        "allowed",
        "basic_auth",
        "certificate_authority",
        "check_s",
        "device",
        "extra_headers",
        "kind",
        "locale",
        "patience_s",
        "product",
        "proxy",
        "systems",
        "test_s",
        "timezone",
        "viewport",
    }
)
"""The fields that every target's table may have: no system may be called so."""
FLOWS = "flows"
"""The package that has a folder for each product."""


class ProductError(ValueError):
    """A product is not declared as it has to be; the text is one line: where, what is wrong, the remedy."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom a stand has just made: the person, and the product's own record of him or her.

    Where everybody there `is_invented` pictures show names and messages as the page does; passwords and codes never.
    """

    person: Any
    record: Any = None
    is_invented: bool = False


class LocalStand(Protocol):
    """A stand that runs: a product's systems on this machine, at their documented addresses."""

    @property
    def proxy(self) -> str:
        """The proxy through which alone it is reached, as `http://host:port`."""

    @property
    def conditions(self) -> str:
        """What it was put under on purpose, as the options that repeat it; empty for nothing."""

    @property
    def crashes(self) -> list[str]:
        """The tracebacks of requests on which its own code failed: it should stay empty."""

    @property
    def refused(self) -> list[str]:
        """The hosts outside of it that pages have asked for."""

    def newcomer(self) -> Newcomer:
        """Make somebody who can walk, known to nobody else."""

    def everyone(self) -> Iterator[str]:
        """Yield what must not be told of the people whom it has made."""

    def begin_anew(self) -> None:
        """Let a test alone meet what it would meet in the whole run."""


class StandMaker(Protocol):
    """How a product's stand is started, and what it can be put under."""

    def settle(self, defect: str | None, weather: str | None, variants: Sequence[str]) -> str | None:
        """Check all of them, and return the weather with a seed. Raises `ValueError` with one line for its user."""

    def start(
        self, host: str | None, defect: str | None, weather: str | None, variants: Sequence[str]
    ) -> AbstractContextManager[LocalStand]:
        """Return a stand that runs while the block lasts, at an address of this machine (None: loopback)."""

    def defects(self) -> str:
        """Return a line for each defect that it can be given."""

    def variants(self) -> str:
        """Return a line for each variant: how it can be other than usual, and right all the same."""

    def told(self, weather: str) -> str:
        """Return what whoever watches a run is told of a weather; empty for a calm one."""


@dataclass(frozen=True)
class Product:
    """What a product is, for the engine.

    `name` is its folder below `flows/`. `texts` are the files of its written instructions there,
    `<text>.<language>.md`: the first is its main one, and in the language in which its page objects' labels are.
    `personal` names the fields in which its systems tell of people, in JSON, forms and tokens: nobody may read
    these, whoever they are of. `opposites` are words that are never a likeness of each other. `interruptions` are what
    it may put before its visitor unasked, and how each is answered. With `by_mouse_will_do` what a mouse alone can
    press is taken for a button, and noted; without, it is broken. `stand` returns how its local stand is started, None
    where it has none.
    """

    name: str
    texts: tuple[str, ...]
    places: tuple[type[Place], ...]
    systems: tuple[System, ...]
    person: type[Person]
    states: tuple[State, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    personal: tuple[str, ...] = ()
    opposites: Opposites = ()
    interruptions: tuple[Interruption, ...] = ()
    by_mouse_will_do: bool = False
    stand: Callable[[], StandMaker] | None = None

    @property
    def package(self) -> str:
        """The package that its steps are in."""
        return f"{FLOWS}.{self.name}"

    @cached_property
    def folder(self) -> Path:
        """The folder that its texts are in."""
        return Path(next(iter(importlib.import_module(self.package).__path__)))

    @property
    def controls(self) -> tuple[Control, ...]:
        """Every control of its places."""
        return tuple(control for place in self.places for control in place.controls().values())

    def state_of(self, value: str) -> State:
        """Return the state that can have a value. Raises `KeyError`."""
        for state in self.states:
            if value in state.words:
                return state
        raise KeyError(value)


def load(name: str) -> Product:
    """Return the product of a folder below `flows/`, its steps registered. Raises `ProductError`."""
    try:
        module = importlib.import_module(f"{FLOWS}.{name}.product")
    except ModuleNotFoundError as error:
        if error.name and f"{FLOWS}.{name}.product".startswith(error.name):
            told = f"нет продукта «{name}»; есть {', '.join(names()) or 'ни одного'}"
            raise ProductError(f"{FLOWS}/{name}/product.py: {told}") from None
        raise
    product = getattr(module, "PRODUCT", None)
    if not isinstance(product, Product) or product.name != name:
        raise ProductError(
            f'{FLOWS}/{name}/product.py: нет PRODUCT = Product("{name}", …); объявите продукт под именем его папки'
        )
    _check(product)
    for found in _modules(product.package):
        importlib.import_module(found)
    return product


def _check(product: Product) -> None:
    """Raise `ProductError` for what a declaration gets wrong and nothing else would tell clearly."""
    where = f"{FLOWS}/{product.name}/product.py"
    systems = {system.name for system in product.systems}
    if not systems:
        raise ProductError(f"{where}: systems пуст; назовите хотя бы одну систему")
    if taken := sorted(systems & RESERVED):
        raise ProductError(
            f"{where}: система не может называться «{taken[0]}»: так зовётся поле цели; назовите иначе"
        )
    for place in product.places:
        if lacks := [name for name in ("name", "where", "system") if not getattr(place, name, "")]:
            raise ProductError(
                f'{where}: у места {place.__name__} не задано {lacks[0]}; допишите в его класс {lacks[0]} = "…"'
            )
        if place.system not in systems:
            there = ", ".join(sorted(systems))
            raise ProductError(
                f"{where}: {place.__name__} — место системы «{place.system}», а такой нет; есть {there}"
            )
    if not any(one.unique for one in product.person.variables().values()):
        raise ProductError(
            f"{where}: у {product.person.__name__} нет поля с unique=True; отметьте то, чем различаются учётные записи"
        )


def names() -> list[str]:
    """Return the names of all products."""
    flows = importlib.import_module(FLOWS)
    folders = [Path(folder) for folder in flows.__path__]
    return sorted({one.parent.name for folder in folders for one in folder.glob("*/product.py")})


def _modules(package: str) -> Iterable[str]:
    """Return the modules that may have steps; a stand is imported when one is started, for it needs what others do
    not.
    """
    found = importlib.import_module(package)
    modules = [one.name for one in pkgutil.iter_modules(found.__path__) if not one.ispkg]
    return [f"{package}.{name}" for name in modules if name != "stand"]
