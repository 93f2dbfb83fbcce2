"""Accounts of VK ID and the browser sessions signed in to them."""

from __future__ import annotations

import hmac
import re
import secrets
import sqlite3

from stand.people import SecondStep, Sex, VkAccount
from stand.shared import Shared

SESSION_SECONDS = 30 * 24 * 3600

SCHEMA = """
CREATE TABLE vk_account (
    user_id INTEGER PRIMARY KEY,
    phone TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    sex INTEGER NOT NULL,
    birthday TEXT NOT NULL,
    second_step TEXT NOT NULL CHECK (second_step IN ('password', 'code'))
);
CREATE TABLE vk_session (
    cookie TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES vk_account,
    expires_at REAL NOT NULL
);
"""

_BELOW_FIRST_ID = 990_000_000


class Accounts:
    """The accounts, and who is signed in."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        shared.database.create(SCHEMA)

    def add_account(
        self,
        *,
        phone: str,
        email: str,
        password: str,
        first_name: str,
        last_name: str,
        sex: Sex,
        birthday: str,
        second_step: SecondStep,
    ) -> VkAccount:
        """Add an account. Raises `sqlite3.IntegrityError` when the telephone or the e-mail is taken."""
        values = (phone, email, password, first_name, last_name, sex, birthday, second_step)
        user_id = self._shared.database.run(
            "INSERT INTO vk_account VALUES"
            " ((SELECT coalesce(max(user_id), ?) + 1 FROM vk_account), ?, ?, ?, ?, ?, ?, ?, ?)",
            _BELOW_FIRST_ID,
            *values,
        )
        return VkAccount(user_id, *values)

    def account(self, user_id: int) -> VkAccount | None:
        """Return the account with this id."""
        return _account(self._shared.database.row("SELECT * FROM vk_account WHERE user_id = ?", user_id))

    def account_by_login(self, text: str) -> VkAccount | None:
        """Return the account that somebody means by a telephone number, however written, or by an e-mail."""
        phone = normal_phone(text)
        if phone is not None:
            return _account(self._shared.database.row("SELECT * FROM vk_account WHERE phone = ?", phone))
        return _account(self._shared.database.row("SELECT * FROM vk_account WHERE email = ?", text.strip()))

    def password_is_right(self, account: VkAccount, password: str) -> bool:
        """Say whether this is the account's password."""
        return hmac.compare_digest(account.password.encode(), password.encode())

    def open_session(self, user_id: int) -> str:
        """Sign the user in and return the value of the session cookie."""
        cookie = secrets.token_urlsafe(32)
        self._shared.database.run(
            "INSERT INTO vk_session VALUES (?, ?, ?)",
            cookie,
            user_id,
            self._shared.clock.now() + SESSION_SECONDS,
        )
        return cookie

    def session_user(self, cookie: str | None) -> VkAccount | None:
        """Return the account that is signed in with this cookie, if it still is."""
        return _account(
            self._shared.database.row(
                "SELECT vk_account.* FROM vk_session JOIN vk_account USING (user_id)"
                " WHERE cookie = ? AND expires_at > ?",
                cookie,
                self._shared.clock.now(),
            )
        )

    def close_session(self, cookie: str | None) -> None:
        """Sign out whoever is signed in with this cookie."""
        self._shared.database.run("DELETE FROM vk_session WHERE cookie = ?", cookie)


def normal_phone(text: str) -> str | None:
    """Return a Russian telephone number as `+7` and ten digits; None if the text is no such number."""
    bare = re.sub(r"[\s()\u2010-\u2015-]", "", text)
    match = re.fullmatch(r"(?:\+?7|8)?([0-9]{10})", bare)
    return f"+7{match[1]}" if match else None


def masked_phone(phone: str) -> str:
    """Return a number that its owner recognises and nobody else can call: `+7 900 •••-••-67`."""
    return f"{phone[:2]} {phone[2:5]} •••-••-{phone[-2:]}"


def masked_email(email: str) -> str:
    """Return an e-mail with only the first letter of its name left."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def _account(row: sqlite3.Row | None) -> VkAccount | None:
    return VkAccount(**dict(row)) if row else None
