"""The diary's second step: a code after the password, by SMS or through another messenger; off unless asked for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal

from stand.clock import Clock

By = Literal["", "sms", "max"]
"""How the code comes; empty for no second step."""

CODE_SECONDS = 5 * 60


@dataclass(frozen=True)
class _Ticket:
    pupil_id: int
    login: str
    code: str
    expires: float


class SecondStep:
    """Who has given the right password and still owes a code. `by` says how codes come."""

    def __init__(self, clock: Clock) -> None:
        self.by: By = ""
        self._clock = clock
        self._tickets: dict[str, _Ticket] = {}
        self._last: dict[str, str] = {}

    def begin(self, pupil_id: int, login: str) -> str:
        """Send a code, and return the ticket with which it has to come back."""
        ticket, code = secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}"
        self._tickets[ticket] = _Ticket(pupil_id, login, code, self._clock.now() + CODE_SECONDS)
        self._last[login] = code
        return ticket

    def take(self, ticket: str, code: str) -> int | None:
        """Return whom a right code lets in; it serves once."""
        owed = self._tickets.get(ticket)
        if owed is None or self._clock.now() >= owed.expires or not secrets.compare_digest(owed.code, code):
            return None
        del self._tickets[ticket]
        return owed.pupil_id

    def last_code(self, login: str) -> str | None:
        """Return the newest code that was sent for a login."""
        return self._last.get(login)
