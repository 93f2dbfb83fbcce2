"""Linking again, which works no more or remembers too much."""

from __future__ import annotations

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.defects.unlinking import remember_link
from stand.diary.records import PupilHasLink
from stand.diary.session import Session
from stand.server import Stand
from stand.vk_client import Tokens

_CHATS = "/static/chats.js"


@defect("relink-refused", "Второй раз привязать аккаунт VK нельзя.", claim="relinked", kind="relink")
def _relink_refused(stand: Stand, patch: Patch) -> None:
    records, parted = stand.diary.records, set[int]()
    link, unlink = records.link, records.unlink

    def note(pupil_id: int) -> None:
        parted.add(pupil_id)
        unlink(pupil_id)

    def refuse(pupil_id: int, vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        if pupil_id in parted:
            raise PupilHasLink("once is enough")
        link(pupil_id, vk_user_id, account_name, tokens)

    patch.method(records, "unlink", note)
    patch.method(records, "link", refuse)


@defect(
    "relink-button-dead",
    "После отвязки кнопка «Привязать к VK ID» ничего не делает.",
    claim="relinked",
    kind="dead",
)
def _relink_button_dead(_stand: Stand, patch: Patch) -> None:
    remember_link(patch)
    patch.edit(
        "diary", _CHATS, "  async begin() {", "  async begin() {\n    if (localStorage.linked) return;"
    )


@defect(
    "relink-keeps-the-old-account",
    "При повторной привязке остаётся прежний аккаунт VK, хотя вошли с другим.",
    claim="relinked",
    kind="relink",
    scenario="another account after unlinking",
)
def _relink_keeps_the_old_account(stand: Stand, patch: Patch) -> None:
    link, first = stand.diary.records.link, dict[int, int]()

    def link_first(pupil_id: int, vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        link(pupil_id, first.setdefault(pupil_id, vk_user_id), account_name, tokens)

    patch.method(stand.diary.records, "link", link_first)


@defect(
    "relink-not-shown",
    "Повторная привязка записана, но кнопки не меняются.",
    claim="relinked",
    kind="stale",
)
def _relink_not_shown(stand: Stand, patch: Patch) -> None:
    records, parted = stand.diary.records, set[int]()
    unlink, state = records.unlink, stand.diary.linking._state

    def note(pupil_id: int) -> None:
        parted.add(pupil_id)
        unlink(pupil_id)

    def state_of_old(session: Session) -> dict[str, object]:
        shown = state(session)
        return shown | {"linked": False, "account_name": None} if session.pupil.id in parted else shown

    patch.method(records, "unlink", note)
    patch.method(stand.diary.linking, "_state", state_of_old)
