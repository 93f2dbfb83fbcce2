"""What a survey of a product's places has found, as data: the only thing that its reports read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import TypeAdapter, ValidationError

from verifier import plain
from verifier.walk.journal import Box, now

FORMAT = 1
"""The number of the form in which a survey is written."""

_LARGEST = 16_000_000

Standing = Literal["found", "reworded", "missing", "unmet"]
"""Found as its page object knows it; under other words; not found where a sentence needs it; on no page seen so far."""


@dataclass(frozen=True)
class Sighting:
    """Something on a page: its role and accessible name, what is to be read on it, and how Playwright would find it.

    `locator` is empty where it would tell something private. `box` is where it stands in the window, in CSS pixels;
    `percent` how like it is to what was looked for, None where that was found.
    """

    role: str
    name: str
    words: str
    locator: str
    box: Box | None = None
    percent: int | None = None


@dataclass
class Thing:
    """A control, an element, a field or a list of a page object, and what has become of it on the pages seen.

    `ways` are those in which it was found, `lacks` those that its page object has besides and that lead nowhere. What
    is there instead has the nearest first; `line` is what to put into the page object for the first of these.
    """

    attribute: str
    called: str
    kind: Literal["control", "element", "field", "list"]
    sentences: list[str]
    """The numbers of the sentences whose steps use it."""
    standing: Standing = "unmet"
    ways: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: Sighting | None = None
    screen: int | None = None
    """The number of the screen of its place on which it was found, or on which something is there instead."""
    instead: list[Sighting] = field(default_factory=list)
    line: str = ""


@dataclass(frozen=True)
class Mark:
    """Something that is marked on a picture, by the number of its thing; `kind` is how that stands."""

    number: int
    kind: Standing
    box: Box


@dataclass
class Screen:
    """One view of a place: when it was looked at, where, and its picture with everything private covered.

    `picture` is a file beside the survey; `scale` is its device pixels per CSS pixel.
    """

    when: str
    window: int
    url: str
    title: str
    picture: str | None
    scale: float
    marks: list[Mark]


@dataclass
class SurveyedPlace:
    """A page object, and what of it was found. It has no screens where nobody got there; `unreached` says why."""

    cls: str
    file: str
    """`file:line` of the page object."""
    name: str
    things: list[Thing]
    screens: list[Screen] = field(default_factory=list)
    unreached: str = ""


@dataclass
class Survey:
    """The places of a product on a target; `viewport` is the window's size in CSS pixels."""

    product: str
    target: str
    target_title: str
    browser: str
    timezone: str = "UTC"
    conditions: str = ""
    viewport: tuple[int, int] = (0, 0)
    started: str = field(default_factory=now)
    places: list[SurveyedPlace] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the walk has noted on its way, such as what came unasked and was answered."""

    def document(self) -> str:
        """Return the survey as JSON."""
        return json.dumps(asdict(self) | {"format": FORMAT}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """Read a survey back; None where there is none that this version can read."""
        try:
            found: dict[str, Any] = plain.document(path, _LARGEST)
            if found.pop("format") != FORMAT:
                return None
            return TypeAdapter(cls).validate_python(found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError):
            return None
