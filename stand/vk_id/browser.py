"""What VK ID keeps in a browser: the session's cookie, and one by which the browser is known again."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode

from starlette.requests import Request
from starlette.responses import Response

SESSION_COOKIE = "remixsid"
DEVICE_COOKIE = "remixdevice"

_DEVICE_SECONDS = 365 * 24 * 3600


def session_cookie(request: Request) -> str | None:
    """Return the value of the session's cookie."""
    return request.cookies.get(SESSION_COOKIE)


def keep_session(response: Response, value: str, seconds: int) -> None:
    """Keep a session in the browser. `Lax` lets it come along when another site sends the user here."""
    response.set_cookie(SESSION_COOKIE, value, seconds, secure=True, httponly=True, samesite="lax")


def device_id(request: Request) -> str | None:
    """Return the name under which clients know this browser; None if VK ID has not met it yet."""
    secret = request.cookies.get(DEVICE_COOKIE)
    return _device_id(secret) if secret else None


def know_again(response: Response) -> str:
    """Mark a new browser and return its `device_id`."""
    secret = secrets.token_urlsafe(32)
    response.set_cookie(DEVICE_COOKIE, secret, _DEVICE_SECONDS, secure=True, httponly=True, samesite="lax")
    return _device_id(secret)


def _device_id(secret: str) -> str:
    """Derive the name from the cookie one way: clients see it, and must not pass for the browser with it."""
    return urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).decode().rstrip("=")
