"""What VK ID answers to programs: tokens, profiles, and the calls that VK's SDK makes on its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from authlib.oauth2.base import invalid_error_characters
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stand.people import VkAccount
from stand.shared import Shared
from stand.vk_id.accounts import masked_email, masked_phone
from stand.vk_id.id_token import IdTokens
from stand.vk_id.oauth import VkRequest, VkServer
from stand.vk_id.records import Tokens, VkRecords

_FOR_PROGRAMS = ("/oauth2/", "/vkid_sdk_", "/stat_events_")
_PRINTED = ("client_id", "grant_type", "redirect_uri")


class Api:
    """The JSON endpoints. All are POST, and take their parameters from query string and body alike."""

    def __init__(self, shared: Shared, records: VkRecords, server: VkServer, id_tokens: IdTokens) -> None:
        self._shared = shared
        self._records = records
        self._server = server
        self._id_tokens = id_tokens

    def routes(self) -> list[Route]:
        """Routes of the endpoints."""
        endpoints = {
            "/oauth2/auth": self.auth,
            "/oauth2/user_info": self.user_info,
            "/oauth2/public_info": self.public_info,
            "/oauth2/logout": self.logout,
            "/oauth2/revoke": self.revoke,
            "/vkid_sdk_get_config": self.sdk_call,
            "/stat_events_vkid_sdk": self.sdk_call,
        }
        return [
            Route(path, self._answering(endpoint), methods=["POST"]) for path, endpoint in endpoints.items()
        ]

    @staticmethod
    def is_meant(path: str) -> bool:
        """Say whether a path belongs to the endpoints, be there one or not."""
        return path.startswith(_FOR_PROGRAMS)

    @staticmethod
    def refusal(error: HTTPException) -> JSONResponse:
        """Answer a program that asked for what is not there, or in a way that is not taken."""
        return _error("invalid_request", error.detail, error.status_code, error.headers)

    def auth(self, asked: VkRequest) -> Response:
        """Give tokens for a code or a refresh token."""
        if any(invalid_error_characters(asked.form.get(name, "")) for name in _PRINTED):
            return _error("invalid_request", "unprintable characters in a parameter")
        response: Response = self._server.create_token_response(asked)
        return response

    def user_info(self, asked: VkRequest) -> Response:
        """Tell a client about the user, as far as he or she has consented."""
        tokens = self._tokens(asked)
        account = self._records.account(tokens.user_id) if tokens else None
        if tokens is None or account is None:
            return _no_access()
        shown = tokens.scope.split()
        profile = self._profile(account) | {
            "last_name": account.last_name,
            "sex": account.sex,
            "verified": False,
            "birthday": account.birthday,
        }
        if "phone" in shown:
            profile["phone"] = account.phone.lstrip("+")
        if "email" in shown:
            profile["email"] = account.email
        return JSONResponse({"user": profile})

    def public_info(self, asked: VkRequest) -> Response:
        """Tell a client that has an ID token alone as much as helps the user to recognise the account."""
        claims = self._id_tokens.read(asked.form.get("id_token", ""), asked.form.get("client_id", ""))
        account = self._records.account(int(claims["sub"])) if claims else None
        if account is None:
            return _error("invalid_token", "id_token is missing or invalid", 401)
        profile = self._profile(account) | {
            "last_name": f"{account.last_name[:1]}.",
            "phone": masked_phone(account.phone),
            "email": masked_email(account.email),
        }
        return JSONResponse({"user": profile})

    def logout(self, asked: VkRequest) -> Response:
        """Make the tokens of one sign-in void."""
        tokens = self._tokens(asked)
        if tokens is None:
            return _no_access()
        self._records.revoke_grant(tokens.grant_id)
        return JSONResponse({"response": 1})

    def revoke(self, asked: VkRequest) -> Response:
        """Take back all that the user has granted the client."""
        tokens = self._tokens(asked)
        if tokens is None:
            return _no_access()
        self._records.withdraw(tokens.client_id, tokens.user_id)
        return JSONResponse({"response": 1})

    def sdk_call(self, _asked: VkRequest) -> Response:
        """Take note of nothing: the SDK's settings are empty, and its statistics are thrown away."""
        return JSONResponse({"response": {}})

    def _tokens(self, asked: VkRequest) -> Tokens | None:
        """Return the good tokens that a client shows, if they are its own."""
        tokens = self._records.tokens_by_access(asked.form.get("access_token", ""))
        return tokens if tokens and tokens.client_id == asked.form.get("client_id") else None

    def _profile(self, account: VkAccount) -> dict[str, str | int]:
        return {
            "user_id": str(account.user_id),
            "first_name": account.first_name,
            "avatar": f"{self._shared.addresses.vk_id}/static/avatar.svg",
        }

    def _answering(
        self, endpoint: Callable[[VkRequest], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            response = endpoint(await _read(request))
            response.headers["Cache-Control"] = "no-store"
            return self._open_to_clients(request, response)

        return answer

    def _open_to_clients(self, request: Request, response: Response) -> Response:
        """Let pages of the registered services, and no others, read the answer; the SDK asks with cookies."""
        origin = request.headers.get("Origin", "")
        response.headers["Vary"] = "Origin"
        if self._records.is_client_origin(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        return response


async def _read(request: Request) -> VkRequest:
    fields = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    shown = [("access_token", token)] if scheme.lower() == "bearer" else []
    return VkRequest(request.method, str(request.url), [*request.query_params.multi_items(), *shown, *fields])


def _no_access() -> JSONResponse:
    return _error("invalid_token", "access_token is missing or invalid", 401)


def _error(
    error: str, description: str, status: int = 400, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, status, headers)
