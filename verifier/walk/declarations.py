"""The lines of page objects by which things would be found as a page has them."""

from __future__ import annotations

import json
import re

from verifier.screen import control as kinds
from verifier.screen.control import Control, Kind
from verifier.screen.element import Element
from verifier.screen.field import Facts, Field
from verifier.walk.survey import Sighting


def line(
    attribute: str,
    declared: Control | Element,
    words: str,
    facts: Facts | None = None,
    seen: Sighting | None = None,
) -> str:
    """Return the line of a page object by which a thing would be found as the page has it; empty where none would."""
    if isinstance(declared, Control):
        return f"{attribute} = Control({_told(words)}, {_name_of(declared.kind)})"
    if isinstance(declared, Field):
        return f"{attribute} = {_field(declared, facts)}" if facts is not None else ""
    selector = _selector(seen) if seen is not None else ""
    return f"{attribute} = Element({_told(declared.name)}, {_told(selector)})" if selector else ""


def _field(field: Field, facts: Facts) -> str:
    """Return a field's declaration with what the page says of it besides."""
    if field.secret and facts.type != "password":
        return ""
    words = facts.label or facts.placeholder
    own = [one for one in facts.autocomplete.split() if one not in ("on", "off")]
    parts = [_told(field.name)]
    if field.css:
        parts.append(f"css={_told(field.css)}")
    for name, known, new in (
        ("words", field.words, [words]),
        ("autocomplete", field.autocomplete, own),
        ("names", field.names, [facts.name]),
        ("types", field.types, [] if words or own or facts.name else [facts.type]),
    ):
        every_one = list(dict.fromkeys([*known, *filter(None, new)]))
        if every_one:
            parts.append(f"{name}=({', '.join(map(_told, every_one))}{',' if len(every_one) == 1 else ''})")
    if field.secret:
        parts.append("secret=True")
    if field.behind:
        parts.append(f"behind={_told(field.behind)}")
    return f"Field({', '.join(parts)})"


def _selector(seen: Sighting) -> str:
    """Return how an element that is known by its markup would be found."""
    if markup := re.fullmatch(r"locator\((\".*\")\)", seen.locator):
        found: str = json.loads(markup[1])
        return found
    if seen.role and seen.name:
        return f"role={seen.role}[name={json.dumps(seen.name, ensure_ascii=False)}]"
    return ""


def _name_of(kind: Kind) -> str:
    return next((name for name, value in vars(kinds).items() if value is kind), repr(kind))


def _told(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
