"""Requests whose target is a whole address, which a server has to understand as well (RFC 9112 §3.2.2)."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from starlette.types import Scope


def in_origin_form(scope: Scope) -> Scope:
    """Return a request as if its target were a path and its host stood in `Host`, which then counts for nothing.

    What is no address stays as it is.
    """
    target = scope["raw_path"].decode("ascii")
    if not target.lower().startswith(("https://", "http://")):
        return scope
    try:
        parts = urlsplit(target)
    except ValueError:
        return scope
    path = parts.path or "/"
    headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
    return {
        **scope,
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "headers": [*headers, (b"host", parts.netloc.encode("ascii"))],
    }
