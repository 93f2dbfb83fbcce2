"""ID tokens: signed statements of who signed in where, in the shape of those that VK has issued.

They are no ID tokens of OpenID Connect: the issuer is spelt `iis`, and there is no `aud`, but `app`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from stand.shared import Shared

SECONDS = 360 * 24 * 3600
"""How long a token lives."""

_ALGORITHM = "RS256"
_JTI = 21
"""The same in every token that was seen, whatever it counts."""


class IdTokens:
    """Issues and reads ID tokens; the key lives as long as the stand."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def issue(self, client_id: str, user_id: int) -> str:
        """Return a token that tells a client who the user is. Raises `ValueError` for a client without a number."""
        now = int(self._shared.clock.now())
        claims = {
            "iis": "VK",
            "sub": user_id,
            "app": int(client_id),
            "exp": now + SECONDS,
            "iat": now,
            "jti": _JTI,
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key)

    def read(self, token: str, client_id: str) -> dict[str, Any] | None:
        """Return the claims of a token if this stand issued it to the client and it has not expired."""
        try:
            claims = jwt.decode(token, self._key, [_ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        is_good = str(claims["app"]) == client_id and claims["exp"] > self._shared.clock.now()
        return claims if is_good else None

    @cached_property
    def _key(self) -> RSAKey:
        """Made when it is first needed: that takes a moment, and few stands issue tokens."""
        return RSAKey.generate_key(2048)
