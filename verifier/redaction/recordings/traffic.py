"""A request with its answer, as HAR and the network part of a trace tell it (HTTP Archive 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from verifier.redaction.fields import Fields
from verifier.redaction.recordings import bodies
from verifier.redaction.secrets import HIDDEN, Secrets
from verifier.redaction.tokens import is_called_secret, is_worth_learning

Entry = dict[str, Any]

_PAIR = re.compile(r"([^\s=;,]+)=\"?([^;\"]*)\"?")


def secrets_in(entry: Entry, fields: Fields) -> Iterator[str]:
    """Yield the values that an entry's headers, cookies, addresses and bodies name as secret."""
    request, response = entry.get("request", {}), entry.get("response", {})
    yield from bodies.in_address(request.get("url", ""), fields)
    yield from bodies.in_address(response.get("redirectURL", ""), fields)
    for message in (request, response):
        for header in message.get("headers", []):
            yield from header_secrets(header["name"], header["value"], fields)
        for cookie in message.get("cookies", []):
            yield from bodies.in_token(cookie["value"], fields)
            if is_worth_learning(cookie["value"]):
                yield cookie["value"]
    for pair in [*request.get("queryString", []), *request.get("postData", {}).get("params", [])]:
        yield from bodies.named(pair.get("value", ""), fields, pair["name"])
    yield from bodies.secrets_in(
        request.get("postData", {}).get("text", "").encode("utf-8", "replace"), fields
    )
    content = response.get("content", {})
    if content.get("encoding") != "base64":
        yield from bodies.secrets_in(content.get("text", "").encode("utf-8", "replace"), fields)
    for message in entry.get("_webSocketMessages", []):
        yield from bodies.secrets_in(message.get("data", "").encode("utf-8", "replace"), fields)


def header_secrets(name: str, value: str, fields: Fields) -> Iterator[str]:
    """Yield what of a header nobody else may read: cookies' values, credentials, and what addresses carry."""
    called = name.lower()
    yield from bodies.in_token(value, fields)
    if called in ("cookie", "set-cookie"):
        pairs = _PAIR.findall(value)
        for _, one in pairs if called == "cookie" else pairs[:1]:
            if is_worth_learning(one):
                yield one
    elif "://" in value or value.startswith("/"):
        yield from bodies.in_address(value, fields)
    elif is_called_secret(name):
        credentials = value.split()[-1:]
        yield from (one for one in credentials if is_worth_learning(one))


def hide(entry: Entry, secrets: Secrets) -> None:
    """Take out of an entry, in place, what is secret by where it stands, and clean bodies given as base64."""
    request, response = entry.get("request", {}), entry.get("response", {})
    for message in (request, response):
        for header in message.get("headers", []):
            header["value"] = without_credentials(header["name"], header["value"], secrets.fields)
        for cookie in message.get("cookies", []):
            cookie["value"] = HIDDEN
    for pair in [*request.get("queryString", []), *request.get("postData", {}).get("params", [])]:
        if is_called_secret(pair["name"]) or secrets.fields.is_personal(pair["name"]):
            pair["value"] = HIDDEN
    content = response.get("content", {})
    if content.get("encoding") == "base64":
        content["text"] = bodies.clean_base64(content.get("text", ""), secrets)
    for message in entry.get("_webSocketMessages", []):
        if message.get("opcode") == 2:
            message["data"] = bodies.clean_base64(message["data"], secrets)


def without_credentials(name: str, value: str, fields: Fields) -> str:
    """Return a header's value with the names of its cookies or its scheme, and nothing that is secret."""
    called = name.lower()
    if called in ("cookie", "set-cookie"):
        return _PAIR.sub(rf"\1={HIDDEN}", value, count=0 if called == "cookie" else 1)
    if fields.is_personal(name):
        return HIDDEN
    if not is_called_secret(name) or "://" in value:
        return value
    scheme, space, _ = value.partition(" ")
    return f"{scheme} {HIDDEN}" if space else HIDDEN
