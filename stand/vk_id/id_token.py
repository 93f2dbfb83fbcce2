"""ID tokens: signed statements of who signed in where."""

from __future__ import annotations

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jwt import JWTClaimsRegistry

from stand.shared import Shared

_ALGORITHM = "ES256"


class IdTokens:
    """Issues and reads ID tokens; the key lives as long as the stand."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._key = ECKey.generate_key("P-256")

    def issue(self, client_id: str, user_id: int, grant_id: str, seconds: int) -> str:
        """Return a token that tells a client who the user is."""
        now = int(self._shared.clock.now())
        claims = {
            "iss": self._shared.addresses.vk_id,
            "sub": str(user_id),
            "aud": client_id,
            "iat": now,
            "exp": now + seconds,
            "jti": grant_id,
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key, [_ALGORITHM])

    def read(self, token: str, client_id: str) -> dict[str, Any] | None:
        """Return the claims of a token if this stand issued it to the client and it has not expired."""
        registry = JWTClaimsRegistry(
            now=int(self._shared.clock.now()),
            aud={"essential": True, "value": client_id},
            exp={"essential": True},
        )
        try:
            claims = jwt.decode(token, self._key, [_ALGORITHM]).claims
            registry.validate(claims)
        except (JoseError, ValueError):
            return None
        return claims
