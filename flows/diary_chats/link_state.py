"""Whether a VK account is linked to the diary: how that is looked at, and made what it has to be, as a student
would.
"""

from __future__ import annotations

from typing import Literal

from flows.diary_chats.sign_in import being_let_in, send_password
from flows.diary_chats.student import StudentVisitor
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.vk_id.system import VK_ID
from verifier.authoring import SHARE_BEFORE_LIKENESS, Mismatch, State, Unavailable, complaints_on

LINKED, UNLINKED = "linked", "unlinked"


def enter(visitor: StudentVisitor) -> None:
    """Open the tab «Чаты», through the login page where the diary asks for it."""
    tab = visitor.on(ChatsTab)
    visitor.open(tab)
    if _asks_to_sign_in(visitor):
        send_password(visitor)
        _check_let_in(visitor)
    visitor.choose(tab.tab)


def glance(visitor: StudentVisitor) -> str:
    """Tell from the tab, which has been chosen, whether an account is linked."""
    tab = visitor.on(ChatsTab)
    shown = visitor.which_of(tab.unlink, tab.open_chats, tab.link)
    return UNLINKED if shown == tab.link else LINKED


def check_own(visitor: StudentVisitor, found: str) -> None:
    """Raise `Unavailable` when some other VK account is linked, or one whose name the page does not tell.

    It could be taken off, but nobody here could bring it back.
    """
    if found == LINKED and not visitor.on(ChatsTab).names_account(visitor.person.vk_name):
        raise Unavailable(
            "к дневнику привязан аккаунт VK из пула",
            "привязан какой-то другой, или имя аккаунта не показано",
            remedy="отвяжите его вручную или возьмите другую учётную запись",
        )


def put(visitor: StudentVisitor, wanted: str) -> None:
    """Link the student's VK account, or take it off."""
    tab = visitor.on(ChatsTab)
    if wanted == LINKED:
        visitor.press(tab.link)
        agree_in_vk_form(visitor)
        visitor.see(tab.unlink)
    else:
        visitor.press(tab.unlink)
        visitor.see(tab.link)


def _asks_to_sign_in(visitor: StudentVisitor) -> bool:
    """Say whether the diary shows its login page; what it shows at first may give way to that."""
    windows = visitor.windows
    login, tab = visitor.on(DiaryLogin), visitor.on(ChatsTab)

    def shown() -> Literal["login", "inside"] | None:
        page = windows.current
        assert page is not None, "the diary has been opened in it"
        if login.shows(page.url) and login.email.on(page).count():
            return "login"
        return "inside" if tab.content.on(page).count() and visitor.is_shown(tab.tab) else None

    def shown_at_last() -> Literal["login", "inside"] | None:
        """Take a page that asks its servers for nothing more for the diary, whatever its tab is called."""
        return shown() or (None if windows.network.is_busy() else "inside")

    early_ms = windows.patience_ms * SHARE_BEFORE_LIKENESS
    return (windows.await_state(shown, early_ms) or windows.await_state(shown_at_last)) == "login"


def _check_let_in(visitor: StudentVisitor) -> None:
    """Raise `Unavailable` when the diary does not take the account: that is no fault of the product's."""
    try:
        with being_let_in(visitor):
            visitor.left(visitor.on(DiaryLogin))
    except Mismatch as error:
        page = visitor.windows.current
        said = complaints_on(page) if page is not None else []
        if not said:
            raise
        raise Unavailable(
            "дневник пускает учётную запись из пула",
            f"страница сообщает: {visitor.privacy.text('; '.join(said))}",
            remedy="проверьте почту и пароль этой учётной записи",
        ) from error


LINK = State(
    "link",
    {LINKED: "аккаунт VK привязан", UNLINKED: "аккаунт VK не привязан"},
    begin=UNLINKED,
    enter=enter,
    glance=glance,
    check_own=check_own,
    put=put,
    takes={LINKED: [VK_ID.name]},
)
