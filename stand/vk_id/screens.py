"""The sign-in form's screens, one address each; which are open depends on how far the user has come."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stand.people import VkAccount
from stand.vk_id import browser
from stand.vk_id.accounts import SESSION_SECONDS, masked_phone
from stand.vk_id.authorization import Authorization, screen_address
from stand.vk_id.pages import Pages
from stand.vk_id.records import Form, VkRecords

Fields = Mapping[str, str]
Handler = Callable[[Request, Form, Fields], Response]

_ACTIONS = {"resend": "code", "other": None, "cancel": None}
"""What can be done without a screen of its own, and the screen that has to be open for it."""


class Screens:
    """Shows the form's screens and takes what the user enters."""

    def __init__(self, records: VkRecords, pages: Pages, authorization: Authorization) -> None:
        self._records = records
        self._pages = pages
        self._authorization = authorization
        self._handlers: dict[str, Handler] = {
            "entry": self._enter_login,
            "captcha": self._pass_captcha,
            "password": self._enter_password,
            "code": self._enter_code,
            "resend": self._resend_code,
            "method": self._choose_method,
            "consent": self._consent,
            "other": self._other_account,
            "cancel": self._cancel,
        }

    def routes(self) -> list[Route]:
        """Routes of the form."""
        return [
            Route("/auth/{screen}", self.show, methods=["GET"]),
            Route("/auth/{screen}", self.submit, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show a screen, or lead to where the form stands if the screen is not open to the user."""
        form, screen = self._form(request), request.path_params["screen"]
        account = self._account(form)
        if screen not in self.open_screens(request, form):
            return self._go_on(request, form)
        client = self._records.client(form.parameters["client_id"])
        assert client is not None
        notice = self._records.take_notice(form)
        if account and self._records.is_locked(account.user_id) and screen in ("password", "code", "method"):
            notice = "too_many"
        return self._pages.page(
            f"{screen}.html",
            form.parameters,
            form=form,
            account=account,
            phone=masked_phone(account.phone) if account else "",
            service=client.title,
            scope=client.get_allowed_scope(form.parameters.get("scope")).split(),
            notice=notice,
        )

    async def submit(self, request: Request) -> Response:
        """Take what the user entered on a screen, and lead to the next one."""
        form, name = self._form(request), request.path_params["screen"]
        fields = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        if not hmac.compare_digest(form.csrf.encode(), fields.get("csrf", "").encode()):
            raise HTTPException(403, "form_foreign")
        handler = self._handlers.get(name)
        if handler is None:
            raise HTTPException(404)
        if _ACTIONS.get(name, name) not in (None, *self.open_screens(request, form)):
            return self._go_on(request, form)
        return handler(request, form, fields)

    def open_screens(self, request: Request, form: Form) -> tuple[str, ...]:
        """Return the screens that the user may see at present; the form stands at the first of them."""
        account = self._account(form)
        if account is None:
            return ("entry",)
        if self._records.captcha_is_demanded(account.user_id):
            return ("captcha", "entry")
        if self.is_signed_in(request, form):
            return ("consent",)
        if account.second_step == "password":
            return ("password", "entry")
        return (form.method or "code", "code", "password", "method", "entry")

    def is_signed_in(self, request: Request, form: Form) -> bool:
        """Say whether the browser is signed in to the form's account, and this form may rely on it."""
        signed_in = self._records.session_user(browser.session_cookie(request))
        return form.proven and signed_in is not None and signed_in.user_id == form.user_id

    def _enter_login(self, request: Request, form: Form, fields: Fields) -> Response:
        account = self._records.account_by_login(fields.get("login", ""))
        if account is None:
            return self._again(form, "entry", "unknown_login")
        self._records.name_account(form, account.user_id)
        return self._begin_second_step(request, form)

    def _pass_captcha(self, request: Request, form: Form, fields: Fields) -> Response:
        account = self._named(form)
        if not fields.get("not_a_robot"):
            return self._again(form, "captcha", "robot")
        self._records.pass_captcha(account.user_id)
        return self._begin_second_step(request, form)

    def _begin_second_step(self, request: Request, form: Form) -> Response:
        """Go on to password or code; the code is sent on the way, so that reloading the screen sends none."""
        form = self._fresh(form)
        if self.open_screens(request, form)[0] == "code":
            self._send_code(form, self._named(form))
        return self._go_on(request, form)

    def _enter_password(self, request: Request, form: Form, fields: Fields) -> Response:
        account = self._named(form)
        if self._records.is_locked(account.user_id):
            return self._again(form, "password", "too_many")
        if not self._records.password_is_right(account, fields.get("password", "")):
            self._records.note_failure(account.user_id)
            return self._again(form, "password", "wrong_password")
        return self._sign_in(request, form, account)

    def _enter_code(self, request: Request, form: Form, fields: Fields) -> Response:
        account = self._named(form)
        if self._records.is_locked(account.user_id):
            return self._again(form, "code", "too_many")
        if not self._records.take_code(account.user_id, form.id, fields.get("otp", "").strip()):
            self._records.note_failure(account.user_id)
            return self._again(form, "code", "wrong_code")
        return self._sign_in(request, form, account)

    def _resend_code(self, _request: Request, form: Form, _fields: Fields) -> Response:
        if self._send_code(form, self._named(form)):
            self._records.set_notice(form, "code_resent")
        return _to(form, "code")

    def _choose_method(self, _request: Request, form: Form, fields: Fields) -> Response:
        match fields.get("method"):
            case "password":
                self._records.choose_method(form, "password")
                return _to(form, "password")
            case "sms":
                self._records.choose_method(form, "code")
                self._send_code(form, self._named(form))
                return _to(form, "code")
            case _:
                return self._again(form, "method", "no_reserve_codes")

    def _consent(self, _request: Request, form: Form, _fields: Fields) -> Response:
        self._records.close_form(form)
        return self._authorization.agree(form.parameters, self._named(form), form.device_id)

    def _other_account(self, _request: Request, form: Form, _fields: Fields) -> Response:
        self._records.name_account(form, None)
        return _to(form, "entry")

    def _cancel(self, _request: Request, form: Form, _fields: Fields) -> Response:
        self._records.close_form(form)
        return self._authorization.refuse(form.parameters, "access_denied", "The user has cancelled")

    def _send_code(self, form: Form, account: VkAccount) -> bool:
        sent = self._records.send_code(account.user_id, form.id)
        if not sent:
            self._records.set_notice(form, "too_many")
        return sent

    def _sign_in(self, request: Request, form: Form, account: VkAccount) -> Response:
        """Sign the browser in, under a new cookie, whoever was signed in before."""
        self._records.forget_failures(account.user_id)
        self._records.close_session(browser.session_cookie(request))
        self._records.prove(form)
        response = _to(form, "consent")
        browser.keep_session(response, self._records.open_session(account.user_id), SESSION_SECONDS)
        return response

    def _form(self, request: Request) -> Form:
        """Return the open form of the request, which has to come from the browser that it was opened in."""
        form = self._records.form(request.query_params.get("id", ""))
        if form is None or form.closed:
            raise HTTPException(410, "form_gone")
        if form.device_id != browser.device_id(request):
            raise HTTPException(403, "form_foreign")
        return form

    def _fresh(self, form: Form) -> Form:
        return self._records.form(form.id) or form

    def _account(self, form: Form) -> VkAccount | None:
        return None if form.user_id is None else self._records.account(form.user_id)

    def _named(self, form: Form) -> VkAccount:
        account = self._account(form)
        assert account is not None, "the screen is open only when an account was named"
        return account

    def _again(self, form: Form, screen: str, notice: str) -> Response:
        self._records.set_notice(form, notice)
        return _to(form, screen)

    def _go_on(self, request: Request, form: Form) -> Response:
        return _to(form, self.open_screens(request, form)[0])


def _to(form: Form, screen: str) -> RedirectResponse:
    return RedirectResponse(screen_address(form, screen), 303, {"Cache-Control": "no-store"})
