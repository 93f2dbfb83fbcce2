"""The electronic diary's web application: signing in, who the pupil is, and the page over it all."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from stand.diary.envelope import answer, json_object, refusal
from stand.diary.gosuslugi import Gosuslugi
from stand.diary.link import VkLinking, comes_from_own_page
from stand.diary.records import DiaryRecords
from stand.diary.second_step import SecondStep
from stand.diary.session import COOKIE, Session, Sessions
from stand.page_frame import PageFrame
from stand.people import Pupil
from stand.shared import Shared
from stand.vk_client import VkIdClient

_CHATS = "/students/chats"
_CALLBACK = f"{_CHATS}/vk-callback"
_LOGIN_FIELDS = {"type", "login", "activation_code", "password", "_isEmpty"}
_WRONG_PASSWORD = "Неверная почта или пароль"
_WRONG_CODE = "Неверный код или его время вышло"
_LOCKED = "Слишком много попыток. Попробуйте через 15 минут"
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}


class Diary:
    """The diary of one stand.

    `texts` holds the labels of the page's controls and is read whenever the page is; `session_seconds` is how
    long a session lasts without a request.
    """

    client_id = "53001001"
    """The diary's name at VK ID; made up, as the real one is not known."""

    def __init__(self, shared: Shared) -> None:
        self.records = DiaryRecords(shared)
        self.texts = {
            "email": "Электронная почта",
            "password": "Пароль",
            "login_submit": "Войти",
            "gosuslugi": "Госуслуги",
            "log_out": "Выйти",
            "home_tab": "Главная",
            "schedule_tab": "Расписание",
            "marks_tab": "Оценки",
            "homework_tab": "Домашние задания",
            "chats_tab": "Чаты",
            "link": "Привязать к VK ID",
            "open_chats": "Перейти в чаты",
            "unlink": "Отвязать аккаунт от VK ID",
            "retry": "Повторить",
        }
        self.redirect_uri = shared.addresses.diary + _CALLBACK
        self._frame = PageFrame(Path(__file__).parent / "web", self.texts)
        self.sessions = Sessions(self.records, shared.clock)
        self.second_step = SecondStep(shared.clock)
        self.gosuslugi = Gosuslugi(self.records, self.sessions, self._frame, self._authenticate)
        vk_id = VkIdClient(shared, self.client_id, self.redirect_uri)
        self.linking = VkLinking(self.records, self.sessions, vk_id, shared)
        self.app = Starlette(
            routes=[
                Mount("/api", routes=self._api_routes()),
                Route(_CALLBACK, self._callback, methods=["GET"]),
                *self.gosuslugi.routes(),
                *self._frame.routes(),
                Route("/{path:path}", self._index, methods=["GET"]),
            ],
            exception_handlers={HTTPException: self._refuse},
        )

    @property
    def session_seconds(self) -> float:
        """How long a session lasts without a request."""
        return self.sessions.seconds

    @session_seconds.setter
    def session_seconds(self, seconds: float) -> None:
        self.sessions.seconds = seconds

    def session_cookie(self, pupil_id: int) -> tuple[str, str]:
        """Open a session and return its cookie, name and value, for a browser that starts signed in."""
        return COOKIE, self.sessions.open(pupil_id)

    def _api_routes(self) -> list[Route]:
        signed_in = self.sessions.signed_in
        return [
            Route("/user/auth/login", self._log_in, methods=["POST"]),
            Route("/user/auth/code", self._take_code, methods=["POST"]),
            Route("/user/auth/logout", signed_in(self._log_out), methods=["POST"]),
            Route("/journal/person/related-child-list", signed_in(self._children), methods=["GET"]),
            Route("/chats/vk-link", signed_in(self.linking.show), methods=["GET"]),
            Route("/chats/vk-link", signed_in(self.linking.begin), methods=["POST"]),
            Route("/chats/vk-link", signed_in(self.linking.remove), methods=["DELETE"]),
        ]

    async def _log_in(self, request: Request) -> Response:
        body = await json_object(request)
        if body is None or not body.keys() >= _LOGIN_FIELDS:
            return refusal("Не все поля заполнены")
        login, password = str(body["login"]).strip(), str(body["password"])
        if self.records.is_locked(login):
            return refusal(_LOCKED)
        pupil = self._authenticate(login, password)
        if pupil is None:
            self.records.note_failure(login)
            return refusal(_LOCKED if self.records.is_locked(login) else _WRONG_PASSWORD)
        self.records.forget_failures(login)
        if self.second_step.by:
            ticket = self.second_step.begin(pupil.id, pupil.login)
            return answer({"second_step": {"by": self.second_step.by, "ticket": ticket}})
        return self._let_in(pupil.id)

    async def _take_code(self, request: Request) -> Response:
        body = await json_object(request) or {}
        pupil_id = self.second_step.take(str(body.get("ticket")), str(body.get("code", "")).strip())
        return refusal(_WRONG_CODE) if pupil_id is None else self._let_in(pupil_id)

    def _let_in(self, pupil_id: int) -> Response:
        token = self.sessions.open(pupil_id)
        response = answer({"token": token})
        self.sessions.set_cookie(response, token)
        return response

    def _authenticate(self, login: str, password: str) -> Pupil | None:
        pupil = self.records.pupil_by_login(login)
        if pupil is None or not secrets.compare_digest(pupil.password.encode(), password.encode()):
            return None
        return pupil

    async def _log_out(self, request: Request, session: Session) -> Response:
        if not comes_from_own_page(request):
            return refusal("Запрос пришёл не со страницы дневника", 403)
        self.sessions.close(session)
        response = answer({})
        self.sessions.delete_cookie(response)
        return response

    async def _children(self, request: Request, session: Session) -> Response:
        """Answer with the one pupil there is; further pages are empty."""
        page = request.query_params.get("p_page", "1")
        if not page.isdecimal() or int(page) < 1:
            return refusal("Неверный номер страницы")
        numbers = {
            "before": 1,
            "current": int(page),
            "last": 1,
            "next": 1,
            "total_items": 1,
            "total_pages": 1,
        }
        return answer({"items": [_child(session.pupil)] if int(page) == 1 else [], **numbers})

    async def _callback(self, request: Request) -> Response:
        """Take the pupil back from VK ID and on to the chats, in whichever window they are."""
        session = self.sessions.current(request)
        if session is None:
            in_popup = self.records.begun_in(request.query_params.get("state", "")) == "popup"
            return self._lead_on("ended", "/login", in_popup, next=_CHATS)
        outcome = await self.linking.settle(request, session)
        return self._lead_on(outcome, _CHATS, session.pupil.link_window == "popup", vk=outcome)

    def _lead_on(self, outcome: str, path: str, in_popup: bool, **query: str) -> Response:
        """Go on to a page; a window of VK's own first tells the diary's window, and goes on where there is none."""
        if in_popup:
            way = f"{path}?{urlencode(query)}"
            return _guarded(self._frame.page("callback.html", outcome=outcome, way=way))
        return _go_to(path, **query)

    async def _index(self, _request: Request) -> Response:
        doors = {"gosuslugi": "/esia/login" if self.gosuslugi.is_open else ""}
        return _guarded(self._frame.page("index.html", doors=doors))

    async def _refuse(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.startswith("/api/"):
            return refusal(error.detail, error.status_code)
        return PlainTextResponse(error.detail, error.status_code, error.headers)


def _guarded(page: Response) -> Response:
    page.headers.update(_PAGE_HEADERS)
    return page


def _go_to(path: str, **query: str) -> Response:
    return RedirectResponse(f"{path}?{urlencode(query)}", 303, headers={"Cache-Control": "no-store"})


def _child(pupil: Pupil) -> dict[str, object]:
    """Return a pupil in the shape of row «diary: children» of the stand's README."""
    return {
        "identity": {"id": pupil.id},
        "firstname": pupil.firstname,
        "surname": pupil.surname,
        "middlename": pupil.middlename,
        "hash_uid": hashlib.sha256(f"pupil {pupil.id}".encode()).hexdigest(),
        "action_payload": {"can_apply_for_distance": False, "can_print": True},
        "educations": [
            {
                "education_id": pupil.id,
                "group_id": 701,
                "group_name": pupil.group_name,
                "institution_id": 1000,
                "institution_name": pupil.institution_name,
                "jurisdiction_id": 1,
                "jurisdiction_name": "Вымышленный район",
                "is_active": True,
                "push_subscribe": False,
                "distance_education": False,
                "parent_firstname": "",
                "parent_surname": "",
                "parent_middlename": "",
                "parent_email": "",
            }
        ],
    }
