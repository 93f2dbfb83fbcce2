"""A service that signs its users in with VK ID, as a program without a browser."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from stand.people import VkAccount
from stand.server import Stand
from stand.vk_id.records import Tokens

BACK = "https://stand.test/"
SCOPE = "vkid.personal_info phone email"


@dataclass
class Service:
    """A service that signs its users in with VK ID, and the browser that its user holds."""

    stand: Stand
    http: httpx.Client
    client_id: str = field(default_factory=lambda: f"7{secrets.randbelow(10**8):08d}")
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(40))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    host: str = "https://id.vk.ru"

    def __post_init__(self) -> None:
        self.stand.vk_id.records.add_client(
            self.client_id, "Проверка", [BACK, "https://stand.test/other?a=1"]
        )

    def sign_in(self, account: VkAccount) -> None:
        self.http.cookies.set("remixsid", self.stand.vk_id.records.open_session(account.user_id))

    def ask(self, **changes: str | None) -> httpx.Response:
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "state": self.state,
            "scope": SCOPE,
            "code_challenge": create_s256_code_challenge(self.verifier),
            "code_challenge_method": "s256",
        } | changes
        parameters = {name: value for name, value in asked.items() if value is not None}
        return self.http.get(f"{self.host}/authorize", params=parameters)

    def consent(self, **changes: str | None) -> dict[str, str]:
        screen = self.http.get(f"{self.host}{self.ask(**changes).headers['Location']}")
        return answered(self.http.post(screen.url, data={"csrf": csrf(screen)}))

    def exchange(self, answer: dict[str, str], **changes: str | None) -> httpx.Response:
        asked = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "code_verifier": self.verifier,
            "client_id": self.client_id,
            "device_id": answer["device_id"],
            "redirect_uri": BACK,
            "state": "of-this-request",
        } | changes
        return self.post("auth", **asked)

    def refresh(self, refresh_token: str, device_id: str) -> httpx.Response:
        return self.post("auth", grant_type="refresh_token", refresh_token=refresh_token, device_id=device_id)

    def post(self, endpoint: str, **fields: str | None) -> httpx.Response:
        given = {"client_id": self.client_id} | fields
        data = {name: value for name, value in given.items() if value is not None}
        return self.http.post(f"{self.host}/oauth2/{endpoint}", data=data)

    def user_info(self, access_token: str) -> httpx.Response:
        return self.post("user_info", access_token=access_token)

    def tokens(self, account: VkAccount) -> Tokens:
        return self.stand.vk_id.issue_tokens(self.client_id, account.user_id)


def csrf(screen: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', screen.text)
    assert found, screen.text
    return found[1]


def answered(response: httpx.Response) -> dict[str, str]:
    """Return what VK ID sends to the service's page, having checked that it goes there."""
    assert response.status_code == 303
    assert response.headers["Location"].startswith(BACK)
    return {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()
    }


def failed(response: httpx.Response) -> tuple[int, str, str]:
    body: dict[str, Any] = response.json()
    return response.status_code, body["error"], body["error_description"]


def connect(stand: Stand) -> httpx.Client:
    return httpx.Client(proxy=stand.proxy, verify=stand.gateway.trust())
