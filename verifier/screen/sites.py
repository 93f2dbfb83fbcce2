"""The systems of a product, and their addresses as one target has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class System:
    """One of the systems that a product consists of.

    `name` is its field in a target's table, `title` what reports call it, `origins` its documented addresses: several
    where it answers under several names. `also` are origins to which it may lead on, on any target. `page` is the one
    that `--check` asks for; a system that need not have it is `page_optional`.
    """

    name: str
    title: str
    origins: tuple[str, ...]
    page: str = "/"
    page_optional: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sites:
    """Where the systems are on one target: at their documented addresses unless `moved` has others, by name."""

    systems: tuple[System, ...]
    moved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def origins(self, name: str) -> tuple[str, ...]:
        """Return every origin of a system here, the usual one first. Raises `KeyError` for an unknown name."""
        documented = {system.name: system.origins for system in self.systems}[name]
        return tuple(self.moved.get(name) or documented)

    def everywhere(self, name: str) -> tuple[str, ...]:
        """Return every origin at which a page of a system may be met. Raises `KeyError` for an unknown name."""
        return self.origins(name) + {system.name: system.also for system in self.systems}[name]

    def origin(self, name: str) -> str:
        """Return the usual origin of a system here. Raises `KeyError` for an unknown name."""
        return self.origins(name)[0]

    def system(self, url: str) -> System | None:
        """Return the system that an address of this target belongs to; None for a stranger's."""
        origin = origin_of(url)
        return next((one for one in self.systems if origin in self.everywhere(one.name)), None)

    def owner(self, url: str) -> str | None:
        """Return what reports call the system that an address belongs to; None for a stranger's."""
        system = self.system(url)
        return system.title if system is not None else None

    def here(self, address: str) -> str | None:
        """Return a documented address as this target has it; None where it belongs to no system of the product."""
        origin = origin_of(address)
        for system in self.systems:
            if origin in system.origins:
                number = min(system.origins.index(origin), len(self.origins(system.name)) - 1)
                return self.origins(system.name)[number] + address.removeprefix(origin)
        return None

    def documented(self, url: str) -> str:
        """Return an address of this target as the documents have it; a stranger's as it is."""
        origin, system = origin_of(url), self.system(url)
        if system is None or origin not in self.origins(system.name):
            return url
        number = min(self.origins(system.name).index(origin), len(system.origins) - 1)
        return system.origins[number] + url.removeprefix(origin)


def origin_of(url: str) -> str:
    """Scheme, host and (where it is not the usual one) port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def without_query(url: str) -> str:
    """Return the address as reports show it: query and fragment may hold codes, so they are left out."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.netloc}{parts.path}"
    return url.partition("?")[0].partition("#")[0]
