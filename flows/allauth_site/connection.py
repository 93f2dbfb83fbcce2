"""Whether a VK account is connected to the reader's: how that is looked at, and made what it has to be."""

from __future__ import annotations

from typing import Literal

from flows.allauth_site.reader import ReaderVisitor
from flows.allauth_site.remove import remove_account
from flows.allauth_site.sign_in import send_password
from flows.vk_id.form import agree_in_vk_form
from pages.allauth_site.confirmation import ConfirmationPage
from pages.allauth_site.connections import ConnectionsPage
from pages.allauth_site.login import LoginPage
from pages.vk_id.system import VK_ID
from verifier.authoring import Mismatch, State, Unavailable

CONNECTED, UNCONNECTED = "connected", "unconnected"


def enter(visitor: ReaderVisitor) -> None:
    """Open the page of connected accounts, through the login page where the site asks for it."""
    visitor.open(visitor.on(ConnectionsPage))
    if _asks_to_sign_in(visitor):
        send_password(visitor)
        _check_let_in(visitor)
    visitor.see(visitor.on(ConnectionsPage).heading)


def glance(visitor: ReaderVisitor) -> str:
    """Tell from the page of connected accounts whether there is one that could be taken off."""
    connections = visitor.on(ConnectionsPage)
    shown = visitor.which_of(connections.remove, connections.vk)
    return CONNECTED if shown == connections.remove else UNCONNECTED


def check_own(visitor: ReaderVisitor, found: str) -> None:
    """Raise `Unavailable` when the account is not the reader's own, or not the only one.

    Others could be taken off, but nobody here could bring them back.
    """
    if found == CONNECTED and not visitor.on(ConnectionsPage).names_account(visitor.person.vk_name):
        raise Unavailable(
            "подключён только аккаунт VK из пула",
            "подключён какой-то другой, или их несколько",
            remedy="удалите его вручную или возьмите другую учётную запись",
        )


def put(visitor: ReaderVisitor, wanted: str) -> None:
    """Connect the reader's VK account, or take it off."""
    connections = visitor.on(ConnectionsPage)
    if wanted == CONNECTED:
        visitor.press(connections.vk)
        visitor.press(visitor.on(ConfirmationPage).proceed)
        agree_in_vk_form(visitor)
        visitor.see(connections.connected)
    else:
        remove_account(visitor)
        visitor.see(connections.removed)


def _asks_to_sign_in(visitor: ReaderVisitor) -> bool:
    windows, login, connections = visitor.windows, visitor.on(LoginPage), visitor.on(ConnectionsPage)

    def shown() -> Literal["login", "inside"] | None:
        page = windows.current
        assert page is not None, "the site has been opened in it"
        if login.shows(page.url):
            return "login"
        return "inside" if connections.shows(page.url) else None

    return windows.await_state(shown) == "login"


def _check_let_in(visitor: ReaderVisitor) -> None:
    """Raise `Unavailable` when the site does not take the account: that is no fault of the product's."""
    login = visitor.on(LoginPage)
    try:
        visitor.left(login)
    except Mismatch as error:
        if not login.complains():
            raise
        raise Unavailable(
            "сайт пускает учётную запись из пула",
            "страница входа сообщает об ошибке",
            remedy="проверьте имя и пароль этой учётной записи",
        ) from error


CONNECTION = State(
    "connection",
    {CONNECTED: "аккаунт VK подключён", UNCONNECTED: "аккаунт VK не подключён"},
    begin=UNCONNECTED,
    enter=enter,
    glance=glance,
    check_own=check_own,
    put=put,
    takes={CONNECTED: [VK_ID.name]},
)
