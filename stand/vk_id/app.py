"""The stand's VK ID; how true it is, `stand/README.md` says fact by fact."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stand.shared import Shared
from stand.vk_id.api import Api
from stand.vk_id.authorization import Authorization
from stand.vk_id.id_token import IdTokens
from stand.vk_id.oauth import VkServer
from stand.vk_id.pages import Pages
from stand.vk_id.records import Tokens, VkRecords
from stand.vk_id.screens import Screens
from stand.vk_id.texts import RUSSIAN


class VkId:
    """VK ID at its documented addresses.

    `texts` are the words on its screens; they are read anew for every page, so that a test may change them.
    """

    def __init__(self, shared: Shared) -> None:
        self.records = VkRecords(shared)
        self.texts = dict(RUSSIAN)
        id_tokens = IdTokens(shared)
        self._pages = pages = Pages(self.texts)
        self.server = VkServer(shared, self.records, id_tokens)
        self.authorization = Authorization(shared, self.records, self.server, pages)
        self.screens = Screens(self.records, pages, self.authorization)
        self.api = Api(shared, self.records, self.server, id_tokens)
        self.app = Starlette(
            routes=[
                Route("/authorize", self.authorization.authorize, methods=["GET"]),
                *self.screens.routes(),
                *self.api.routes(),
                *pages.frame.routes(),
            ],
            exception_handlers={HTTPException: self._failed},
        )

    def issue_tokens(self, client_id: str, user_id: int) -> Tokens:
        """Give a client tokens as if the user had just let it in.

        Raises `LookupError` for an unknown client.
        """
        return self.server.issue_tokens(client_id, user_id, device_id="stand")

    async def _failed(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        meant = self.api.is_meant(request.url.path)
        return self.api.refusal(error) if meant else self._pages.failed(error)
