"""«Госуслуги» (ЕСИА) as a door of the diary: its form and the choice of a role; shut unless asked for.

Source: the markup in other people's scripts (`#login`, `#password`, `.plain-button_wide`, `.plain-button-inline`).
The real one is at a host of its own; here it is below the diary's own name.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stand.diary.records import DiaryRecords
from stand.diary.session import Sessions
from stand.page_frame import PageFrame
from stand.people import Pupil

ROLES = ("Ученик", "Законный представитель")
PATH = "/esia"


class Gosuslugi:
    """The pages of «Госуслуги». `is_open` says that the diary leads there."""

    def __init__(
        self,
        records: DiaryRecords,
        sessions: Sessions,
        frame: PageFrame,
        authenticate: Callable[[str, str], Pupil | None],
    ) -> None:
        self.is_open = False
        self._records = records
        self._sessions = sessions
        self._frame = frame
        self._authenticate = authenticate
        self._signed_in: dict[str, int] = {}

    def routes(self) -> list[Route]:
        """Routes of its two screens."""
        return [
            Route(f"{PATH}/login", self._show, methods=["GET"]),
            Route(f"{PATH}/login", self._log_in, methods=["POST"]),
            Route(f"{PATH}/role", self._choose, methods=["POST"]),
        ]

    async def _show(self, _request: Request) -> Response:
        return self._page("login") if self.is_open else Response(status_code=404)

    async def _log_in(self, request: Request) -> Response:
        form = await request.form()
        pupil = self._authenticate(str(form.get("login", "")).strip(), str(form.get("password", "")))
        if pupil is None or not self.is_open:
            return self._page("login", note="Неверный логин или пароль")
        ticket = secrets.token_urlsafe(16)
        self._signed_in[ticket] = pupil.id
        return self._page("role", ticket=ticket)

    async def _choose(self, request: Request) -> Response:
        form = await request.form()
        pupil_id = self._signed_in.pop(str(form.get("ticket", "")), None)
        if pupil_id is None or form.get("role") not in ROLES:
            return RedirectResponse(f"{PATH}/login", 303)
        response = RedirectResponse("/", 303)
        self._sessions.set_cookie(response, self._sessions.open(self._records.pupil(pupil_id)))
        return response

    def _page(self, screen: str, note: str = "", ticket: str = "") -> Response:
        return self._frame.page("esia.html", screen=screen, roles=ROLES, note=note, ticket=ticket, path=PATH)
