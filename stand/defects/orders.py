"""Defects that show only when things are done in a certain order; each sentence tells the order that shows it.

The documented walk passes all of them by: they are found by exploring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.requests import Request

from stand.defects.catalogue import EXPLORER, Change, defect
from stand.defects.patch import Patch
from stand.diary.records import VkLink
from stand.diary.session import Session
from stand.messenger.sessions import Profile
from stand.server import Stand
from stand.vk_client import Tokens

_CHATS = "/static/chats.js"


def _enter(name: str, sentence: str, claim: str, kind: str, patch: Change) -> None:
    defect(name, sentence, claim=claim, kind=kind, scenario=EXPLORER)(patch)


def _unlink_after_a_cancel_fails(stand: Stand, patch: Patch) -> None:
    linking, records, cancelled = stand.diary.linking, stand.diary.records, set[int]()
    settle, unlink = linking.settle, records.unlink

    async def remember(request: Request, session: Session) -> str:
        outcome = await settle(request, session)
        if outcome == "cancelled":
            cancelled.add(session.pupil.id)
        return outcome

    def refuse(pupil_id: int) -> None:
        if pupil_id not in cancelled:
            unlink(pupil_id)

    patch.method(linking, "settle", remember)
    patch.method(records, "unlink", refuse)


_enter(
    "unlink-after-a-cancel-fails",
    "Отказаться в форме VK, потом привязать и отвязать аккаунт: отвязка ничего не меняет.",
    "unlinked",
    "unlink",
    _unlink_after_a_cancel_fails,
)


def _log_out_leaves_a_token(stand: Stand, patch: Patch) -> None:
    vk_id, records, left = stand.diary.linking._vk_id, stand.diary.records, set[int]()
    withdraw, revoke = vk_id.withdraw, records.revoke_session

    def remember(jti: str) -> None:
        pupil_id = records.session_pupil(jti)
        if pupil_id is not None and (account := records.linked_vk_user(pupil_id)):
            left.add(account)
        revoke(jti)

    async def forget(link: VkLink) -> bool:
        return True if link.vk_user_id in left else await withdraw(link)

    patch.method(records, "revoke_session", remember)
    patch.method(vk_id, "withdraw", forget)


_enter(
    "log-out-leaves-a-token",
    "Привязать, выйти, снова войти и отвязать: у дневника остаётся действующий ключ к аккаунту VK.",
    "unlinked",
    "unlink",
    _log_out_leaves_a_token,
)


def _cancel_brings_the_link_back(stand: Stand, patch: Patch) -> None:
    linking, records, former = stand.diary.linking, stand.diary.records, dict[int, VkLink]()
    settle, unlink = linking.settle, records.unlink

    def keep(pupil_id: int) -> None:
        if link := records.vk_link(pupil_id):
            former[pupil_id] = link
        unlink(pupil_id)

    async def restore(request: Request, session: Session) -> str:
        outcome = await settle(request, session)
        link = former.get(session.pupil.id)
        if outcome == "cancelled" and link is not None:
            records.link(session.pupil.id, link.vk_user_id, link.account_name, link)
        return outcome

    patch.method(records, "unlink", keep)
    patch.method(linking, "settle", restore)


_enter(
    "cancel-brings-the-link-back",
    "Отвязать аккаунт, начать привязку и отказаться в форме VK: прежний аккаунт снова привязан.",
    "unlinked",
    "relink",
    _cancel_brings_the_link_back,
)


def _two_cancels_lock_linking(stand: Stand, patch: Patch) -> None:
    linking, cancels = stand.diary.linking, Counter[int]()
    settle, link = linking.settle, stand.diary.records.link

    async def count(request: Request, session: Session) -> str:
        outcome = await settle(request, session)
        cancels[session.pupil.id] += outcome == "cancelled"
        return outcome

    def refuse(pupil_id: int, vk_user_id: int, account_name: str, tokens: Tokens) -> None:
        if cancels[pupil_id] < 2:
            link(pupil_id, vk_user_id, account_name, tokens)

    patch.method(linking, "settle", count)
    patch.method(stand.diary.records, "link", refuse)


_enter(
    "two-cancels-lock-linking",
    "Дважды отказаться в форме VK, потом согласиться: аккаунт не привязан.",
    "press-continue",
    "state",
    _two_cancels_lock_linking,
)


def _third_visit_hides_unlink(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary", _CHATS, "  linked(link) {", "  linked(link) {\n    window.visits = (window.visits ?? 0) + 1;"
    )
    button = 'this.button(texts.unlink, "button--danger", () => this.unlink())'
    patch.edit("diary", _CHATS, button, f"window.visits > 2 ? null : {button}")


_enter(
    "third-visit-hides-unlink",
    "Привязать и трижды без перезагрузки открыть вкладку «Чаты»: кнопки «Отвязать аккаунт от VK ID» нет.",
    "linked-buttons",
    "state",
    _third_visit_hides_unlink,
)


def _second_chat_replaces_the_first(stand: Stand, patch: Patch) -> None:
    records, made = stand.messenger.records, dict[int, int]()
    create_chat = records.create_chat

    def replace(
        user_id: int, title: str, members: Sequence[str], profile: Profile, key: str | None = None
    ) -> int:
        peer_id = create_chat(user_id, title, members, profile, key)
        if made.get(user_id, peer_id) != peer_id:
            stand.shared.database.run("DELETE FROM messenger_members WHERE peer_id = ?", made[user_id])
        made[user_id] = peer_id
        return peer_id

    patch.method(records, "create_chat", replace)


_enter(
    "second-chat-replaces-the-first",
    "Создать чат, потом ещё один: первый пропадает из списка.",
    "create-chat",
    "chat",
    _second_chat_replaces_the_first,
)


def _search_hides_the_new_chat(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "messenger", "/static/messenger.js", "    list.clearSearch();\n    go(`/convo/", "    go(`/convo/"
    )


_enter(
    "search-hides-the-new-chat",
    "Найти чат поиском, потом создать новый: в списке его не видно.",
    "create-chat",
    "chat",
    _search_hides_the_new_chat,
)


def _back_keeps_the_old_link(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _CHATS,
        "  show(link) {",
        "  show(link) {\n    if (link.linked) [window.kept, window.lastLink] = [window.cameBack, link];\n"
        "    else if (window.kept && this.link === null) link = window.lastLink;",
    )
    patch.append(
        "diary", "/static/main.js", '\naddEventListener("popstate", () => { window.cameBack = true; });\n'
    )


_enter(
    "back-keeps-the-old-link",
    "Вернуться кнопкой «Назад» из вкладки с привязкой, выбрать её снова, отвязать и выбрать ещё раз: "
    "показана прежняя привязка.",
    "unlinked",
    "stale",
    _back_keeps_the_old_link,
)
