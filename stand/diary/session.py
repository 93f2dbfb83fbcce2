"""The diary's session: a JWT in a cookie, backed by a row that log out really ends."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.requests import Request
from starlette.responses import Response

from stand.clock import Clock
from stand.diary.envelope import refusal
from stand.diary.records import DiaryRecords
from stand.people import Pupil

COOKIE = "X-JWT-Token"

_ALGORITHM = "HS256"


@dataclass(frozen=True)
class Session:
    """A signed-in pupil; `jti` names the session in the JWT and in the records."""

    jti: str
    pupil: Pupil


Handler = Callable[[Request, Session], Awaitable[Response]]
"""Answers a request of a signed-in pupil."""


class Sessions:
    """Opens, recognises, extends and ends sessions; `seconds` is how long one lasts without a request."""

    def __init__(self, records: DiaryRecords, clock: Clock) -> None:
        self.seconds = 3600.0
        self._records = records
        self._clock = clock
        self._key = OctKey.import_key(secrets.token_bytes(32))

    def open(self, pupil_id: int) -> str:
        """Open a session and return its JWT."""
        jti, expires = secrets.token_urlsafe(16), self._expiry()
        self._records.open_session(jti, pupil_id, expires)
        return self._token(jti, pupil_id, expires)

    def close(self, session: Session) -> None:
        """End a session; its JWT is worth nothing from now on."""
        self._records.revoke_session(session.jti)

    def current(self, request: Request) -> Session | None:
        """Return the session that the request's cookie belongs to, if it is still open."""
        jti = self._jti(request.cookies.get(COOKIE, ""))
        pupil_id = self._records.session_pupil(jti) if jti else None
        return Session(jti, self._records.pupil(pupil_id)) if jti and pupil_id is not None else None

    def signed_in(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Let only signed-in pupils through to a handler; others get 401. Each answer extends the session."""

        async def endpoint(request: Request) -> Response:
            session = self.current(request)
            if session is None:
                return self._unauthorized(request)
            response = await handler(request, session)
            self._extend(session, response)
            return response

        return endpoint

    def set_cookie(self, response: Response, token: str) -> None:
        """Put a JWT into the browser's hands."""
        response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")

    def delete_cookie(self, response: Response) -> None:
        """Take the JWT away from the browser."""
        response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")

    def _extend(self, session: Session, response: Response) -> None:
        expires = self._expiry()
        if self._records.extend_session(session.jti, expires):
            self.set_cookie(response, self._token(session.jti, session.pupil.id, expires))

    def _unauthorized(self, request: Request) -> Response:
        """Refuse; who never signed in is not told that a session has ended."""
        return refusal("Сессия закончилась, войдите ещё раз" if COOKIE in request.cookies else None, 401)

    def _expiry(self) -> float:
        return self._clock.now() + self.seconds

    def _token(self, jti: str, pupil_id: int, expires: float) -> str:
        claims = {"jti": jti, "sub": str(pupil_id), "iat": self._clock.now(), "exp": expires}
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key)

    def _jti(self, token: str) -> str | None:
        """Return the `jti` of a JWT of ours that has not expired."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        return str(claims["jti"]) if claims["exp"] > self._clock.now() else None
