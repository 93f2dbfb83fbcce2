"""The diary's session: a JWT in a cookie, backed by a row that log out really ends."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.requests import Request
from starlette.responses import Response

from stand.clock import Clock
from stand.diary.contested import Contested
from stand.diary.envelope import refusal
from stand.diary.records import DiaryRecords
from stand.people import Pupil

COOKIE = "X-JWT-Token"

_PATH, _SECOND_PATH = "/", "/api"
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

    def __init__(self, records: DiaryRecords, clock: Clock, contested: Contested) -> None:
        self.seconds = 3600.0
        self._contested = contested
        self._records = records
        self._clock = clock
        self._key = OctKey.import_key(secrets.token_bytes(32))

    def open(self, pupil: Pupil) -> Session:
        """Open a session."""
        session = Session(secrets.token_urlsafe(16), pupil)
        self._records.open_session(session.jti, pupil.id, self._expiry())
        return session

    def close(self, session: Session) -> None:
        """End a session; its JWT is worth nothing from now on."""
        self._records.revoke_session(session.jti)

    def current(self, request: Request) -> Session | None:
        """Return the session that the request's cookie, or else its header, belongs to, if it is still open.

        Of two cookies that of the shorter path counts: browsers send it last (RFC 6265 §5.4).
        """
        jti = self._jti(self._shown(request) or "")
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

    def token(self, session: Session) -> str:
        """Return a JWT of a session; no two are alike."""
        claims = {
            "jti": session.jti,
            "sub": str(session.pupil.id),
            "iat": self._clock.now(),
            "exp": self._expiry(),
            "nonce": secrets.token_urlsafe(8),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key)

    def set_cookie(self, response: Response, session: Session) -> None:
        """Put a session's JWT into the browser's hands."""
        for path in self._paths():
            response.set_cookie(
                COOKIE,
                self.token(session),
                path=path,
                secure=True,
                httponly=not self._contested.cookie_is_readable,
                samesite="lax",
            )

    def delete_cookie(self, response: Response) -> None:
        """Take the JWT away from the browser."""
        for path in (_PATH, _SECOND_PATH):
            response.delete_cookie(COOKIE, path=path, secure=True, samesite="lax")

    def _extend(self, session: Session, response: Response) -> None:
        if self._records.extend_session(session.jti, self._expiry()):
            self.set_cookie(response, session)

    def _paths(self) -> Sequence[str]:
        return (_PATH, _SECOND_PATH) if self._contested.cookie_comes_twice else (_PATH,)

    def _shown(self, request: Request) -> str | None:
        """Return the JWT that a request shows, good or not."""
        header = request.headers.get(COOKIE) if self._contested.header_signs_in else None
        return request.cookies.get(COOKIE) or header

    def _unauthorized(self, request: Request) -> Response:
        """Refuse; who never signed in is not told that a session has ended."""
        return refusal("Сессия закончилась, войдите ещё раз" if self._shown(request) else None, 401)

    def _expiry(self) -> float:
        return self._clock.now() + self.seconds

    def _jti(self, token: str) -> str | None:
        """Return the `jti` of a JWT of ours that has not expired."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        return str(claims["jti"]) if claims["exp"] > self._clock.now() else None
