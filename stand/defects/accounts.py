"""The VK account that is offered on the way into the messenger."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.rewriting import Answer
from stand.server import Stand
from stand.vk_id.records import Form

_SERVICE = "VK Мессенджер"


def _offer(name: str, sentence: str, kind: str, old: str, new: str) -> None:
    def edit(answer: Answer) -> None:
        if _SERVICE in answer.text:
            answer.replace(old, new)

    def change(_stand: Stand, patch: Patch) -> None:
        patch.answer("vk_id", "/auth/consent", edit)

    defect(name, sentence, claim="linked-account", kind=kind)(change)


_BLOCK = '<div class="account" data-test-id="continue-as-account"'
_offer(
    "offer-without-account",
    "VK не показывает, с каким аккаунтом войдёт в VK Мессенджер.",
    "missing",
    _BLOCK,
    '<div class="account" hidden',
)
_offer(
    "offer-of-two-accounts",
    "VK предлагает для VK Мессенджера сразу два аккаунта.",
    "doubled",
    _BLOCK,
    f'{_BLOCK}><span class="account__phone">+7 900 •••-••-00</span></div>\n{_BLOCK}',
)
_offer(
    "offer-with-other-telephone",
    "VK предлагает для VK Мессенджера аккаунт с другим телефоном.",
    "account",
    '<span class="account__phone">+7 900',
    '<span class="account__phone">+7 911',
)


@defect(
    "offer-of-a-stranger",
    "VK предлагает для VK Мессенджера аккаунт чужого человека.",
    claim="linked-account",
    kind="account",
)
def _offer_of_a_stranger(stand: Stand, patch: Patch) -> None:
    records, screens = stand.vk_id.records, stand.vk_id.screens
    open_form, signed_in = records.open_form, screens.is_signed_in
    strangers: set[int] = set()

    def open_for_stranger(device_id: str, parameters: Mapping[str, str], remembered: int | None) -> Form:
        if parameters["client_id"] == stand.messenger.client_id and remembered is not None:
            remembered = stand.new_vk_account().user_id
            strangers.add(remembered)
        return open_form(device_id, parameters, remembered)

    def pass_for_stranger(request: Request, form: Form) -> bool:
        return form.user_id in strangers or signed_in(request, form)

    patch.method(records, "open_form", open_for_stranger)
    patch.method(screens, "is_signed_in", pass_for_stranger)
