"""Starting states of the stand, made behind the browser's back, and answers that are lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext
from starlette.responses import PlainTextResponse

from stand.people import Pupil, VkAccount
from stand.rewriting import Answer
from stand.server import Stand

_VK_SESSION = "remixsid"


def sign_in(stand: Stand, context: BrowserContext, pupil: Pupil) -> None:
    """Give a browser a session of the diary, as if the pupil had signed in."""
    name, value = stand.diary.session_cookie(pupil.id)
    _add_cookie(context, stand.addresses.diary, name, value)


def sign_in_to_vk(stand: Stand, context: BrowserContext, account: VkAccount) -> None:
    """Give a browser a session of VK ID, as it is left behind by linking."""
    _add_cookie(
        context, stand.addresses.vk_id, _VK_SESSION, stand.vk_id.records.open_session(account.user_id)
    )


def end_vk_session(stand: Stand, context: BrowserContext) -> None:
    """End the session at VK ID that a browser has; VK ID alone knows of it until the browser asks."""
    kept = [one for one in context.cookies(stand.addresses.vk_id) if one.get("name") == _VK_SESSION]
    if not kept:
        raise ValueError("this browser is not signed in to VK ID")
    for cookie in kept:
        stand.vk_id.records.close_session(cookie["value"])


def sign_in_to_messenger(stand: Stand, context: BrowserContext, account: VkAccount) -> None:
    """Give a browser a session of the messenger, as if the account's owner had gone in."""
    name, value = stand.messenger.session_cookie(account.user_id)
    _add_cookie(context, stand.addresses.messenger, name, value)


@contextmanager
def answers_lost(stand: Stand, system: str, method: str, path: str) -> Iterator[None]:
    """Let a system (a field name of `Addresses`) do what it is asked at a path, and the browser never hear of it.

    What comes instead is what a proxy says that has waited in vain (RFC 9110 §15.6.5).
    """

    def lose(answer: Answer) -> None:
        answer.become(PlainTextResponse("Ответ не пришёл\n", 504))

    with stand.rewriting.rewritten(system, method, path, lose):
        yield


def _add_cookie(context: BrowserContext, origin: str, name: str, value: str) -> None:
    context.add_cookies([{"name": name, "value": value, "url": origin, "secure": True, "httpOnly": True}])
