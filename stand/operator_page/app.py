"""The operator's web application, for the person who runs the stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stand.page_frame import PageFrame
from stand.people import VkAccount
from stand.shared import Shared
from stand.vk_id.records import VkRecords

if TYPE_CHECKING:
    from stand.server import Student

_ZONE = timezone(timedelta(hours=3))
_CODES_SHOWN = 20


class OperatorPage:
    """The operator of one stand; `students` and `accounts` are the stand's own growing lists.

    `state` returns what the systems' records have of a student: `/state` tells it to programs outside, of everybody or
    of the one whose `diary_login` is in its query. `enrol` makes a student and returns the entry of the stand's card
    for him or her: what `POST /students` answers. `DELETE /students`
    is answered by `forget`.
    """

    def __init__(
        self,
        shared: Shared,
        vk_records: VkRecords,
        students: Sequence[Student],
        accounts: Sequence[VkAccount],
        state: Callable[[Student], dict[str, object]],
        enrol: Callable[[], dict[str, str]],
        forget: Callable[[Student], None],
    ) -> None:
        self.texts = {"accounts": "Учётные записи", "telephone": "Телефон"}
        self._addresses = shared.addresses
        self._vk_records = vk_records
        self._students = students
        self._accounts = accounts
        self._state_of = state
        self._enrol = enrol
        self._forget = forget
        self._frame = PageFrame(Path(__file__).parent / "web", self.texts)
        self.app = Starlette(
            routes=[
                Route("/", self._accounts_page),
                Route("/telephone", self._telephone_page),
                Route("/state", self._state),
                Route("/students", self._new_student, methods=["POST"]),
                Route("/students", self._forget_student, methods=["DELETE"]),
                *self._frame.routes(),
            ]
        )

    async def _accounts_page(self, _request: Request) -> Response:
        owned = {student.vk.user_id for student in self._students}
        others = [account for account in self._accounts if account.user_id not in owned]
        return self._frame.page(
            "accounts.html", addresses=self._addresses, students=list(self._students), others=others
        )

    async def _telephone_page(self, _request: Request) -> Response:
        codes = [
            {"phone": spaced(sent.phone), "code": sent.code, "time": time_of_day(sent.sent_at)}
            for sent in self._vk_records.codes()[:_CODES_SHOWN]
        ]
        return self._frame.page("telephone.html", codes=codes)

    async def _state(self, request: Request) -> Response:
        asked = self._asked(request, otherwise=list(self._students))
        return JSONResponse([self._state_of(one) for one in asked], headers={"Cache-Control": "no-store"})

    async def _forget_student(self, request: Request) -> Response:
        asked = self._asked(request, otherwise=[])
        for one in asked:
            self._forget(one)
        return Response(status_code=204 if asked else 404)

    def _asked(self, request: Request, otherwise: list[Student]) -> list[Student]:
        login = request.query_params.get("diary_login")
        return otherwise if login is None else [one for one in self._students if one.pupil.login == login]

    async def _new_student(self, _request: Request) -> Response:
        return JSONResponse(self._enrol(), 201, headers={"Cache-Control": "no-store"})


def spaced(phone: str) -> str:
    """Write `+7` and ten digits the way people read them: `+7 900 123-45-67`."""
    return f"{phone[:2]} {phone[2:5]} {phone[5:8]}-{phone[8:10]}-{phone[10:]}"


def time_of_day(seconds: float) -> str:
    """Write a moment, given in seconds since the epoch, as a time of day in St Petersburg."""
    return datetime.fromtimestamp(seconds, _ZONE).strftime("%H:%M:%S")
