"""The authorization endpoint: what a client asks for, and the answer it gets."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.base import invalid_error_characters
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from stand.people import VkAccount
from stand.shared import Shared
from stand.vk_id import browser
from stand.vk_id.oauth import CODE_SECONDS, VkRequest, VkServer
from stand.vk_id.pages import Pages
from stand.vk_id.records import Form, VkRecords

POPUP_ACTION = "oauth2_authorize_response"
"""What VK's SDK waits for in a message from its window, followed by the state."""


class Authorization:
    """Opens sign-in forms for clients, and answers the clients when the user has decided."""

    def __init__(self, shared: Shared, records: VkRecords, server: VkServer, pages: Pages) -> None:
        self._shared = shared
        self._records = records
        self._server = server
        self._pages = pages

    async def authorize(self, request: Request) -> Response:
        """`GET /authorize`: open the form, or say what is wrong with the request."""
        asked = VkRequest("GET", str(request.url), request.query_params.multi_items())
        parameters: Mapping[str, str] = asked.payload.data
        trouble = self.distrust(asked)
        if trouble:
            return self._pages.error(trouble, 400)
        try:
            self._server.get_consent_grant(asked)
        except OAuth2Error as error:
            if not error.redirect_uri:
                return self._pages.error("bad_request", 400, str(error))
            return self.deliver(parameters, dict(error.get_body()))
        account = self._records.session_user(browser.session_cookie(request))
        prompt = parameters.get("prompt", "").split()
        if "none" in prompt:
            return self._answer_silently(request, parameters, account)
        return self._open_form(request, parameters, None if "login" in prompt else account)

    def distrust(self, asked: VkRequest) -> str | None:
        """Say (as the key of a text) why the request's sender may not be sent anything, RFC 6749 §4.1.2.1."""
        parameters, repeated = asked.payload.data, asked.payload.datalist
        if any(len(repeated.get(name, ())) > 1 for name in ("client_id", "redirect_uri")):
            return "bad_request"
        client = self._records.client(parameters.get("client_id"))
        if client is None:
            return "unknown_client"
        if not client.check_redirect_uri(parameters.get("redirect_uri", "")):
            return "bad_redirect"
        # Authlib quotes it in its answer, where RFC 6749 allows printable ASCII alone
        return "bad_request" if invalid_error_characters(parameters.get("response_type", "")) else None

    def agree(self, parameters: Mapping[str, str], account: VkAccount, device_id: str) -> Response:
        """Answer a client whom the account's owner lets in."""
        asked = VkRequest("GET", f"{self._shared.addresses.vk_id}/authorize", parameters.items())
        code = self._server.get_consent_grant(asked).issue_code(account, device_id)
        self._records.note_consent(parameters["client_id"], account.user_id)
        answer = {
            "code": code,
            "type": "code_v2",
            "state": parameters["state"],
            "device_id": device_id,
            "expires_in": str(CODE_SECONDS),
        }
        return self.deliver(parameters, answer)

    def refuse(self, parameters: Mapping[str, str], error: str, description: str) -> Response:
        """Answer a client who is not let in."""
        return self.deliver(
            parameters, {"error": error, "error_description": description, "state": parameters["state"]}
        )

    def deliver(self, parameters: Mapping[str, str], answer: Mapping[str, str]) -> Response:
        """Send an answer to the client: by redirect, or by message to the page that opened the window."""
        location: str = add_params_to_uri(parameters["redirect_uri"], list(answer.items()))
        client = self._records.client(parameters["client_id"])
        origin = parameters.get("origin")
        target = client.window_origin(origin, parameters["redirect_uri"]) if client and origin else None
        if target is None:
            return RedirectResponse(location, 303, {"Cache-Control": "no-store"})
        message = {"action": POPUP_ACTION + parameters.get("state", ""), "payload": dict(answer)}
        delivery = {"target": target, "message": message, "location": location}
        return self._pages.page("answer.html", parameters, delivery=delivery)

    def _answer_silently(
        self, request: Request, parameters: Mapping[str, str], account: VkAccount | None
    ) -> Response:
        """Answer without showing anything (`prompt=none`)."""
        device_id = browser.device_id(request)
        if account is None or device_id is None:
            return self.refuse(parameters, "login_required", "The user is not signed in")
        if not self._records.has_consent(parameters["client_id"], account.user_id):
            return self.refuse(parameters, "consent_required", "The user has not consented yet")
        return self.agree(parameters, account, device_id)

    def _open_form(
        self, request: Request, parameters: Mapping[str, str], remembered: VkAccount | None
    ) -> Response:
        response = Response(status_code=303, headers={"Cache-Control": "no-store"})
        device_id = browser.device_id(request) or browser.know_again(response)
        form = self._records.open_form(device_id, parameters, remembered.user_id if remembered else None)
        response.headers["Location"] = screen_address(form, "consent" if remembered else "entry")
        return response


def screen_address(form: Form, screen: str) -> str:
    """Return the address of a form's screen."""
    return f"/auth/{screen}?{urlencode({'id': form.id})}"
