"""OAuth 2.1 by Authlib, with VK ID's habits on top."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from authlib.oauth2 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Payload
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from starlette.responses import JSONResponse

from stand.people import VkAccount
from stand.shared import Shared
from stand.vk_id.grants import SCOPES
from stand.vk_id.id_token import IdTokens
from stand.vk_id.records import AuthorizationCode, Client, Tokens, VkRecords

CODE_SECONDS = 10 * 60
ACCESS_SECONDS = 3600
REFRESH_SECONDS = 180 * 24 * 3600
PROMPTS = {"none", "login", "consent", "select_account"}

_DESCRIPTIONS = {
    "invalid_grant": "refresh_token is missing or invalid",
    "unsupported_grant_type": "grant_type is missing or invalid",
}
"""For the errors that Authlib does not describe."""


class _Parameters(OAuth2Payload):  # type: ignore[misc]  # Authlib has no types
    """The parameters of a request, wherever they stood: VK's SDK spreads them over query string and body."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    @property
    def data(self) -> dict[str, str]:
        """The value of each parameter, the last one if there are several."""
        return {name: values[-1] for name, values in self._values.items()}

    @property
    def datalist(self) -> dict[str, list[str]]:
        """All values of each parameter."""
        return self._values


class VkRequest(OAuth2Request):  # type: ignore[misc]  # Authlib has no types
    """A request as Authlib reads it."""

    def __init__(self, method: str, uri: str, pairs: Iterable[tuple[str, str]]) -> None:
        super().__init__(method, uri)
        self.payload = _Parameters(pairs)

    @property
    def form(self) -> Mapping[str, str]:
        """The parameters; VK makes no difference between query string and body."""
        parameters: Mapping[str, str] = self.payload.data
        return parameters

    args = form


class Pkce(CodeChallenge):  # type: ignore[misc]  # Authlib has no types
    """PKCE (RFC 7636) as VK has it: demanded of everybody, S256 alone, and `s256` is the same."""

    SUPPORTED_CODE_CHALLENGE_METHOD: ClassVar = ["S256", "s256"]
    CODE_CHALLENGE_METHODS: ClassVar = dict.fromkeys(
        SUPPORTED_CODE_CHALLENGE_METHOD, CodeChallenge.CODE_CHALLENGE_METHODS["S256"]
    )

    def validate_code_challenge(self, grant: AuthorizationCodeGrant, redirect_uri: str | None) -> None:
        """Check the challenge in a request for a code. Raises `InvalidRequestError`."""
        for name in ("code_challenge", "code_challenge_method"):
            if not grant.request.payload.data.get(name):
                raise InvalidRequestError(f"{name} is missing or invalid")
        super().validate_code_challenge(grant, redirect_uri)

    def validate_code_verifier(self, grant: AuthorizationCodeGrant, result: object) -> None:
        """Check the verifier that comes with a code. Raises `InvalidRequestError` in VK's words."""
        try:
            super().validate_code_verifier(grant, result)
        except OAuth2Error as error:
            raise InvalidRequestError("verifier is missing or invalid") from error


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib has no types
    """The authorization code grant (RFC 6749 §4.1), its codes bound to VK's `device_id` besides."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["none"]

    def validate_authorization_request(self) -> str:
        """Check a request for a code, VK's own parameters included. Raises `OAuth2Error`."""
        redirect_uri: str = super().validate_authorization_request()
        parameters = self.request.payload.data
        prompt = set(parameters.get("prompt", "").split())
        origin = parameters.get("origin")
        client: Client = self.request.client
        if not parameters.get("state"):
            raise InvalidRequestError("state is missing or invalid", redirect_uri=redirect_uri)
        if not prompt <= PROMPTS or ("none" in prompt and len(prompt) > 1):
            raise InvalidRequestError("prompt is missing or invalid", redirect_uri=redirect_uri)
        if origin and client.window_origin(origin, redirect_uri) is None:
            raise InvalidRequestError("origin is missing or invalid", redirect_uri=redirect_uri)
        return redirect_uri

    def issue_code(self, account: VkAccount, device_id: str) -> str:
        """Make a code for a request that was found valid and that the account's owner agreed to."""
        request, records = self.request, self.server.records
        code = f"vk2.a.{self.generate_authorization_code()}"
        records.keep_code(
            AuthorizationCode(
                code=code,
                grant_id=secrets.token_urlsafe(16),
                client_id=request.client.client_id,
                user_id=account.user_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                code_challenge=request.payload.data["code_challenge"],
                code_challenge_method=request.payload.data["code_challenge_method"],
                device_id=device_id,
                expires_at=self.server.shared.clock.now() + CODE_SECONDS,
            )
        )
        return code

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """Return the client's code if it is good. One that was used before takes back what it gave."""
        records: VkRecords = self.server.records
        found = records.authorization_code(code)
        if found is None or found.client_id != client.client_id:
            return None
        if found.used:
            records.revoke_grant(found.grant_id)
            return None
        return found if found.expires_at > self.server.shared.clock.now() else None

    def validate_token_request(self) -> None:
        """Check a code that a client wants tokens for. Raises `OAuth2Error`."""
        super().validate_token_request()
        check_device(self.request, self.request.authorization_code.device_id)

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Make the code void once it was exchanged."""
        self.server.records.use_code(authorization_code)

    def authenticate_user(self, authorization_code: AuthorizationCode) -> VkAccount | None:
        """Return the account that the code is for."""
        account: VkAccount | None = self.server.records.account(authorization_code.user_id)
        return account


class RefreshGrant(RefreshTokenGrant):  # type: ignore[misc]  # Authlib has no types
    """The refresh token grant (RFC 6749 §6): each refresh token serves once."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["none"]
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Tokens | None:
        """Return the tokens it belongs to if it is good. One that was used before takes back what it gave."""
        records: VkRecords = self.server.records
        tokens = records.tokens_by_refresh(refresh_token)
        if tokens is None:
            return None
        if tokens.revoked:
            records.revoke_grant(tokens.grant_id)
            return None
        return tokens if tokens.refresh_expires_at > self.server.shared.clock.now() else None

    def validate_token_request(self) -> None:
        """Check a refresh token that a client wants new tokens for. Raises `OAuth2Error`."""
        super().validate_token_request()
        check_device(self.request, self.request.refresh_token.device_id)

    def authenticate_user(self, refresh_token: Tokens) -> VkAccount | None:
        """Return the account that the tokens are for."""
        account: VkAccount | None = self.server.records.account(refresh_token.user_id)
        return account

    def revoke_old_credential(self, refresh_token: Tokens) -> None:
        """Make the tokens that were exchanged void."""
        self.server.records.revoke_tokens(refresh_token)


def check_device(request: VkRequest, device_id: str) -> None:
    """Check that a client names the device that VK ID told it. Raises `OAuth2Error`."""
    named = request.form.get("device_id")
    if not named:
        raise InvalidRequestError("device_id is missing or invalid")
    if named != device_id:
        raise InvalidGrantError("device_id is missing or invalid")


class VkServer(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """The authorization server: finds clients, issues tokens."""

    def __init__(self, shared: Shared, records: VkRecords, id_tokens: IdTokens) -> None:
        super().__init__()
        self.shared = shared
        self.records = records
        self._id_tokens = id_tokens
        self.register_token_generator(
            "default",
            BearerTokenGenerator(_new_token, _new_token, lambda _client, _grant_type: ACCESS_SECONDS),
        )
        self.register_client_auth_method("none", _named_client)
        self.register_grant(CodeGrant, [Pkce()])
        self.register_grant(RefreshGrant)

    def query_client(self, client_id: str) -> Client | None:
        """Return the client with this id."""
        return self.records.client(client_id)

    def create_oauth2_request(self, request: VkRequest) -> VkRequest:
        """Return the request: it was read before, for reading a body takes an `await`."""
        return request

    def save_token(self, token: dict[str, Any], request: VkRequest) -> None:
        """Keep tokens that answer a request, and complete the answer with what VK adds to it."""
        source: AuthorizationCode | Tokens = request.authorization_code or request.refresh_token
        tokens = self.keep_tokens(token, source.client_id, source.user_id, source.device_id, source.grant_id)
        token["id_token"] = tokens.id_token
        token["user_id"] = tokens.user_id
        token["state"] = request.form.get("state", "")

    def issue_tokens(self, client_id: str, user_id: int, device_id: str) -> Tokens:
        """Give a client tokens without a code. Raises `LookupError` for an unknown client."""
        client = self.query_client(client_id)
        if client is None:
            raise LookupError(f"VK ID knows no client {client_id}")
        self.records.note_consent(client_id, user_id)
        token = self.generate_token("authorization_code", client, scope=" ".join(SCOPES))
        return self.keep_tokens(token, client_id, user_id, device_id, secrets.token_urlsafe(16))

    def keep_tokens(
        self, token: Mapping[str, Any], client_id: str, user_id: int, device_id: str, grant_id: str
    ) -> Tokens:
        """Keep freshly generated tokens, with an id token to go with them."""
        now = self.shared.clock.now()
        tokens = Tokens(
            access_token=token["access_token"],
            refresh_token=token["refresh_token"],
            id_token=self._id_tokens.issue(client_id, user_id),
            client_id=client_id,
            user_id=user_id,
            scope=token["scope"],
            device_id=device_id,
            grant_id=grant_id,
            expires_at=now + ACCESS_SECONDS,
            refresh_expires_at=now + REFRESH_SECONDS,
        )
        self.records.keep_tokens(tokens)
        return tokens

    def handle_response(self, status: int, body: object, headers: Sequence[tuple[str, str]]) -> JSONResponse:
        """Make the answer to a token request."""
        return JSONResponse(body, status, dict(headers))

    def handle_error_response(self, request: VkRequest, error: OAuth2Error) -> JSONResponse:
        """Make the answer to a token request that failed; VK ID always says which parameter it was."""
        error.description = error.description or _DESCRIPTIONS.get(error.error, error.error)
        response: JSONResponse = super().handle_error_response(request, error)
        return response

    def send_signal(self, name: str, *args: object, **values: object) -> None:
        """Tell nobody: the stand has no listeners to Authlib's signals."""


def _named_client(query_client: Callable[[str], Client | None], request: VkRequest) -> Client:
    """Return the client that a request names; a secret that it sends is not looked at.

    Raises `InvalidClientError` when no client has that name.
    """
    client = query_client(request.form.get("client_id", ""))
    if client is None:
        raise InvalidClientError("client_id is missing or invalid")
    return client


def _new_token(**_circumstances: object) -> str:
    return f"vk2.a.{secrets.token_urlsafe(48)}"
