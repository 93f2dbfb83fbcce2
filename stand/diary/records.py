"""What the diary remembers: pupils, their sessions, and which VK account is linked to whom."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from stand.people import LinkWindow, Pupil
from stand.shared import Shared
from stand.vk_client import Tokens

_SCHEMA = """
CREATE TABLE diary_pupils (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password TEXT NOT NULL,
  surname TEXT NOT NULL,
  firstname TEXT NOT NULL,
  middlename TEXT NOT NULL,
  group_name TEXT NOT NULL,
  institution_name TEXT NOT NULL,
  link_window TEXT NOT NULL
);
CREATE TABLE diary_links (
  pupil_id INTEGER NOT NULL UNIQUE REFERENCES diary_pupils ON DELETE CASCADE,
  vk_user_id INTEGER NOT NULL UNIQUE,
  account_name TEXT NOT NULL,
  access_token TEXT NOT NULL,
  refresh_token TEXT NOT NULL,
  device_id TEXT NOT NULL
);
CREATE TABLE diary_sessions (
  jti TEXT PRIMARY KEY,
  pupil_id INTEGER NOT NULL REFERENCES diary_pupils ON DELETE CASCADE,
  expires REAL NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE diary_attempts (
  login TEXT PRIMARY KEY COLLATE NOCASE,
  failures INTEGER NOT NULL,
  last REAL NOT NULL
);
CREATE TABLE diary_authorizations (
  state TEXT PRIMARY KEY,
  jti TEXT NOT NULL REFERENCES diary_sessions ON DELETE CASCADE,
  verifier TEXT NOT NULL,
  expires REAL NOT NULL,
  spent INTEGER NOT NULL DEFAULT 0
);
"""

ATTEMPTS_ALLOWED = 5
"""Wrong passwords in a row after which a login is locked."""

LOCK_SECONDS = 15 * 60
"""How long it stays locked, counted from the last wrong password."""


class VkAccountTaken(Exception):
    """The VK account is linked to another pupil."""


class PupilHasLink(Exception):
    """The pupil has another VK account linked, which has to be unlinked first."""


@dataclass(frozen=True)
class VkLink:
    """A VK account linked to a pupil, and the tokens that the diary holds for it."""

    vk_user_id: int
    account_name: str
    access_token: str
    refresh_token: str
    device_id: str


@dataclass(frozen=True)
class Authorization:
    """A trip to VK ID that a pupil has begun: what has to come back, and until when."""

    state: str
    jti: str
    verifier: str
    expires: float
    spent: bool


class DiaryRecords:
    """The diary's tables and the rules that hold between them."""

    def __init__(self, shared: Shared) -> None:
        self._database = shared.database
        self._clock = shared.clock
        self._database.create(_SCHEMA)

    # Pupils

    def add_pupil(
        self,
        *,
        login: str,
        password: str,
        surname: str,
        firstname: str,
        middlename: str,
        group_name: str,
        institution_name: str,
        link_window: LinkWindow,
    ) -> Pupil:
        """Enter a new pupil. Raises `sqlite3.IntegrityError` when the login is somebody's already."""
        values = (
            login,
            password,
            surname,
            firstname,
            middlename,
            group_name,
            institution_name,
            link_window,
        )
        pupil_id = self._database.run(
            "INSERT INTO diary_pupils (login, password, surname, firstname, middlename, group_name, "
            "institution_name, link_window) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *values,
        )
        return Pupil(pupil_id, *values)

    def pupil(self, pupil_id: int) -> Pupil:
        """Return a pupil. Raises `LookupError` when there is none with this id."""
        row = self._database.row("SELECT * FROM diary_pupils WHERE id = ?", pupil_id)
        if row is None:
            raise LookupError(f"no pupil has the id {pupil_id}")
        return Pupil(**row)

    def pupil_by_login(self, login: str) -> Pupil | None:
        """Return the pupil who signs in with this e-mail address, capitals or not."""
        row = self._database.row("SELECT * FROM diary_pupils WHERE login = ?", login)
        return Pupil(**row) if row else None

    def forget(self, pupil: Pupil) -> None:
        """Forget a pupil, with sessions, link and trips to VK ID."""
        self._database.run("DELETE FROM diary_pupils WHERE id = ?", pupil.id)
        self.forget_failures(pupil.login)

    # Links

    def link(self, pupil_id: int, vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        """Link a VK account to a pupil; linking the same one again renews its tokens.

        Raises `VkAccountTaken` when another pupil has it, `PupilHasLink` when the pupil has another.
        """
        link = (account_name, tokens.access_token, tokens.refresh_token, tokens.device_id)
        with self._database.transaction():
            renewed = self._database.run(
                "UPDATE diary_links SET account_name = ?, access_token = ?, refresh_token = ?, device_id = ? "
                "WHERE pupil_id = ? AND vk_user_id = ?",
                *link,
                pupil_id,
                vk_user_id,
            )
            if renewed:
                return
            try:
                self._database.run(
                    "INSERT INTO diary_links VALUES (?, ?, ?, ?, ?, ?)", pupil_id, vk_user_id, *link
                )
            except sqlite3.IntegrityError as error:
                rule = PupilHasLink if "pupil_id" in str(error) else VkAccountTaken
                raise rule(str(error)) from error

    def vk_link(self, pupil_id: int) -> VkLink | None:
        """Return the pupil's link with its tokens, if there is one."""
        row = self._database.row(
            "SELECT vk_user_id, account_name, access_token, refresh_token, device_id "
            "FROM diary_links WHERE pupil_id = ?",
            pupil_id,
        )
        return VkLink(**row) if row else None

    def linked_vk_user(self, pupil_id: int) -> int | None:
        """Return the id of the VK account linked to the pupil."""
        link = self.vk_link(pupil_id)
        return link.vk_user_id if link else None

    def unlink(self, pupil_id: int) -> None:
        """Forget the pupil's VK account and its tokens."""
        self._database.run("DELETE FROM diary_links WHERE pupil_id = ?", pupil_id)

    # Sessions

    def open_session(self, jti: str, pupil_id: int, expires: float) -> None:
        """Enter a new session."""
        self._database.run(
            "INSERT INTO diary_sessions (jti, pupil_id, expires) VALUES (?, ?, ?)", jti, pupil_id, expires
        )

    def session_pupil(self, jti: str) -> int | None:
        """Return the id of the pupil whose session it is, unless it was ended or has expired."""
        row = self._database.row(
            "SELECT pupil_id FROM diary_sessions WHERE jti = ? AND NOT revoked AND expires > ?",
            jti,
            self._clock.now(),
        )
        return int(row["pupil_id"]) if row else None

    def extend_session(self, jti: str, expires: float) -> bool:
        """Move the end of a session, and say whether it was still open."""
        return bool(
            self._database.run(
                "UPDATE diary_sessions SET expires = ? WHERE jti = ? AND NOT revoked", expires, jti
            )
        )

    def revoke_session(self, jti: str) -> None:
        """End a session for good, whoever still holds its cookie."""
        self._database.run("UPDATE diary_sessions SET revoked = 1 WHERE jti = ?", jti)

    # Attempts to sign in

    def is_locked(self, login: str) -> bool:
        """Say whether too many wrong passwords were given for a login a short while ago."""
        return self._failures(login) >= ATTEMPTS_ALLOWED

    def note_failure(self, login: str) -> None:
        """Count a wrong password."""
        self._database.run(
            "INSERT OR REPLACE INTO diary_attempts VALUES (?, ?, ?)",
            login,
            self._failures(login) + 1,
            self._clock.now(),
        )

    def forget_failures(self, login: str) -> None:
        """Start counting anew, after the right password."""
        self._database.run("DELETE FROM diary_attempts WHERE login = ?", login)

    def _failures(self, login: str) -> int:
        row = self._database.row(
            "SELECT failures FROM diary_attempts WHERE login = ? AND last > ?",
            login,
            self._clock.now() - LOCK_SECONDS,
        )
        return int(row["failures"]) if row else 0

    # Trips to VK ID

    def add_authorization(self, authorization: Authorization) -> None:
        """Remember what has to come back from VK ID."""
        self._database.run(
            "INSERT INTO diary_authorizations VALUES (?, ?, ?, ?, ?)",
            authorization.state,
            authorization.jti,
            authorization.verifier,
            authorization.expires,
            authorization.spent,
        )

    def authorization(self, state: str) -> Authorization | None:
        """Return the trip that a state belongs to."""
        row = self._database.row("SELECT * FROM diary_authorizations WHERE state = ?", state)
        return Authorization(**{**row, "spent": bool(row["spent"])}) if row else None

    def begun_in(self, state: str) -> LinkWindow | None:
        """Return the window in which the trip of a state was begun, also where its session has ended since."""
        row = self._database.row(
            "SELECT link_window FROM diary_authorizations JOIN diary_sessions USING (jti)"
            " JOIN diary_pupils ON diary_pupils.id = pupil_id WHERE state = ?",
            state,
        )
        return row["link_window"] if row else None

    def spend_authorization(self, state: str) -> bool:
        """Use a state up, and say whether this was the first time."""
        return bool(
            self._database.run(
                "UPDATE diary_authorizations SET spent = 1 WHERE state = ? AND NOT spent", state
            )
        )
