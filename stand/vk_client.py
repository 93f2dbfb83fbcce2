"""The side of VK ID's clients: authorization code with PKCE (RFC 7636), no client secret, VK's habits."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from stand.shared import Shared


class VkIdUnavailableError(Exception):
    """VK ID cannot be reached, or answers with a server error."""


class VkIdRefusedError(Exception):
    """VK ID answers, but not with what was asked for."""


class Trip(Protocol):
    """One way to VK ID's form and back, as the client that began it remembers it."""

    @property
    def state(self) -> str:
        """What the answer has to bear."""

    @property
    def verifier(self) -> str:
        """The secret half of PKCE."""


class Tokens(Protocol):
    """What a client keeps of VK ID's answer."""

    @property
    def access_token(self) -> str:
        """Proof towards VK ID, short-lived."""

    @property
    def refresh_token(self) -> str:
        """What a new access token is got with."""

    @property
    def device_id(self) -> str:
        """VK ID's name for the browser in which the pupil signed in; it goes with the refresh token."""


@dataclass(frozen=True)
class Grant:
    """What VK ID gives for a code."""

    access_token: str
    refresh_token: str
    device_id: str
    user_id: int


class VkIdClient:
    """Speaks to VK ID over the network, as a service's server would."""

    def __init__(self, shared: Shared, client_id: str, redirect_uri: str) -> None:
        self._shared = shared
        self._client_id = client_id
        self._redirect_uri = redirect_uri

    def authorize_url(self, trip: Trip) -> str:
        """Return the address of VK ID's form for a trip."""
        url: str = prepare_grant_uri(
            f"{self._shared.addresses.vk_id}/authorize",
            client_id=self._client_id,
            response_type="code",
            redirect_uri=self._redirect_uri,
            scope="vkid.personal_info",
            state=trip.state,
            code_challenge=create_s256_code_challenge(trip.verifier),
            code_challenge_method="S256",
        )
        return url

    async def exchange(self, trip: Trip, code: str, device_id: str) -> Grant:
        """Give a code and the trip's verifier for tokens.

        Raises `VkIdRefusedError`, `VkIdUnavailableError`.
        """
        given = await self._post(
            "/oauth2/auth",
            grant_type="authorization_code",
            code=code,
            code_verifier=trip.verifier,
            client_id=self._client_id,
            device_id=device_id,
            redirect_uri=self._redirect_uri,
            state=trip.state,
        )
        try:
            access_token, refresh_token = str(given["access_token"]), str(given["refresh_token"])
            grant = Grant(access_token, refresh_token, device_id, int(given["user_id"]))
        except (KeyError, TypeError, ValueError) as error:
            raise VkIdRefusedError("the answer with the tokens is not whole") from error
        if given.get("state") != trip.state:
            raise VkIdRefusedError("the answer with the tokens has another state")
        return grant

    async def account_name(self, grant: Grant) -> str:
        """Return the name of the account behind a grant.

        Raises `VkIdRefusedError`, `VkIdUnavailableError`.
        """
        info = await self._post(
            "/oauth2/user_info", client_id=self._client_id, access_token=grant.access_token
        )
        try:
            user = info["user"]
            user_id, name = int(user["user_id"]), f"{user['first_name']} {user['last_name']}"
        except (KeyError, TypeError, ValueError) as error:
            raise VkIdRefusedError("the answer about the user is not whole") from error
        if user_id != grant.user_id:
            raise VkIdRefusedError("the answer about the user is about another one")
        return name

    async def withdraw(self, tokens: Tokens) -> bool:
        """Take back all that the user has granted the service, and say whether VK ID took note.

        False when VK ID cannot be reached or fails. Tokens that it no longer knows have nothing to take back.
        """
        try:
            try:
                await self._revoke(tokens.access_token)
            except VkIdRefusedError:  # it lives for an hour only; the refresh token stands for the same grant
                await self._revoke(await self._refreshed(tokens))
        except VkIdUnavailableError:
            return False
        except VkIdRefusedError:
            return True
        return True

    async def give_back(self, tokens: Tokens) -> None:
        """Make tokens of no use void, if VK ID can be reached.

        `revoke` would take back the user's other grants to the service as well.
        """
        with contextlib.suppress(VkIdRefusedError, VkIdUnavailableError):
            await self._post("/oauth2/logout", client_id=self._client_id, access_token=tokens.access_token)

    async def _revoke(self, access_token: str) -> None:
        await self._post("/oauth2/revoke", client_id=self._client_id, access_token=access_token)

    async def _refreshed(self, tokens: Tokens) -> str:
        """Return a new access token for an old one. Raises `VkIdRefusedError`, `VkIdUnavailableError`."""
        given = await self._post(
            "/oauth2/auth",
            grant_type="refresh_token",
            refresh_token=tokens.refresh_token,
            client_id=self._client_id,
            device_id=tokens.device_id,
            state=secrets.token_urlsafe(24),
        )
        return str(given.get("access_token", ""))

    async def _post(self, path: str, **form: str) -> dict[str, Any]:
        try:
            async with self._shared.client() as client:
                answer = await client.post(self._shared.addresses.vk_id + path, data=form)
        except httpx.TransportError as error:
            raise VkIdUnavailableError(str(error)) from error
        if answer.status_code >= 500:
            raise VkIdUnavailableError(f"VK ID answered {answer.status_code}")
        try:
            body = answer.json()
        except ValueError as error:
            raise VkIdRefusedError("VK ID did not answer with JSON") from error
        if answer.is_error or not isinstance(body, dict) or "error" in body:
            raise VkIdRefusedError(f"VK ID answered {answer.status_code}")
        return body
