"""What VK ID has granted to whom: clients, authorization codes, tokens and consents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from stand.shared import Shared

PERSONAL_INFO = "vkid.personal_info"
SCOPES = (PERSONAL_INFO, "phone", "email")
"""What a client may be told about the account: the first always, the others if it asks."""

SCHEMA = """
CREATE TABLE vk_client (client_id TEXT PRIMARY KEY, title TEXT NOT NULL, redirect_uris TEXT NOT NULL);
CREATE TABLE vk_authorization_code (
    code TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES vk_client,
    user_id INTEGER NOT NULL REFERENCES vk_account ON DELETE CASCADE,
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    code_challenge_method TEXT NOT NULL,
    device_id TEXT NOT NULL,
    expires_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE vk_token (
    access_token TEXT PRIMARY KEY,
    refresh_token TEXT NOT NULL UNIQUE,
    id_token TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES vk_client,
    user_id INTEGER NOT NULL REFERENCES vk_account ON DELETE CASCADE,
    scope TEXT NOT NULL,
    device_id TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    expires_at REAL NOT NULL,
    refresh_expires_at REAL NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE vk_consent (
    client_id TEXT NOT NULL REFERENCES vk_client,
    user_id INTEGER NOT NULL REFERENCES vk_account ON DELETE CASCADE,
    PRIMARY KEY (client_id, user_id)
);
"""


@dataclass(frozen=True)
class Client:
    """A service that signs its users in through VK ID.

    It is public: PKCE stands in for a secret, and one that it sends is not looked at. The `check_…` and `get_…` methods
    are those that Authlib asks of a client (its `ClientMixin`).
    """

    client_id: str
    title: str
    redirect_uris: tuple[str, ...]

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Say whether this very address is registered (RFC 6749 §3.1.2.3: compared as strings)."""
        return redirect_uri in self.redirect_uris

    def get_default_redirect_uri(self) -> None:
        """Return none: VK ID demands the parameter."""
        return

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return what is granted of the scope asked for; what the stand does not know is left out."""
        asked = {PERSONAL_INFO, *(scope or "").split()}
        return " ".join(name for name in SCOPES if name in asked)

    def check_response_type(self, response_type: str) -> bool:
        """Say whether the client may ask for this; for a code it may."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Say whether the client may get tokens this way."""
        return grant_type in ("authorization_code", "refresh_token")

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """Say whether the client proves itself this way; a public one does not prove itself."""
        return method == "none"

    def window_origin(self, origin: str, redirect_uri: str) -> str | None:
        """Return the full origin (with its port) of the client's page that opened a window.

        VK's SDK tells scheme and host of its page, but no port; the registered addresses know the rest.
        None when the page is not the client's.
        """
        for uri in (redirect_uri, *self.redirect_uris):
            parts = urlsplit(uri)
            if origin == f"{parts.scheme}://{parts.hostname}":
                return f"{parts.scheme}://{parts.netloc}"
        return None


@dataclass(frozen=True)
class AuthorizationCode:
    """A code on its way to a client; `expires_at` is in seconds since the epoch."""

    code: str = field(repr=False)
    grant_id: str
    client_id: str
    user_id: int
    redirect_uri: str
    scope: str
    code_challenge: str
    code_challenge_method: str
    device_id: str
    expires_at: float
    used: bool = False

    def get_redirect_uri(self) -> str:
        """Return the address that the code was sent to (for Authlib)."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return what was consented to (for Authlib)."""
        return self.scope


@dataclass(frozen=True)
class Tokens:
    """The tokens that one exchange gave; times are in seconds since the epoch.

    `grant_id` is the same for all that came of one authorization code.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    id_token: str = field(repr=False)
    client_id: str
    user_id: int
    scope: str
    device_id: str
    grant_id: str
    expires_at: float
    refresh_expires_at: float
    revoked: bool = False

    def get_scope(self) -> str:
        """Return what was consented to (for Authlib)."""
        return self.scope

    def check_client(self, client: Client) -> bool:
        """Say whether the tokens are this client's (for Authlib)."""
        return self.client_id == client.client_id


class Grants:
    """The clients, and what users have granted them."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        shared.database.create(SCHEMA)

    def add_client(self, client_id: str, title: str, redirect_uris: Sequence[str]) -> None:
        """Register a service. Raises `sqlite3.IntegrityError` when the id is taken."""
        self._shared.database.run(
            "INSERT INTO vk_client VALUES (?, ?, ?)", client_id, title, json.dumps(list(redirect_uris))
        )

    def client(self, client_id: str | None) -> Client | None:
        """Return the service with this id."""
        row = self._shared.database.row("SELECT * FROM vk_client WHERE client_id = ?", client_id)
        return _client(row) if row else None

    def is_client_origin(self, origin: str) -> bool:
        """Say whether pages of this origin belong to a registered service."""
        clients = (_client(row) for row in self._shared.database.rows("SELECT * FROM vk_client"))
        addresses = (urlsplit(uri) for client in clients for uri in client.redirect_uris)
        return any(origin == f"{parts.scheme}://{parts.netloc}" for parts in addresses)

    def keep_code(self, code: AuthorizationCode) -> None:
        """Keep a code until it is exchanged."""
        self._insert("vk_authorization_code", asdict(code))

    def authorization_code(self, code: str) -> AuthorizationCode | None:
        """Return a code, used and expired ones too."""
        row = self._shared.database.row("SELECT * FROM vk_authorization_code WHERE code = ?", code)
        return AuthorizationCode(**dict(row)) if row else None

    def use_code(self, code: AuthorizationCode) -> None:
        """Note that the code was exchanged; it is kept, so that a second use is told from a wrong code."""
        self._shared.database.run("UPDATE vk_authorization_code SET used = 1 WHERE code = ?", code.code)

    def keep_tokens(self, tokens: Tokens) -> None:
        """Keep tokens given to a client."""
        self._insert("vk_token", asdict(tokens))

    def tokens_by_access(self, access_token: str) -> Tokens | None:
        """Return the tokens with this access token if it is good: neither revoked nor expired."""
        return _tokens(
            self._shared.database.row(
                "SELECT * FROM vk_token WHERE access_token = ? AND NOT revoked AND expires_at > ?",
                access_token,
                self._shared.clock.now(),
            )
        )

    def tokens_by_refresh(self, refresh_token: str) -> Tokens | None:
        """Return the tokens with this refresh token, revoked and expired ones too."""
        return _tokens(
            self._shared.database.row("SELECT * FROM vk_token WHERE refresh_token = ?", refresh_token)
        )

    def revoke_tokens(self, tokens: Tokens) -> None:
        """Make one pair of access and refresh token void."""
        self._shared.database.run(
            "UPDATE vk_token SET revoked = 1 WHERE access_token = ?", tokens.access_token
        )

    def revoke_grant(self, grant_id: str) -> None:
        """Make everything void that came of one authorization code (RFC 6749 §4.1.2, RFC 9700 §4.14)."""
        self._shared.database.run("UPDATE vk_token SET revoked = 1 WHERE grant_id = ?", grant_id)

    def withdraw(self, client_id: str, user_id: int) -> None:
        """Take back all that a user has granted a client: tokens and consent."""
        with self._shared.database.transaction():
            self._shared.database.run(
                "UPDATE vk_token SET revoked = 1 WHERE client_id = ? AND user_id = ?", client_id, user_id
            )
            self._shared.database.run(
                "DELETE FROM vk_consent WHERE client_id = ? AND user_id = ?", client_id, user_id
            )

    def live_tokens(self, client_id: str, user_id: int) -> int:
        """Return the number of the user's access tokens that the client could still use."""
        row = self._shared.database.row(
            "SELECT count(*) AS number FROM vk_token"
            " WHERE client_id = ? AND user_id = ? AND NOT revoked AND expires_at > ?",
            client_id,
            user_id,
            self._shared.clock.now(),
        )
        return int(row["number"]) if row else 0

    def note_consent(self, client_id: str, user_id: int) -> None:
        """Remember that the user let this client in."""
        self._shared.database.run("INSERT OR IGNORE INTO vk_consent VALUES (?, ?)", client_id, user_id)

    def has_consent(self, client_id: str, user_id: int) -> bool:
        """Say whether the user has let this client in before and not withdrawn it."""
        return (
            self._shared.database.row(
                "SELECT 1 FROM vk_consent WHERE client_id = ? AND user_id = ?", client_id, user_id
            )
            is not None
        )

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(values))
        self._shared.database.run(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values()
        )


def _client(row: sqlite3.Row) -> Client:
    return Client(row["client_id"], row["title"], tuple(json.loads(row["redirect_uris"])))


def _tokens(row: sqlite3.Row | None) -> Tokens | None:
    return Tokens(**dict(row)) if row else None
