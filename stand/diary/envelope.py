"""The envelope of every answer of the diary's API (row «diary: envelope» of the stand's README)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse


def answer(data: object) -> JSONResponse:
    """Wrap what was asked for."""
    return _envelope(data, [], 200, {})


def refusal(message: str | None, status: int = 400, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Wrap what is wrong with a request, in words for the pupil; without words the status says it all."""
    return _envelope(None, [{"message": message}] if message else [], status, headers or {})


def _envelope(
    data: object, validations: list[dict[str, str]], status: int, headers: Mapping[str, str]
) -> JSONResponse:
    body = {"data": data, "debug": [], "messages": [], "validations": validations}
    return JSONResponse(body, status, {**headers, "Cache-Control": "no-store"})


async def json_object(request: Request, *, as_text: bool = False) -> dict[str, Any] | None:
    """Read the request's JSON object; None when it is anything else or does not call itself JSON.

    A form of a foreign page can post text that happens to be JSON, but cannot give it this content type: only where
    `as_text` allows it does JSON count that calls itself plain text.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (as_text and kind == "text/plain"):
        return None
    try:
        body = json.loads(await request.body())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
