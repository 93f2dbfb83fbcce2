"""The messenger's JSON API, which only its own page uses; how the real one looks is not known."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stand.api_routes import by_method
from stand.messenger.guard import Guard
from stand.messenger.records import Chat, Message, MessengerRecords
from stand.messenger.sessions import PROFILES, Session

TITLE_LENGTH = 100
"""The longest title of a chat, in characters."""

MESSAGE_LENGTH = 4096
"""The longest message, in characters."""

_Handler = Callable[[Request, Session], Awaitable[Response]]


class RefusedError(Exception):
    """A request that is not carried out; the text is meant for the person at the page."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Api:
    """Chats, messages and the choice of profile, for the account whose session a request bears."""

    def __init__(self, records: MessengerRecords, guard: Guard) -> None:
        self._records = records
        self._guard = guard

    def routes(self) -> list[Route]:
        """Return the routes below `/api`."""
        chat = "/api/chats/{peer_id:int}"
        return [
            by_method(
                "/api/chats", {"GET": self._guarded(self._chats), "POST": self._guarded(self._create_chat)}
            ),
            Route(chat, self._guarded(self._chat)),
            Route(f"{chat}/messages", self._guarded(self._send), methods=["POST"]),
            Route(f"{chat}/read", self._guarded(self._mark_read), methods=["POST"]),
            Route("/api/profile", self._guarded(self._show_profile), methods=["POST"]),
        ]

    def _guarded(self, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                session = self._guard.session(request)
                if session is None:
                    raise RefusedError(401, "Сессия закончилась, войдите ещё раз.")
                if request.method == "POST" and not self._guard.is_own_page(request):
                    raise RefusedError(403, "Запрос пришёл с другого сайта.")
                response = await handler(request, session)
            except RefusedError as refusal:
                response = JSONResponse({"error": str(refusal)}, refusal.status)
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer

    async def _chats(self, _request: Request, session: Session) -> Response:
        chats = self._records.chats(session.user_id, session.profile)
        return JSONResponse(
            {
                "profile": session.profile,
                "profiles": self._records.profiles(session.user_id),
                "chats": [asdict(chat) for chat in chats],
            }
        )

    async def _create_chat(self, request: Request, session: Session) -> Response:
        body = await _body(request)
        title = self.title(body.get("title"))
        members = body.get("members")
        key = body.get("key")
        if not isinstance(members, list) or not all(isinstance(name, str) for name in members):
            raise RefusedError(422, "Список участников не разобран.")
        if not isinstance(key, str) or not key:
            raise RefusedError(422, "У запроса нет ключа.")
        peer_id = self._records.create_chat(session.user_id, title, members, session.profile, key)
        return JSONResponse({"peer_id": peer_id}, 201)

    async def _chat(self, request: Request, session: Session) -> Response:
        chat = self._own_chat(request, session)
        messages = [_shown(message, session) for message in self._records.messages(chat.peer_id)]
        members = self._records.members(chat.peer_id)
        return JSONResponse({**asdict(chat), "members": members, "messages": messages})

    async def _send(self, request: Request, session: Session) -> Response:
        chat = self._own_chat(request, session)
        text = self.message_text((await _body(request)).get("text"))
        message = self._records.send(chat.peer_id, session.user_id, text)
        return JSONResponse(_shown(message, session), 201)

    async def _mark_read(self, request: Request, session: Session) -> Response:
        chat = self._own_chat(request, session)
        self._records.mark_read(chat.peer_id, session.user_id)
        return Response(status_code=204)

    async def _show_profile(self, request: Request, session: Session) -> Response:
        wished = (await _body(request)).get("profile")
        for profile in PROFILES:
            if profile == wished and profile in self._records.profiles(session.user_id):
                self._records.sessions.show_profile(session, profile)
                return Response(status_code=204)
        raise RefusedError(422, "Такого профиля у аккаунта нет.")

    def title(self, value: object) -> str:
        """Return a chat's title as it is stored. Raises `RefusedError` where it is empty or too long."""
        title = " ".join(value.split()) if isinstance(value, str) else ""
        if not title:
            raise RefusedError(422, "Введите название чата.")
        if len(title) > TITLE_LENGTH:
            raise RefusedError(422, f"Название длиннее {TITLE_LENGTH} знаков. Сократите его.")
        return title

    def message_text(self, value: object) -> str:
        """Return a message as it is stored. Raises `RefusedError` where it is empty or too long."""
        text = value.strip() if isinstance(value, str) else ""
        if not text:
            raise RefusedError(422, "Сообщение пустое.")
        if len(text) > MESSAGE_LENGTH:
            raise RefusedError(422, f"Сообщение длиннее {MESSAGE_LENGTH} знаков. Сократите его.")
        return text

    def _own_chat(self, request: Request, session: Session) -> Chat:
        """Return the chat that a request names: somebody else's is as absent as one that never was."""
        chat = self._records.chat(request.path_params["peer_id"], session.user_id)
        if chat is None:
            raise RefusedError(404, "Такого чата нет, или вы в нём не участвуете.")
        return chat


def _shown(message: Message, session: Session) -> dict[str, Any]:
    return {**asdict(message), "own": message.user_id == session.user_id}


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        raise RefusedError(400, "Запрос не разобран.")
    return body
