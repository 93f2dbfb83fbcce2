"""Who is signed in to the messenger, and who is just signing in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, get_args

from authlib.common.security import generate_token

from stand.shared import Shared

Profile = Literal["personal", "edu"]
"""The two faces of one account: the personal one, and the educational one (Сферум)."""

PROFILES: tuple[Profile, ...] = get_args(Profile)

SESSION_SECONDS = 30 * 24 * 3600
"""How long a session lasts without signing in again. The real length is not known."""

SIGN_IN_SECONDS = 600
"""How long VK ID's answer is waited for."""


@dataclass(frozen=True)
class SignIn:
    """A sign-in under way; `cookie` ties it to the browser in which it was begun."""

    cookie: str
    state: str
    verifier: str
    profile: Profile
    next_path: str


@dataclass(frozen=True)
class Session:
    """A browser that is signed in, and the profile that it shows."""

    cookie: str
    user_id: int
    profile: Profile


class Sessions:
    """Sign-ins and sessions of one stand's messenger; both end by themselves by the stand's clock."""

    def __init__(self, shared: Shared) -> None:
        self._database = shared.database
        self._clock = shared.clock

    def begin_sign_in(self, profile: Profile, next_path: str) -> SignIn:
        """Make and store state and PKCE verifier (RFC 7636 §4.1) for a sign-in that leads to `next_path`."""
        sign_in = SignIn(
            cookie=secrets.token_urlsafe(24),
            state=secrets.token_urlsafe(24),
            verifier=generate_token(64),
            profile=profile,
            next_path=next_path,
        )
        self._database.run(
            "INSERT INTO messenger_sign_ins VALUES (?, ?, ?, ?, ?, ?)",
            sign_in.cookie,
            sign_in.state,
            sign_in.verifier,
            sign_in.profile,
            sign_in.next_path,
            self._clock.now() + SIGN_IN_SECONDS,
        )
        return sign_in

    def take_sign_in(self, cookie: str, state: str) -> SignIn | None:
        """Return the sign-in that a callback belongs to and forget it, so that each one serves once.

        None where the state is not the one given to this browser, was used before or came too late.
        """
        with self._database.transaction():
            row = self._database.row(
                "SELECT * FROM messenger_sign_ins WHERE cookie = ? AND state = ? AND expires_at > ?",
                cookie,
                state,
                self._clock.now(),
            )
            self._database.run("DELETE FROM messenger_sign_ins WHERE cookie = ?", cookie)
        if row is None:
            return None
        return SignIn(row["cookie"], row["state"], row["verifier"], row["profile"], row["next_path"])

    def open(self, user_id: int, profile: Profile) -> str:
        """Sign an account in and return the value of its session cookie."""
        cookie = f"vk1.a.{secrets.token_urlsafe(48)}"
        self._database.run(
            "INSERT INTO messenger_sessions VALUES (?, ?, ?, ?)",
            cookie,
            user_id,
            profile,
            self._clock.now() + SESSION_SECONDS,
        )
        return cookie

    def find(self, cookie: str | None) -> Session | None:
        """Return the live session of a cookie."""
        row = self._database.row(
            "SELECT * FROM messenger_sessions WHERE cookie = ? AND expires_at > ?", cookie, self._clock.now()
        )
        return Session(row["cookie"], row["user_id"], row["profile"]) if row else None

    def show_profile(self, session: Session, profile: Profile) -> None:
        """Let a session show the other profile from now on."""
        self._database.run(
            "UPDATE messenger_sessions SET profile = ? WHERE cookie = ?", profile, session.cookie
        )

    def close(self, cookie: str) -> None:
        """End a session."""
        self._database.run("DELETE FROM messenger_sessions WHERE cookie = ?", cookie)
