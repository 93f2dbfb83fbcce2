"""Answers that do not come, and pages that do not show what has come."""

from __future__ import annotations

from stand.defects.catalogue import Change, Verdict, defect
from stand.defects.patch import Patch
from stand.server import Stand

_MINUTE = "await new Promise((done) => setTimeout(done, 60_000));"


def _silence(name: str, sentence: str, claim: str, system: str, path: str, method: str = "GET") -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.hold(system, path, method)

    _enter(name, sentence, claim, "environment", change)


def _enter(name: str, sentence: str, claim: str, verdict: Verdict, change: Change) -> None:
    defect(name, sentence, claim=claim, kind="slow", verdict=verdict)(change)


_silence("login-page-silent", "Страница входа не отвечает.", "login-page", "diary", "/login")
_silence("vk-form-silent", "Форма VK не отвечает.", "vk-form", "vk_id", "/authorize")
_silence("messenger-silent", "VK Мессенджер не отвечает.", "messenger-window", "messenger", "/")
_silence(
    "link-state-silent",
    "Дневник не отвечает, привязан ли аккаунт.",
    "press-link",
    "diary",
    "/api/chats/vk-link",
)
_silence(
    "chats-silent", "VK Мессенджер не отвечает на запрос чатов.", "chats-open", "messenger", "/api/chats"
)
_silence(
    "create-silent",
    "VK Мессенджер не отвечает на создание чата.",
    "create-chat",
    "messenger",
    "/api/chats",
    "POST",
)


def _buttons_after_a_minute(_stand: Stand, patch: Patch) -> None:
    asked = 'const link = await this.ask("GET", LINK);'
    patch.edit("diary", "/static/chats.js", asked, f"{asked} {_MINUTE}")


_enter(
    "buttons-after-a-minute",
    "Кнопки на вкладке «Чаты» появляются через минуту после ответа дневника.",
    "press-link",
    "broken",
    _buttons_after_a_minute,
)


def _chats_after_a_minute(_stand: Stand, patch: Patch) -> None:
    asked = 'const answer = await api.get("/chats");'
    patch.edit("messenger", "/static/chat-list.js", asked, f"{asked} {_MINUTE}")


_enter(
    "chats-after-a-minute",
    "Чаты появляются в списке через минуту после ответа VK Мессенджера.",
    "chats-open",
    "broken",
    _chats_after_a_minute,
)
