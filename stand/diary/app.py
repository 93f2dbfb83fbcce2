"""The electronic diary's web application: signing in, who the pupil is, and the page over it all."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from stand.api_routes import by_method
from stand.diary import school
from stand.diary.contested import Contested
from stand.diary.envelope import answer, json_object, refusal
from stand.diary.gosuslugi import Gosuslugi
from stand.diary.journal import Journal
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
_LOGIN_FIELDS = {"type", "login", "password"}
_ALL_LOGIN_FIELDS = {*_LOGIN_FIELDS, "activation_code", "_isEmpty"}
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
    long a session lasts without a request; `contested` is how it behaves where nobody knows for sure.
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
        self._clock = shared.clock
        self.redirect_uri = shared.addresses.diary + _CALLBACK
        self._frame = PageFrame(Path(__file__).parent / "web", self.texts)
        self.contested = Contested()
        self.sessions = Sessions(self.records, shared.clock, self.contested)
        self.second_step = SecondStep(shared.clock)
        self.gosuslugi = Gosuslugi(self.records, self.sessions, self._frame, self._authenticate)
        vk_id = VkIdClient(shared, self.client_id, self.redirect_uri)
        self.linking = VkLinking(self.records, self.sessions, vk_id, shared)
        self.app = Starlette(
            routes=[
                Mount("/api", routes=self._api_routes()),
                Mount("/fps/api", routes=[]),
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
        return COOKIE, self.sessions.token(self.sessions.open(self.records.pupil(pupil_id)))

    def _api_routes(self) -> list[Route]:
        signed_in = self.sessions.signed_in
        return [
            Route("/user/auth/login", self._log_in, methods=["POST"]),
            Route("/user/auth/code", self._take_code, methods=["POST"]),
            Route("/user/auth/logout", signed_in(self._log_out), methods=["POST"]),
            *Journal(self.sessions, self._clock).routes(),
            by_method(
                "/chats/vk-link",
                {
                    "GET": signed_in(self.linking.show),
                    "POST": signed_in(self.linking.begin),
                    "DELETE": signed_in(self.linking.remove),
                },
            ),
        ]

    async def _log_in(self, request: Request) -> Response:
        body = await json_object(request, as_text=self.contested.text_login)
        fields = _LOGIN_FIELDS if self.contested.short_login else _ALL_LOGIN_FIELDS
        if body is None or not body.keys() >= fields:
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
        session = self.sessions.open(self.records.pupil(pupil_id))
        response = answer({"token": self.sessions.token(session)})
        self.sessions.set_cookie(response, session)
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
        return _guarded(self._frame.page("index.html", school=school.shown_on_pages(), doors=doors))

    async def _refuse(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.startswith(("/api/", "/fps/api/")):
            return refusal(error.detail, error.status_code, error.headers)
        return PlainTextResponse(error.detail, error.status_code, error.headers)


def _guarded(page: Response) -> Response:
    page.headers.update(_PAGE_HEADERS)
    return page


def _go_to(path: str, **query: str) -> Response:
    return RedirectResponse(f"{path}?{urlencode(query)}", 303, headers={"Cache-Control": "no-store"})
