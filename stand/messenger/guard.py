"""Who may do what in the messenger: the session behind a request, and whether its own page sent it."""

from __future__ import annotations

from starlette.requests import Request

from stand.messenger.sessions import Session, Sessions

SESSION_COOKIE = "remixdsid"


class Guard:
    """Reads sessions from cookies and tells the messenger's own requests from those of other sites."""

    def __init__(self, origin: str, sessions: Sessions) -> None:
        self._origin = origin
        self._sessions = sessions

    def session(self, request: Request) -> Session | None:
        """Return the live session that a request comes with."""
        return self._sessions.find(request.cookies.get(SESSION_COOKIE))

    def is_own_page(self, request: Request) -> bool:
        """Say whether a state-changing request was sent by the messenger's own page.

        A browser names the page's origin with every such request (Fetch standard, «Origin» header), and
        no page can name another's.
        """
        return request.headers.get("Origin") == self._origin
