"""The messenger's side of signing in with VK ID: OAuth 2.1, authorization code with PKCE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from stand.ground import Ground
from stand.messenger.sessions import SignIn


class VkIdUnavailableError(Exception):
    """VK ID could not be reached, or said that it has trouble of its own."""


class VkIdRefusedError(Exception):
    """VK ID did not accept the code, or answered something that cannot be trusted."""


@dataclass(frozen=True)
class Person:
    """What VK ID tells of the account that signed in."""

    user_id: int
    name: str


class VkIdClient:
    """Sends a browser to VK ID and redeems the code that it comes back with, server to server."""

    def __init__(self, ground: Ground, client_id: str, redirect_uri: str) -> None:
        self._ground = ground
        self._client_id = client_id
        self._redirect_uri = redirect_uri

    def authorize_url(self, sign_in: SignIn) -> str:
        """Return the address of VK ID's form for a sign-in."""
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._client_id,
                "redirect_uri": self._redirect_uri,
                "scope": "vkid.personal_info",
                "state": sign_in.state,
                "code_challenge": create_s256_code_challenge(sign_in.verifier),
                "code_challenge_method": "S256",
            }
        )
        return f"{self._ground.addresses.vk_id}/authorize?{query}"

    async def person(self, sign_in: SignIn, code: str, device_id: str) -> Person:
        """Redeem a code and return who signed in. Raises `VkIdUnavailableError` and `VkIdRefusedError`."""
        async with self._ground.client() as client:
            tokens = await self._post(
                client,
                "/oauth2/auth",
                grant_type="authorization_code",
                code=code,
                code_verifier=sign_in.verifier,
                client_id=self._client_id,
                device_id=device_id,
                redirect_uri=self._redirect_uri,
                state=sign_in.state,
            )
            if tokens.get("state") != sign_in.state:
                raise VkIdRefusedError("the token answer bears another state")
            answer = await self._post(
                client,
                "/oauth2/user_info",
                client_id=self._client_id,
                access_token=str(tokens.get("access_token")),
            )
        try:
            user = answer["user"]
            return Person(int(user["user_id"]), f"{user['first_name']} {user['last_name']}".strip())
        except (KeyError, TypeError, ValueError) as error:
            raise VkIdRefusedError("the user info is not understood") from error

    async def _post(self, client: httpx.AsyncClient, path: str, **form: str) -> dict[str, Any]:
        try:
            response = await client.post(f"{self._ground.addresses.vk_id}{path}", data=form)
        except httpx.HTTPError as error:
            raise VkIdUnavailableError(f"{path}: {error!r}") from error
        if response.status_code >= 500:
            raise VkIdUnavailableError(f"{path}: HTTP {response.status_code}")
        try:
            answer = response.json()
        except ValueError as error:
            raise VkIdRefusedError(f"{path}: HTTP {response.status_code}, not JSON") from error
        if not isinstance(answer, dict) or "error" in answer or response.is_error:
            raise VkIdRefusedError(f"{path}: HTTP {response.status_code}, {answer}")
        return answer
