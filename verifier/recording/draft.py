"""A draft in the making: places with what is declared of them, and sentences with the steps that prove them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from verifier.product import Product
from verifier.recording import names
from verifier.screen.place import Place
from verifier.screen.sites import Sites, System, origin_of

_NUMBERED = re.compile(r"\d+|.*\d{3}.*|[0-9a-f-]{16,}")
"""What a part of a path is that stands for one thing among many."""
_PLAIN_CLASS = "Page"


@dataclass(frozen=True)
class Thing:
    """A control, a field or an element of a place, as code refers to it and as reports call it."""

    place: DraftPlace
    attribute: str


@dataclass
class DraftPlace:
    """A place that a product has already (then it has a `module`), or one that the draft declares.

    `path` is the one at which a user enters it; where that has numbers of its own, `pattern` is what its addresses look
    like. `title` is what its page calls itself.
    """

    cls: str
    system: str
    module: str = ""
    path: str = ""
    pattern: str = ""
    title: str = ""
    things: dict[str, str] = field(default_factory=dict)
    """Declarations by the names of their attributes."""

    def declare(self, declaration: str, words: str, otherwise: str) -> Thing:
        """Return a thing of the place, declared once."""
        for name, known in self.things.items():
            if known == declaration:
                return Thing(self, name)
        name = names.attribute(words, otherwise, {*self.things, *dir(Place)})
        self.things[name] = declaration
        return Thing(self, name)


@dataclass
class Sentence:
    """A sentence of the draft, and the lines of the step that proves it; `summary` is that step's docstring."""

    id: str
    words: str
    summary: str
    lines: list[str]
    changes: bool = False


@dataclass
class Draft:
    """What a recording has come to. `text` is the new text's name; `remarks` are for whoever takes the draft on."""

    text: str
    product: Product
    sites: Sites
    places: list[DraftPlace] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    """What was typed and is nobody's secret, by the names of the constants that hold it."""
    remarks: list[str] = field(default_factory=list)

    def place(self, url: str, is_nobodys: Callable[[str], bool]) -> DraftPlace:
        """Return the draft's own place that an address shows.

        A part of its path that is somebody's stands for all such parts.
        """
        system, path = self._system(url), urlsplit(url).path or "/"
        for one in self.places:
            if not one.module and one.system == system.name and _fits(one, path):
                return one
        parts = [
            "*" if _NUMBERED.fullmatch(part) or not is_nobodys(unquote(part)) else part
            for part in path.split("/")
        ]
        pattern = (
            "/".join("[^/]+" if part == "*" else re.escape(part) for part in parts) if "*" in parts else ""
        )
        spoken = " ".join(part for part in parts if part != "*")
        taken = {one.cls for one in self.places}
        own = names.class_name(self.text, spoken) + (
            "" if names.latin(spoken) else system.name.title().replace("_", "")
        )
        cls = names.unlike(own + _PLAIN_CLASS, taken, "")
        self.places.append(DraftPlace(cls, system.name, path="" if pattern else path, pattern=pattern))
        return self.places[-1]

    def known_place(self, kind: type[Place]) -> DraftPlace:
        """Return a place of the product."""
        for one in self.places:
            if one.module == kind.__module__ and one.cls == kind.__name__:
                return one
        self.places.append(DraftPlace(kind.__name__, kind.system, module=kind.__module__))
        return self.places[-1]

    def value(self, text: str, field_name: str) -> str:
        """Return the name of the constant that holds what was typed."""
        for name, known in self.values.items():
            if known == text:
                return name
        name = names.unlike("_" + (names.attribute(field_name, "value", ()).upper()), self.values, "_")
        self.values[name] = text
        return name

    def remark(self, text: str) -> None:
        """Note once what whoever takes the draft on has to know."""
        if text not in self.remarks:
            self.remarks.append(text)

    def setting(self, field_name: str) -> str:
        """Return the name of a setting that whoever takes the walk is still to get."""
        return names.attribute(field_name, "value", ())

    def new_id(self, *texts: str) -> str:
        """Return an id for a sentence, which begins with the text's name."""
        return names.unlike(
            names.claim_id(self.text, *texts), {self.text, *(one.id for one in self.sentences)}, "-"
        )

    def _system(self, url: str) -> System:
        if (system := self.sites.system(url)) is not None:
            return system
        origin = origin_of(url)
        for one in self.systems:
            if origin in one.origins:
                return one
        host = urlsplit(url).hostname or "site"
        self.systems.append(System("_".join(re.findall(r"[a-z0-9]+", host)), host, (origin,)))
        return self.systems[-1]


def told(text: str) -> str:
    """Return a text as code has it."""
    return json.dumps(text, ensure_ascii=False)


def _fits(place: DraftPlace, path: str) -> bool:
    if place.pattern:
        return re.fullmatch(place.pattern, path) is not None
    return place.path.rstrip("/") == path.rstrip("/")
