"""How reports become HTML: a room's own template, in the style that all pages share."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_SHARED = Path(__file__).with_name("templates")


def template(path: Path) -> Template:
    """Return a template; it may include `page.css`, and what stands beside it."""
    environment = Environment(
        loader=FileSystemLoader([path.parent, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return environment.get_template(path.name)
