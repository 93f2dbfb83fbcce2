"""The messenger's web application: its pages, its sign-in, and what other programs ask of it."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from stand.messenger.api import Api
from stand.messenger.guard import SESSION_COOKIE, Guard
from stand.messenger.records import CLASSMATES, MessengerRecords
from stand.messenger.sessions import SESSION_SECONDS, SIGN_IN_SECONDS, Profile, Session
from stand.page_frame import PageFrame
from stand.shared import Shared
from stand.vk_client import VkIdClient, VkIdRefusedError, VkIdUnavailableError

_SIGN_IN_COOKIE = "messenger_sign_in"
_TOKEN_SECONDS = 3600
_CONVO = re.compile(r"/convo/\d{1,15}")
_PROFILE_TYPES: dict[Profile, int] = {"personal": 0, "edu": 3}

_TEXTS = {
    "name": "VK Мессенджер",
    "log_in": "Войти",
    "log_in_edu": "Войти в Сферум",
    "log_out": "Выйти",
    "personal": "Личный",
    "edu": "Учебный",
    "search": "Поиск",
    "nothing_found": "Ничего не найдено",
    "no_chats": "Чатов пока нет",
    "new_chat": "Создайте новый",
    "choose_chat": "Выберите чат или создайте новый чат",
    "new_chat_heading": "Новый чат",
    "new_chat_title": "Название чата",
    "new_chat_members": "Участники",
    "new_chat_submit": "Создать чат",
    "new_chat_cancel": "Отмена",
    "back": "К списку чатов",
    "message": "Сообщение",
    "send": "Отправить",
    "not_found": "Чат не найден",
}

_NOTES = {
    "cancelled": "Вход отменён. Чтобы открыть чаты, войдите ещё раз.",
    "unavailable": "VK ID сейчас не отвечает. Попробуйте войти немного позже.",
    "failed": "Войти не удалось: ответ VK ID не подошёл или пришёл слишком поздно. Попробуйте ещё раз.",
    "expired": "Сессия закончилась, войдите ещё раз.",
}

_REFUSALS = {404: "По этому адресу ничего нет.", 405: "К этому адресу так не обращаются."}


class Messenger:
    """VK Мессенджер of one stand. `texts` are the words on its controls, read each time a page is made."""

    client_id = "8202606"

    def __init__(self, shared: Shared) -> None:
        self.records = MessengerRecords(shared)
        self.texts = dict(_TEXTS)
        self.redirect_uri = f"{shared.addresses.messenger}/auth/callback"
        self._clock = shared.clock
        self._guard = Guard(shared.addresses.messenger, self.records.sessions)
        self.api = Api(self.records, self._guard)
        self._vk_id = VkIdClient(shared, self.client_id, self.redirect_uri)
        self._frame = PageFrame(Path(__file__).parent / "web", self.texts)
        self.app = Starlette(
            routes=[
                Route("/", self._home, methods=["GET", "POST"]),
                Route("/convo/{peer_id:int}", self._convo),
                Route("/auth/login", self._log_in, methods=["POST"]),
                Route("/auth/callback", self._callback),
                Route("/auth/logout", self._log_out, methods=["POST"]),
                *self.api.routes(),
                *self._frame.routes(),
            ],
            exception_handlers={HTTPException: self._refuse},
        )

    def session_cookie(self, user_id: int, profile: Profile = "edu") -> tuple[str, str]:
        """Sign an account in without VK ID and return its cookie's name and value."""
        return SESSION_COOKIE, self.records.sessions.open(user_id, profile)

    async def _home(self, request: Request) -> Response:
        if request.query_params.get("act") == "web_token":
            return self._web_token(request)
        if request.method == "POST":
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        session = self._guard.session(request)
        if session is None:
            return self._entry_page(request)
        return self._messenger_page(session)

    async def _convo(self, request: Request) -> Response:
        session = self._guard.session(request)
        if session is None:
            return RedirectResponse(f"/?next={request.url.path}", 303)
        chat = self.records.chat(request.path_params["peer_id"], session.user_id)
        if chat is None:
            return self._messenger_page(session, 404)
        if chat.profile != session.profile:
            self.records.sessions.show_profile(session, chat.profile)
        return self._messenger_page(session)

    def _entry_page(self, request: Request) -> Response:
        note = request.query_params.get("note", "")
        return self._frame.page(
            "entry.html",
            note=_NOTES.get(note),
            note_is_error=note != "cancelled",
            next_path=_own_path(request.query_params.get("next", "")),
        )

    def _messenger_page(self, session: Session, status: int = 200) -> Response:
        user_name = self.records.name(session.user_id)
        return self._frame.page("messenger.html", status, user_name=user_name, classmates=CLASSMATES)

    async def _refuse(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.startswith("/api/"):
            text = _REFUSALS.get(error.status_code, error.detail)
            return JSONResponse({"error": text}, error.status_code, error.headers)
        if error.status_code == 404:
            return self._frame.page("nowhere.html", 404)
        return PlainTextResponse(error.detail, error.status_code, error.headers)

    async def _log_in(self, request: Request) -> Response:
        if not self._guard.is_own_page(request):
            return Response(status_code=403)
        form = await request.form()
        profile: Profile = "edu" if form.get("profile") == "edu" else "personal"
        sign_in = self.records.sessions.begin_sign_in(profile, _own_path(str(form.get("next", ""))))
        response = RedirectResponse(self._vk_id.authorize_url(sign_in), 303)
        _set_cookie(response, _SIGN_IN_COOKIE, sign_in.cookie, SIGN_IN_SECONDS)
        return response

    async def _callback(self, request: Request) -> Response:
        query = request.query_params
        sign_in = self.records.sessions.take_sign_in(
            request.cookies.get(_SIGN_IN_COOKIE, ""), query.get("state", "")
        )
        if sign_in is None:
            return self._turned_away("failed")
        if query.get("error"):
            return self._turned_away("cancelled" if query["error"] == "access_denied" else "failed")
        try:
            grant = await self._vk_id.exchange(sign_in, query.get("code", ""), query.get("device_id", ""))
            name = await self._vk_id.account_name(grant)
        except VkIdUnavailableError:
            return self._turned_away("unavailable")
        except VkIdRefusedError:
            return self._turned_away("failed")
        self.records.remember_person(grant.user_id, name)
        profile = self._first_profile(grant.user_id, sign_in.profile)
        response = RedirectResponse(sign_in.next_path, 303)
        _set_cookie(
            response, SESSION_COOKIE, self.records.sessions.open(grant.user_id, profile), SESSION_SECONDS
        )
        response.delete_cookie(_SIGN_IN_COOKIE)
        return response

    def _turned_away(self, note: str) -> Response:
        response = RedirectResponse(f"/?note={note}", 303)
        response.delete_cookie(_SIGN_IN_COOKIE)
        return response

    def _first_profile(self, user_id: int, wished: Profile) -> Profile:
        """Both doors lead to chats: whoever has no personal ones sees the educational ones behind either."""
        return wished if self.records.chats(user_id, wished) else "edu"

    async def _log_out(self, request: Request) -> Response:
        if not self._guard.is_own_page(request):
            return Response(status_code=403)
        session = self._guard.session(request)
        if session is not None:
            self.records.sessions.close(session.cookie)
        response = RedirectResponse("/", 303)
        response.delete_cookie(SESSION_COOKIE)
        return response

    def _web_token(self, request: Request) -> Response:
        """Answer other programs that hold a session cookie, as the real messenger does.

        The tokens open nothing on the stand: the service that takes them, VK's API, is no part of it.
        """
        if request.query_params.get("app_id") != self.client_id:
            return JSONResponse({"error": "app_id is missing or invalid"}, 400)
        session = self._guard.session(request)
        if session is None:
            return JSONResponse({"error": "The user is not signed in"})
        tokens = [
            {
                "user_id": session.user_id,
                "profile_type": _PROFILE_TYPES[profile],
                "access_token": f"vk1.a.{secrets.token_urlsafe(48)}",
                "expires": int(self._clock.now()) + _TOKEN_SECONDS,
            }
            for profile in self.records.profiles(session.user_id)
        ]
        return JSONResponse(tokens, headers={"Cache-Control": "no-store"})


def _own_path(path: str) -> str:
    """Return the path if it is one of the messenger's own chats, so that nobody is sent elsewhere."""
    return path if _CONVO.fullmatch(path) else "/"


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
