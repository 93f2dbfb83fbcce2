"""How VK ID makes sure of its user: codes by SMS, counted attempts, the captcha."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from stand.shared import Shared

CODE_SECONDS = 5 * 60
ATTEMPTS = 5
LOCK_SECONDS = 10 * 60

SCHEMA = """
CREATE TABLE vk_code_sent (
    id INTEGER PRIMARY KEY,
    form_id TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES vk_account ON DELETE CASCADE,
    code TEXT NOT NULL,
    sent_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE vk_failure (user_id INTEGER NOT NULL REFERENCES vk_account ON DELETE CASCADE, at REAL NOT NULL);
CREATE TABLE vk_lock (user_id INTEGER PRIMARY KEY REFERENCES vk_account ON DELETE CASCADE, until REAL NOT NULL);
CREATE TABLE vk_captcha (user_id INTEGER PRIMARY KEY REFERENCES vk_account ON DELETE CASCADE);
"""


@dataclass(frozen=True)
class SentCode:
    """A code as the telephone shows it; `sent_at` is in seconds since the epoch."""

    phone: str
    code: str
    sent_at: float


class Checks:
    """Codes sent, attempts failed, locks and captchas."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        shared.database.create(SCHEMA)

    def send_code(self, user_id: int, form_id: str) -> bool:
        """Send a new code for one sign-in form, which makes the earlier ones void; say whether it was sent.

        No more codes than a user needs are sent within one lock's length, lest a telephone be flooded.
        """
        now = self._shared.clock.now()
        if self._codes_sent_since(user_id, now - LOCK_SECONDS) >= ATTEMPTS:
            return False
        self._shared.database.run(
            "INSERT INTO vk_code_sent (form_id, user_id, code, sent_at) VALUES (?, ?, ?, ?)",
            form_id,
            user_id,
            f"{secrets.randbelow(10**6):06d}",
            now,
        )
        return True

    def take_code(self, user_id: int, form_id: str, code: str) -> bool:
        """Say whether this is the newest code sent for the form, in time; a right one is taken once only."""
        sent = self._shared.database.row(
            "SELECT * FROM vk_code_sent WHERE form_id = ? AND user_id = ? ORDER BY id DESC LIMIT 1",
            form_id,
            user_id,
        )
        if sent is None or sent["used"] or sent["sent_at"] + CODE_SECONDS <= self._shared.clock.now():
            return False
        if not hmac.compare_digest(sent["code"].encode(), code.encode()):
            return False
        self._shared.database.run("UPDATE vk_code_sent SET used = 1 WHERE id = ?", sent["id"])
        return True

    def last_code(self, phone: str) -> str | None:
        """Return the newest code sent to a telephone (`+7…`), used or not."""
        return next((sent.code for sent in self.codes() if sent.phone == phone), None)

    def codes(self) -> Sequence[SentCode]:
        """Return all codes sent, the newest first."""
        rows = self._shared.database.rows(
            "SELECT phone, code, sent_at FROM vk_code_sent JOIN vk_account USING (user_id) ORDER BY id DESC"
        )
        return [SentCode(**dict(row)) for row in rows]

    def note_failure(self, user_id: int) -> None:
        """Count a wrong password or code; the fifth within a lock's length locks the account for a while."""
        now = self._shared.clock.now()
        self._shared.database.run("INSERT INTO vk_failure VALUES (?, ?)", user_id, now)
        if self.failures(user_id) >= ATTEMPTS:
            self._shared.database.run(
                "INSERT OR REPLACE INTO vk_lock VALUES (?, ?)", user_id, now + LOCK_SECONDS
            )
            self.forget_failures(user_id)

    def failures(self, user_id: int) -> int:
        """Return how many wrong attempts count against the account at present."""
        row = self._shared.database.row(
            "SELECT count(*) AS number FROM vk_failure WHERE user_id = ? AND at > ?",
            user_id,
            self._shared.clock.now() - LOCK_SECONDS,
        )
        return int(row["number"]) if row else 0

    def forget_failures(self, user_id: int) -> None:
        """Count from nothing again, as after a right password."""
        self._shared.database.run("DELETE FROM vk_failure WHERE user_id = ?", user_id)

    def is_locked(self, user_id: int) -> bool:
        """Say whether nobody may try this account's password or code at present."""
        return (
            self._shared.database.row(
                "SELECT 1 FROM vk_lock WHERE user_id = ? AND until > ?", user_id, self._shared.clock.now()
            )
            is not None
        )

    def demand_captcha(self, user_id: int) -> None:
        """Ask for the captcha at this account's next sign-in."""
        self._shared.database.run("INSERT OR IGNORE INTO vk_captcha VALUES (?)", user_id)

    def captcha_is_demanded(self, user_id: int) -> bool:
        """Say whether the captcha stands before this account's sign-in."""
        return self._shared.database.row("SELECT 1 FROM vk_captcha WHERE user_id = ?", user_id) is not None

    def pass_captcha(self, user_id: int) -> None:
        """Note that the captcha was passed."""
        self._shared.database.run("DELETE FROM vk_captcha WHERE user_id = ?", user_id)

    def _codes_sent_since(self, user_id: int, moment: float) -> int:
        row = self._shared.database.row(
            "SELECT count(*) AS number FROM vk_code_sent WHERE user_id = ? AND sent_at > ?", user_id, moment
        )
        return int(row["number"]) if row else 0
