"""OAuth between the diary, the messenger and VK ID: checks that are not made (RFC 6749 §10, RFC 7636, RFC 9700)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.server import Stand
from stand.vk_client import Grant, Trip
from stand.vk_id.oauth import Pkce
from stand.vk_id.records import AuthorizationCode, Client, Form


@defect(
    "state-not-checked",
    "Дневник принимает ответ VK ID, который начал другой человек: привязывается чужой аккаунт.",
    claim="authorise",
    kind="oauth",
    scenario="answer of somebody else's trip",
)
def _state_not_checked(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.linking, "belongs", lambda *_: True)


@defect(
    "code-reused",
    "Один и тот же ответ VK ID привязывает аккаунт второй раз.",
    claim="authorise",
    kind="oauth",
    scenario="answer used twice",
)
def _code_reused(stand: Stand, patch: Patch) -> None:
    def forget_use(_code: AuthorizationCode) -> None:
        pass

    patch.method(stand.vk_id.records, "use_code", forget_use)
    patch.method(stand.diary.records, "spend_authorization", lambda _state: True)


@defect(
    "pkce-not-checked",
    "VK ID выдаёт ключ по чужому коду: PKCE не проверяется.",
    claim="authorise",
    kind="oauth",
    scenario="code of somebody else's trip",
)
def _pkce_not_checked(_stand: Stand, patch: Patch) -> None:
    patch.method(Pkce, "validate_code_verifier", lambda *_: None)


@defect(
    "vk-leads-to-any-address",
    "VK ID открывает форму для чужого адреса возврата.",
    claim="authorise",
    kind="oauth",
    scenario="foreign return address",
)
def _vk_leads_to_any_address(_stand: Stand, patch: Patch) -> None:
    patch.method(Client, "check_redirect_uri", lambda *_: True)


@defect(
    "cancel-links",
    "Отказ в форме VK всё равно привязывает аккаунт.",
    claim="authorise",
    kind="oauth",
    scenario="cancel at VK",
)
def _cancel_links(stand: Stand, patch: Patch) -> None:
    handlers = stand.vk_id.screens._handlers
    patch.method(stand.vk_id.screens, "_handlers", handlers | {"cancel": handlers["consent"]})


@defect(
    "consent-skipped",
    "VK не спрашивает согласия: после пароля аккаунт привязан без «Продолжить».",
    claim="authorise",
    kind="oauth",
)
def _consent_skipped(stand: Stand, patch: Patch) -> None:
    screens = stand.vk_id.screens
    go_on = screens._sign_in

    def at_once(request: Request, form: Form, account: object) -> Response:
        if form.parameters["client_id"] != stand.diary.client_id:
            return go_on(request, form, account)  # type: ignore[arg-type]
        return screens._consent(request, form, {})

    patch.method(screens, "_sign_in", at_once)


@defect(
    "vk-does-not-know-the-diary",
    "VK ID не узнаёт дневник и показывает ошибку вместо формы.",
    claim="vk-form",
    kind="oauth",
)
def _vk_does_not_know_the_diary(stand: Stand, patch: Patch) -> None:
    client = stand.vk_id.records.client

    def all_but_diary(client_id: str | None) -> Client | None:
        return None if client_id == stand.diary.client_id else client(client_id)

    patch.method(stand.vk_id.records, "client", all_but_diary)


@defect(
    "vk-answers-with-wrong-state",
    "VK ID возвращает в дневник чужой state, и привязка не состоится.",
    claim="press-continue",
    kind="oauth",
)
def _vk_answers_with_wrong_state(stand: Stand, patch: Patch) -> None:
    deliver = stand.vk_id.authorization.deliver

    def with_other_state(parameters: Mapping[str, str], answer: Mapping[str, str]) -> Response:
        return deliver(parameters, {**answer, "state": "another"})

    patch.method(stand.vk_id.authorization, "deliver", with_other_state)


@defect(
    "messenger-mistakes-the-account",
    "VK Мессенджер открывает чаты не того аккаунта, с которым вошли.",
    claim="chats-open",
    kind="account",
    scenario="chats of the account",
)
def _messenger_mistakes_the_account(stand: Stand, patch: Patch) -> None:
    exchange = stand.messenger._vk_id.exchange

    async def of_another(trip: Trip, code: str, device_id: str) -> Grant:
        await exchange(trip, code, device_id)
        other = stand.vk_id.issue_tokens(stand.messenger.client_id, stand.new_vk_account().user_id)
        return Grant(other.access_token, other.refresh_token, other.device_id, other.user_id)

    patch.method(stand.messenger._vk_id, "exchange", of_another)
