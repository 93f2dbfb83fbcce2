"""Servers that fail, and scripts that stop half-way."""

from __future__ import annotations

from stand.defects.catalogue import Verdict, defect
from stand.defects.patch import Patch
from stand.server import Stand


def _error(
    name: str, sentence: str, claim: str, system: str, path: str, method: str, status: int = 500
) -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.fail(system, path, status, method)

    verdict: Verdict = "broken" if status == 500 else "environment"
    kind = "error" if status == 500 else "outage"
    defect(name, sentence, claim=claim, kind=kind, verdict=verdict)(change)


def _crash(name: str, sentence: str, claim: str, system: str, script: str, old: str) -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.edit(system, script, old, f"null.broken; {old}")

    defect(name, sentence, claim=claim, kind="script")(change)


_LINK_API = "/api/chats/vk-link"
_CALLBACK = "/students/chats/vk-callback"

_error("login-page-500", "Страница входа отвечает ошибкой 500.", "login-page", "diary", "/login", "GET")
_error("login-page-503", "Страница входа отвечает ошибкой 503.", "login-page", "diary", "/login", "GET", 503)
_error(
    "login-500", "Вход в дневник кончается ошибкой 500.", "signed-in", "diary", "/api/user/auth/login", "POST"
)
_error(
    "login-503",
    "Вход в дневник кончается ошибкой 503.",
    "signed-in",
    "diary",
    "/api/user/auth/login",
    "POST",
    503,
)
_error(
    "link-state-500", "Вкладка «Чаты» не загружается: ошибка 500.", "press-link", "diary", _LINK_API, "GET"
)
_error("link-begin-500", "Начало привязки кончается ошибкой 500.", "vk-form", "diary", _LINK_API, "POST")
_error("vk-form-503", "Форма VK отвечает ошибкой 503.", "vk-form", "vk_id", "/authorize", "GET", 503)
_error(
    "vk-entry-500",
    "Первый экран формы VK кончается ошибкой 500.",
    "authorise",
    "vk_id",
    "/auth/entry",
    "POST",
)
_error(
    "vk-password-503",
    "Проверка пароля в VK кончается ошибкой 503.",
    "authorise",
    "vk_id",
    "/auth/password",
    "POST",
    503,
)
_error(
    "vk-consent-500",
    "Согласие в форме VK кончается ошибкой 500.",
    "press-continue",
    "vk_id",
    "/auth/consent",
    "POST",
)
_error(
    "vk-tokens-503",
    "VK ID не выдаёт дневнику ключ: ошибка 503.",
    "press-continue",
    "vk_id",
    "/oauth2/auth",
    "POST",
    503,
)
_error(
    "callback-500", "Возвращение в дневник кончается ошибкой 500.", "diary-again", "diary", _CALLBACK, "GET"
)
_error("messenger-500", "VK Мессенджер отвечает ошибкой 500.", "messenger-window", "messenger", "/", "GET")
_error(
    "messenger-503", "VK Мессенджер отвечает ошибкой 503.", "messenger-window", "messenger", "/", "GET", 503
)
_error("enter-500", "«Войти» кончается ошибкой 500.", "enter", "messenger", "/auth/login", "POST")
_error(
    "return-500",
    "Возвращение в VK Мессенджер кончается ошибкой 500.",
    "either-way",
    "messenger",
    "/auth/callback",
    "GET",
)
_error(
    "return-503",
    "Возвращение в VK Мессенджер кончается ошибкой 503.",
    "either-way",
    "messenger",
    "/auth/callback",
    "GET",
    503,
)
_error(
    "chats-500", "Список чатов не загружается: ошибка 500.", "chats-open", "messenger", "/api/chats", "GET"
)
_error(
    "chats-503",
    "Список чатов не загружается: ошибка 503.",
    "chats-open",
    "messenger",
    "/api/chats",
    "GET",
    503,
)
_error("create-500", "Создание чата кончается ошибкой 500.", "create-chat", "messenger", "/api/chats", "POST")

_crash(
    "login-script-error",
    "Страница входа пуста из-за ошибки сценария.",
    "login-page",
    "diary",
    "/static/main.js",
    "const app =",
)
_crash(
    "home-script-error",
    "После входа дневник пуст из-за ошибки сценария.",
    "signed-in",
    "diary",
    "/static/frame.js",
    "const section =",
)
_crash(
    "chats-script-error",
    "Список чатов пуст из-за ошибки сценария.",
    "chats-open",
    "messenger",
    "/static/messenger.js",
    "const panes =",
)
_crash(
    "linked-script-error",
    "После привязки вкладка «Чаты» пуста из-за ошибки сценария.",
    "linked-buttons",
    "diary",
    "/static/chats.js",
    'return [\n      element("h2", {}, "Чаты класса и школы"),\n      element("p", {}, "Привязан',
)


@defect(
    "unlink-500",
    "Отвязка кончается ошибкой 500, аккаунт остаётся привязан.",
    claim="unlinked",
    kind="error",
)
def _unlink_500(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.records, "unlink", lambda _pupil_id: None)
    patch.fail("diary", _LINK_API, 500, "DELETE")


@defect(
    "unlink-503",
    "Отвязка кончается ошибкой 503, аккаунт остаётся привязан.",
    claim="unlinked",
    kind="outage",
    verdict="environment",
)
def _unlink_503(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.records, "unlink", lambda _pupil_id: None)
    patch.fail("diary", _LINK_API, 503, "DELETE")
