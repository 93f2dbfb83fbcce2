"""The link between pupil and VK account: not stored, stored for somebody else, or lost again."""

from __future__ import annotations

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.diary.records import Authorization, VkLink
from stand.diary.session import Session
from stand.server import Stand
from stand.vk_client import Tokens

_CHATS = "/static/chats.js"
_LASTS = "link lasts"


@defect(
    "link-not-stored",
    "Дневник сообщает о привязке, но не записывает её.",
    claim="press-continue",
    kind="state",
)
def _link_not_stored(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.records, "link", lambda *_: None)


@defect(
    "link-stored-for-another-pupil",
    "Аккаунт VK привязывается к другому ученику.",
    claim="press-continue",
    kind="state",
)
def _link_stored_for_another_pupil(stand: Stand, patch: Patch) -> None:
    link = stand.diary.records.link

    def link_other(_pupil_id: int, vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        link(stand.new_student().pupil.id, vk_user_id, account_name, tokens)

    patch.method(stand.diary.records, "link", link_other)


@defect(
    "other-account-linked",
    "К дневнику привязывается не тот аккаунт VK, с которым вошли.",
    claim="press-continue",
    kind="account",
)
def _other_account_linked(stand: Stand, patch: Patch) -> None:
    link = stand.diary.records.link

    def link_other(pupil_id: int, _vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        link(pupil_id, stand.new_vk_account().user_id, account_name, tokens)

    patch.method(stand.diary.records, "link", link_other)


@defect(
    "account-taken-over",
    "Аккаунт VK, привязанный к другому ученику, без слов переходит к новому.",
    claim="press-continue",
    kind="account",
    scenario="VK account of another pupil",
)
def _account_taken_over(stand: Stand, patch: Patch) -> None:
    link = stand.diary.records.link

    def take_over(pupil_id: int, vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        stand.shared.database.run("DELETE FROM diary_links WHERE vk_user_id = ?", vk_user_id)
        link(pupil_id, vk_user_id, account_name, tokens)

    patch.method(stand.diary.records, "link", take_over)


@defect(
    "linked-before-authorising",
    "Аккаунт VK привязан уже от нажатия «Привязать к VK ID».",
    claim="authorise",
    kind="state",
)
def _linked_before_authorising(stand: Stand, patch: Patch) -> None:
    new_authorization = stand.diary.linking._new_authorization

    def link_at_once(session: Session) -> Authorization:
        student = next(one for one in stand.students if one.pupil.id == session.pupil.id)
        stand.link(student.pupil, student.vk)
        return new_authorization(session)

    patch.method(stand.diary.linking, "_new_authorization", link_at_once)


@defect(
    "buttons-only-after-reload",
    "После привязки новые кнопки видны только после перезагрузки страницы.",
    claim="linked-buttons",
    kind="stale",
    link_window="popup",
)
def _buttons_only_after_reload(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", _CHATS, "    this.release();\n    this.load(outcome);", "    this.release();")
    patch.edit("diary", _CHATS, "async refresh() {", "async refresh() {\n    return;")


@defect(
    "link-shown-once",
    "Привязка видна один раз: после перезагрузки страницы её нет.",
    claim="linked-buttons",
    kind="state",
    scenario=_LASTS,
)
def _link_shown_once(stand: Stand, patch: Patch) -> None:
    vk_link, seen = stand.diary.records.vk_link, set[str]()
    state = stand.diary.linking._state

    def state_once(session: Session) -> dict[str, object]:
        link = vk_link(session.pupil.id)
        shown = state(session)
        if link is None or link.access_token not in seen:
            seen.update({link.access_token} if link else ())
            return shown
        return shown | {"linked": False, "account_name": None}

    patch.method(stand.diary.linking, "_state", state_once)


@defect(
    "link-shown-until-log-out",
    "После нового входа в дневник привязки нет.",
    claim="linked-buttons",
    kind="state",
    scenario=_LASTS,
)
def _link_shown_until_log_out(stand: Stand, patch: Patch) -> None:
    linking, linked_in = stand.diary.linking, set[str]()
    make, state = linking._link, linking._state

    async def note_session(authorization: Authorization, code: str, device_id: str, session: Session) -> None:
        await make(authorization, code, device_id, session)
        linked_in.add(session.jti)

    def state_here(session: Session) -> dict[str, object]:
        shown = state(session)
        return shown if session.jti in linked_in else shown | {"linked": False, "account_name": None}

    patch.method(linking, "_link", note_session)
    patch.method(linking, "_state", state_here)


@defect(
    "link-shown-in-one-window",
    "Во втором окне дневника привязки не видно.",
    claim="linked-buttons",
    kind="state",
    scenario=_LASTS,
)
def _link_shown_in_one_window(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _CHATS,
        "  if (outcome !== null) history",
        '  if (outcome === "linked") sessionStorage.linked = "1";\n  if (outcome !== null) history',
    )
    patch.edit(
        "diary",
        _CHATS,
        "  show(link) {",
        "  show(link) {\n    if (!sessionStorage.linked) link = { ...link, linked: false };",
    )


@defect(
    "link-shown-to-the-next-pupil",
    "Следующему ученику в том же браузере показана чужая привязка.",
    claim="signed-in",
    kind="state",
    scenario="second student in the same browser",
)
def _link_shown_to_the_next_pupil(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _CHATS,
        "  show(link) {",
        "  show(link) {\n    if (link.linked) localStorage.link = JSON.stringify(link);\n"
        "    else if (localStorage.link) link = JSON.parse(localStorage.link);",
    )


@defect(
    "link-forgotten-in-the-messenger",
    "Пока открыт VK Мессенджер, дневник забывает привязку.",
    claim="press-unlink",
    kind="state",
)
def _link_forgotten_in_the_messenger(stand: Stand, patch: Patch) -> None:
    vk_link = stand.diary.records.vk_link
    entered, remember = set[int](), stand.messenger.records.remember_person

    def note_entry(user_id: int, name: str) -> None:
        entered.add(user_id)
        remember(user_id, name)

    def forget(pupil_id: int) -> VkLink | None:
        link = vk_link(pupil_id)
        return None if link is None or link.vk_user_id in entered else link

    patch.method(stand.messenger.records, "remember_person", note_entry)
    patch.method(stand.diary.records, "vk_link", forget)
