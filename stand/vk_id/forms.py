"""Sign-in forms that are open: what the client asked for, and how far the user has come."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from stand.people import SecondStep
from stand.shared import Shared

FORM_SECONDS = 30 * 60

SCHEMA = """
CREATE TABLE vk_form (
    id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL,
    csrf TEXT NOT NULL,
    parameters TEXT NOT NULL,
    opened_at REAL NOT NULL,
    user_id INTEGER REFERENCES vk_account ON DELETE CASCADE,
    proven INTEGER NOT NULL DEFAULT 0,
    method TEXT,
    notice TEXT,
    closed INTEGER NOT NULL DEFAULT 0
);
"""


@dataclass(frozen=True)
class Form:
    """One authorization under way in one browser.

    `device_id` names the browser, `parameters` are the client's, `user_id` is the account that the user has
    named, `proven` says that he or she has shown to be its owner, `method` how that is being done, `notice`
    is the key of the message to show once.
    """

    id: str
    device_id: str
    csrf: str = field(repr=False)
    parameters: Mapping[str, str]
    opened_at: float
    user_id: int | None
    proven: bool
    method: SecondStep | None
    notice: str | None
    closed: bool


class Forms:
    """The open forms."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        shared.database.create(SCHEMA)

    def open_form(self, device_id: str, parameters: Mapping[str, str], remembered: int | None) -> Form:
        """Open a form in a browser; `remembered` is the user signed in there, who need not sign in again."""
        form_id = secrets.token_urlsafe(16)
        self._shared.database.run(
            "INSERT INTO vk_form (id, device_id, csrf, parameters, opened_at, user_id, proven)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            form_id,
            device_id,
            secrets.token_urlsafe(16),
            json.dumps(dict(parameters)),
            self._shared.clock.now(),
            remembered,
            remembered is not None,
        )
        form = self.form(form_id)
        assert form is not None
        return form

    def form(self, form_id: str) -> Form | None:
        """Return a form that has not expired; a closed one too."""
        row = self._shared.database.row(
            "SELECT * FROM vk_form WHERE id = ? AND opened_at > ?",
            form_id,
            self._shared.clock.now() - FORM_SECONDS,
        )
        return Form(**{**dict(row), "parameters": json.loads(row["parameters"])}) if row else None

    def name_account(self, form: Form, user_id: int | None) -> None:
        """Note which account the user has named; whose it is has to be shown anew."""
        self._shared.database.run(
            "UPDATE vk_form SET user_id = ?, proven = 0, method = NULL WHERE id = ?", user_id, form.id
        )

    def choose_method(self, form: Form, method: SecondStep) -> None:
        """Note how the user wants to be recognised."""
        self._shared.database.run("UPDATE vk_form SET method = ? WHERE id = ?", method, form.id)

    def prove(self, form: Form) -> None:
        """Note that the user has shown to be the account's owner."""
        self._shared.database.run("UPDATE vk_form SET proven = 1 WHERE id = ?", form.id)

    def set_notice(self, form: Form, notice: str) -> None:
        """Leave a message (the key of its text) for the next screen."""
        self._shared.database.run("UPDATE vk_form SET notice = ? WHERE id = ?", notice, form.id)

    def take_notice(self, form: Form) -> str | None:
        """Return the key of the message to show, once."""
        self._shared.database.run("UPDATE vk_form SET notice = NULL WHERE id = ?", form.id)
        return form.notice

    def close_form(self, form: Form) -> None:
        """Close a form: its answer has been given."""
        self._shared.database.run("UPDATE vk_form SET closed = 1 WHERE id = ?", form.id)
