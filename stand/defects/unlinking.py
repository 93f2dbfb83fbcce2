"""Unlinking that does not unlink, or too much."""

from __future__ import annotations

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.diary.records import VkLink
from stand.diary.session import Session
from stand.people import Pupil
from stand.server import Stand
from stand.vk_client import Tokens

_CHATS = "/static/chats.js"


@defect("unlink-not-stored", "Отвязка ничего не меняет.", claim="unlinked", kind="unlink")
def _unlink_not_stored(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.records, "unlink", lambda _pupil_id: None)


@defect(
    "unlink-only-hides",
    "Отвязка только прячет кнопку, привязка остаётся.",
    claim="unlinked",
    kind="unlink",
)
def _unlink_only_hides(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _CHATS,
        'await this.ask("DELETE", LINK);',
        "{ ...this.link, revoked: true, linked: false, account_name: null };",
    )


@defect(
    "unlink-keeps-the-token",
    "После отвязки у дневника остаётся действующий ключ к аккаунту VK.",
    claim="unlinked",
    kind="unlink",
)
def _unlink_keeps_the_token(stand: Stand, patch: Patch) -> None:
    async def pretend(_tokens: Tokens) -> bool:
        return True

    patch.method(stand.diary.linking._vk_id, "withdraw", pretend)


@defect(
    "unlink-of-another-pupil",
    "Отвязывается аккаунт другого ученика.",
    claim="unlinked",
    kind="unlink",
)
def _unlink_of_another_pupil(stand: Stand, patch: Patch) -> None:
    unlink = stand.diary.records.unlink
    patch.method(stand.diary.records, "unlink", lambda pupil_id: unlink(pupil_id + 1))


@defect(
    "unlink-of-everybody",
    "Отвязка отвязывает и других учеников.",
    claim="unlinked",
    kind="unlink",
    scenario="unlink beside another pupil",
)
def _unlink_of_everybody(stand: Stand, patch: Patch) -> None:
    database = stand.shared.database
    patch.method(stand.diary.records, "unlink", lambda _pupil_id: database.run("DELETE FROM diary_links"))


@defect(
    "link-comes-back-with-login",
    "После нового входа в дневник отвязанный аккаунт снова привязан.",
    claim="unlinked",
    kind="unlink",
)
def _link_comes_back_with_login(stand: Stand, patch: Patch) -> None:
    records, sessions = stand.diary.records, stand.diary.sessions
    unlink, open_session, gone = records.unlink, sessions.open, dict[int, VkLink]()

    def keep(pupil_id: int) -> None:
        if link := records.vk_link(pupil_id):
            gone[pupil_id] = link
        unlink(pupil_id)

    def restore(pupil: Pupil) -> Session:
        if link := gone.pop(pupil.id, None):
            records.link(pupil.id, link.vk_user_id, link.account_name, link)
        return open_session(pupil)

    patch.method(records, "unlink", keep)
    patch.method(sessions, "open", restore)


@defect(
    "unlink-shown-after-reload",
    "После отвязки кнопки меняются только после перезагрузки страницы.",
    claim="unlinked",
    kind="stale",
)
def _unlink_shown_after_reload(_stand: Stand, patch: Patch) -> None:
    old = "      this.release();\n      this.show(link);"
    patch.edit("diary", _CHATS, old, "      this.release();")
    patch.edit("diary", _CHATS, "async refresh() {", "async refresh() {\n    return;")


@defect(
    "unlink-elsewhere-not-seen",
    "Отвязка в другом окне не видна здесь и после перезагрузки.",
    claim="unlinked",
    kind="stale",
    scenario="unlink in another window",
)
def _unlink_elsewhere_not_seen(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _CHATS,
        'const link = await this.ask("GET", LINK);',
        'const link = JSON.parse(localStorage.link ?? "null") ?? await this.ask("GET", LINK);\n'
        "      if (link.linked) localStorage.link = JSON.stringify(link);",
    )


@defect(
    "open-chats-stays",
    "После отвязки кнопка «Перейти в чаты» остаётся.",
    claim="link-back",
    kind="state",
)
def _open_chats_stays(_stand: Stand, patch: Patch) -> None:
    remember_link(patch)
    link = 'this.button(texts.link, "button--primary", () => this.begin())'
    stays = 'localStorage.linked ? this.button(texts.open_chats, "", () => {}) : null'
    patch.edit("diary", _CHATS, link, f"{link}, {stays}")


@defect(
    "link-button-elsewhere",
    "После отвязки кнопка «Привязать к VK ID» стоит далеко от места, где была кнопка «Перейти в чаты».",
    claim="link-back",
    kind="state",
)
def _link_button_elsewhere(_stand: Stand, patch: Patch) -> None:
    remember_link(patch)
    place = 'class: localStorage.linked ? "buttons far" : "buttons"'
    patch.edit(
        "diary",
        _CHATS,
        '{ class: "buttons" }, this.button(texts.link,',
        f"{{ {place} }}, this.button(texts.link,",
    )
    patch.append("diary", "/static/diary.css", ".far { margin-top: 900px; }")


def remember_link(patch: Patch) -> None:
    """Let the browser know, when nothing is linked, that something was."""
    patch.edit("diary", _CHATS, "  linked(link) {", '  linked(link) {\n    localStorage.linked = "1";')
