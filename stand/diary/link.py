"""The link between a pupil and a VK account: state, making it through VK ID, removing it.

Nobody could see the real diary's routes for this: those below are assumed (the stand's README says so too).
"""

from __future__ import annotations

import secrets
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from stand.diary.envelope import answer, refusal
from stand.diary.records import Authorization, DiaryRecords, PupilHasLink, VkAccountTaken
from stand.diary.session import Session, Sessions
from stand.shared import Shared
from stand.vk_client import VkIdClient, VkIdRefusedError, VkIdUnavailableError

Outcome = Literal["linked", "cancelled", "taken", "occupied", "failed", "unavailable"]
"""How a trip to VK ID ended; the page `/students/chats` has the words for each.

`taken`: another pupil has the account. `occupied`: the pupil has another account.
"""

AUTHORIZATION_SECONDS = 10 * 60
"""How long a pupil may take over VK ID's form."""


class VkLinking:
    """Handlers of `/api/chats/vk-link`, and what the pupil's return from VK ID leads to."""

    def __init__(self, records: DiaryRecords, sessions: Sessions, vk_id: VkIdClient, shared: Shared) -> None:
        self._records = records
        self._sessions = sessions
        self._vk_id = vk_id
        self._clock = shared.clock
        self._messenger = shared.addresses.messenger

    async def show(self, _request: Request, session: Session) -> Response:
        """`GET`: tell whether an account is linked, and whose name it bears."""
        return answer(self._state(session))

    async def begin(self, request: Request, session: Session) -> Response:
        """`POST`: begin a trip to VK ID, and say where its form is and in which window to open it."""
        if not comes_from_own_page(request):
            return refusal("Запрос пришёл не со страницы дневника", 403)
        if self._records.vk_link(session.pupil.id) is not None:
            return refusal("Аккаунт VK уже привязан", 409)
        authorization = self._new_authorization(session)
        self._records.add_authorization(authorization)
        url = self._vk_id.authorize_url(authorization)
        return answer({"authorize_url": url, "window": session.pupil.link_window})

    async def remove(self, request: Request, session: Session) -> Response:
        """`DELETE`: take back what VK ID was granted, and forget the account.

        The pupil asked for the link to go, so it goes even when VK ID is out of reach; `revoked` says whether
        VK ID knows.
        """
        if not comes_from_own_page(request):
            return refusal("Запрос пришёл не со страницы дневника", 403)
        link = self._records.vk_link(session.pupil.id)
        revoked = await self._vk_id.withdraw(link) if link else True
        self._records.unlink(session.pupil.id)
        return answer({**self._state(session), "revoked": revoked})

    async def settle(self, request: Request, session: Session) -> Outcome:
        """Do what VK ID's answer in the callback's address asks for, and say how it ended."""
        query = request.query_params
        authorization = self._accepted(query.get("state", ""), session)
        if authorization is None:
            return "failed"
        if "error" in query:
            return "cancelled" if query["error"] == "access_denied" else "failed"
        try:
            await self._link(authorization, query.get("code", ""), query.get("device_id", ""), session)
        except VkIdUnavailableError:
            return "unavailable"
        except VkIdRefusedError:
            return "failed"
        except VkAccountTaken:
            return "taken"
        except PupilHasLink:
            return "occupied"
        return "linked"

    def _state(self, session: Session) -> dict[str, object]:
        link = self._records.vk_link(session.pupil.id)
        return {
            "linked": link is not None,
            "account_name": link.account_name if link else None,
            "messenger_url": f"{self._messenger}/",
            "window": session.pupil.link_window,
        }

    def _new_authorization(self, session: Session) -> Authorization:
        return Authorization(
            state=secrets.token_urlsafe(24),
            jti=session.jti,
            verifier=secrets.token_urlsafe(48),
            expires=self._clock.now() + AUTHORIZATION_SECONDS,
            spent=False,
        )

    def _accepted(self, state: str, session: Session) -> Authorization | None:
        """Use a state up, and return its trip if it was begun in this session, is fresh and was not used."""
        authorization = self._records.authorization(state)
        if authorization is None or not self.belongs(authorization, session):
            return None
        first_time = self._records.spend_authorization(state)
        return authorization if first_time and self.is_fresh(authorization) else None

    def belongs(self, authorization: Authorization, session: Session) -> bool:
        """Say whether a trip was begun in this session (against cross-site linking, RFC 6749 §10.12)."""
        return secrets.compare_digest(authorization.jti, session.jti)

    def is_fresh(self, authorization: Authorization) -> bool:
        """Say whether a trip is recent enough."""
        return self._clock.now() < authorization.expires

    async def _link(self, authorization: Authorization, code: str, device_id: str, session: Session) -> None:
        """Link the account behind a code; tokens that are of no use, or no longer, are given back at once."""
        grant = await self._vk_id.exchange(authorization, code, device_id)
        try:
            name = await self._vk_id.account_name(grant)
            before = self._records.vk_link(session.pupil.id)
            self._records.link(session.pupil.id, grant.user_id, name, grant)
        except (VkIdUnavailableError, VkIdRefusedError, VkAccountTaken, PupilHasLink):
            await self._vk_id.give_back(grant)
            raise
        if before is not None:
            await self._vk_id.give_back(before)


def comes_from_own_page(request: Request) -> bool:
    """Say whether a request that changes something was made by the diary's own page.

    A foreign page cannot add this header without asking the diary first (CORS), and the diary never agrees.
    """
    return request.headers.get("x-requested-with") == "XMLHttpRequest"
