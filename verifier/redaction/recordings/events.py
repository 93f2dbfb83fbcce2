"""The events of a trace: what they tell of secrets, and where secrets stand in them by nature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from verifier.redaction.fields import Fields
from verifier.redaction.recordings import bodies
from verifier.redaction.secrets import HIDDEN
from verifier.redaction.tokens import is_called_secret, is_worth_learning

Event = dict[str, Any]

_TYPED = {
    "fill": "value",
    "type": "text",
    "insertText": "text",
    "keyboardType": "text",
    "keyboardInsertText": "text",
}
_READ = {"inputValue"}
_STORED = ("cookies", "localStorage", "sessionStorage", "httpCredentials")
_BUTTONS = ("submit", "button", "reset", "checkbox", "radio", "image", "range", "color")
_VALUES = ("__playwright_value_", "value")


def is_picture(event: Event) -> bool:
    """Say whether an event only tells of a picture of the screen, which nothing can be taken out of."""
    return str(event.get("type", "")).startswith("screencast")


def secrets_in(event: Event, fields: Fields) -> Iterator[str]:
    """Yield the values that an event tells of: what was typed, cookies, fields with telling names."""
    found: list[str] = []

    def note(value: str) -> str:
        found.append(value)
        return value

    _visit(event, note, fields)
    yield from (value for value in found if is_worth_learning(value))
    yield from bodies.named(_returned(event.get("result")), fields)
    snapshot = event.get("snapshot")
    if isinstance(snapshot, dict):
        yield from bodies.in_address(snapshot.get("frameUrl", ""), fields)


def hide(event: Event, fields: Fields) -> None:
    """Take out of an event, in place, what is secret by where it stands."""
    _visit(event, lambda _: HIDDEN, fields)


def _returned(value: Any) -> Any:
    """Return what a script has returned, as Playwright writes it down, as a JSON document."""
    if isinstance(value, list):
        return [_returned(item) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("o"), list):
        return {str(item.get("k")): _returned(item.get("v")) for item in value["o"] if isinstance(item, dict)}
    if "a" in value or "s" in value:
        return _returned(value.get("a", value.get("s")))
    return {key: _returned(item) for key, item in value.items()}


def _visit(event: Event, change: Callable[[str], str], fields: Fields) -> None:
    """Apply `change` to everything in an event that is secret by its place."""
    if event.get("type") == "frame-snapshot":
        _visit_node(event.get("snapshot", {}).get("html"), change)
        return
    params = event.get("params")
    if isinstance(params, dict):
        typed = _TYPED.get(str(event.get("method")))
        if typed and isinstance(params.get(typed), str) and params[typed]:
            params[typed] = change(params[typed])
        _visit_value(params, change, fields)
    _visit_value(event.get("result"), change, fields)


def _visit_value(value: Any, change: Callable[[str], str], fields: Fields, *, stored: bool = False) -> None:
    if isinstance(value, list):
        for item in value:
            _visit_value(item, change, fields, stored=stored)
    elif isinstance(value, dict):
        is_pair = isinstance(value.get("name"), str) and isinstance(value.get("value"), str)
        if is_pair and value["value"] and (stored or is_called_secret(value["name"])):
            value["value"] = change(value["value"])
        is_argument = isinstance(value.get("k"), str) and isinstance(value.get("v"), dict)
        if is_argument and (is_called_secret(value["k"]) or fields.is_personal(value["k"])):
            _visit_argument(value["v"], change)
        for key, item in value.items():
            if isinstance(item, str) and item and fields.is_private(key, item):
                value[key] = change(item)
            else:
                _visit_value(item, change, fields, stored=stored or key in _STORED)


def _visit_argument(value: Any, change: Callable[[str], str]) -> None:
    """Apply `change` to what is told under one name, as Playwright writes down what a script is given or returns."""
    if isinstance(value, list):
        for item in value:
            _visit_argument(item, change)
    elif isinstance(value, dict):
        for key, item in list(value.items()):
            if key == "s" and isinstance(item, str) and item:
                value[key] = change(item)
            elif key == "n" and not isinstance(item, bool):
                del value[key]
                value["s"] = change(str(item))
            else:
                _visit_argument(item, change)


def _visit_node(node: Any, change: Callable[[str], str]) -> None:
    """Apply `change` to the values of fields in a snapshot of a page: `[tag, attributes, *children]`."""
    if not isinstance(node, list):
        return
    if len(node) > 1 and isinstance(node[0], str) and isinstance(node[1], dict):
        tag, attributes = node[0].upper(), node[1]
        if tag in ("INPUT", "TEXTAREA") and attributes.get("type") not in _BUTTONS:
            for name in _VALUES:
                if attributes.get(name):
                    attributes[name] = change(attributes[name])
    for child in node[1:]:
        _visit_node(child, change)
