"""The trip from the diary to VK ID and back, made by a program, so that a test holds VK's answer in its hands."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext

from stand.people import VkAccount
from stand.server import Stand
from tests.support.vk_service import connect, csrf

_SESSION = "X-JWT-Token"


def session_in(stand: Stand, context: BrowserContext) -> str:
    """Return the diary's session cookie that a browser holds."""
    cookies = context.cookies(stand.addresses.diary)
    return next(cookie["value"] for cookie in cookies if cookie.get("name") == _SESSION)


def begin(stand: Stand, session: str) -> str:
    """Press «Привязать к VK ID» in a session of the diary, and return the address of VK's form."""
    with connect(stand) as http:
        http.cookies.set(_SESSION, session)
        answer = http.post(
            f"{stand.addresses.diary}/api/chats/vk-link", headers={"X-Requested-With": "XMLHttpRequest"}
        )
        url: str = answer.json()["data"]["authorize_url"]
        return url


def agree(stand: Stand, form: str, account: VkAccount) -> str:
    """Sign in to VK's form with an account, agree, and return the diary's address with the answer, unopened."""
    with connect(stand) as http:
        http.cookies.set("remixsid", stand.vk_id.records.open_session(account.user_id))
        screen = http.get(form, follow_redirects=True)
        return http.post(screen.url, data={"csrf": csrf(screen)}).headers["Location"]


def parameter(address: str, name: str) -> str:
    """Return one parameter of an address."""
    return parse_qs(urlsplit(address).query)[name][0]
