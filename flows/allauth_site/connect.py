"""Connecting a VK account to the reader's own."""

from __future__ import annotations

from flows.allauth_site.reader import ReaderWalk
from flows.allauth_site.record import check_record
from flows.vk_id.form import agree_in_vk_form, go_through_vk_form
from pages.allauth_site.confirmation import ConfirmationPage
from pages.allauth_site.connections import ConnectionsPage
from pages.allauth_site.menu import Menu
from pages.vk_id.form import VkIdForm
from verifier.authoring import proves


@proves("connections-page")
def connections_page_opens(walk: ReaderWalk) -> None:
    """Choose the page in the menu."""
    walk.press(walk.on(Menu).connections)
    walk.see(walk.on(ConnectionsPage).heading)


@proves("none-yet", needs="unconnected")
def nothing_is_connected_yet(walk: ReaderWalk) -> None:
    """See the way to connect an account and no account; the record has none either."""
    connections = walk.on(ConnectionsPage)
    walk.see(connections.add)
    walk.gone(connections.choice)
    check_record(walk, "none")


@proves("choose-vk", needs="unconnected")
def vk_can_be_chosen(walk: ReaderWalk) -> None:
    """Choose VK among the services that stand under the heading."""
    connections = walk.on(ConnectionsPage)
    walk.see(connections.add, connections.services)
    walk.press(connections.vk)


@proves("vk-form", needs="unconnected")
def vk_form_opens(walk: ReaderWalk) -> None:
    """Go on from the site's own page; VK's form comes in its place, showing a screen that is known."""
    confirmation, form = walk.on(ConfirmationPage), walk.on(VkIdForm)
    walk.see(confirmation.heading)
    walk.press(confirmation.proceed)
    walk.at(form)
    walk.see(form.mark(form.screen()))


@proves("authorise", changes=True)
def authorise(walk: ReaderWalk) -> None:
    """See that nothing is connected yet, then go through VK's form up to its last screen."""
    connections = walk.on(ConnectionsPage)
    with walk.another_window():
        walk.open(connections)
        walk.see(connections.heading)
        walk.gone(connections.choice)
    check_record(walk, "none")
    go_through_vk_form(walk)


@proves("connected", changes=True)
def agreeing_connects(walk: ReaderWalk) -> None:
    """Agree in VK's form; the site says that the account is connected, and its record has it."""
    form = walk.on(VkIdForm)
    walk.press(form.proceed)
    walk.left(form)
    walk.see(walk.on(ConnectionsPage).connected)
    check_record(walk, "own", shown=True)


@proves("listed", needs="connected")
def account_is_listed(walk: ReaderWalk) -> None:
    """Find the reader's account in the list, and there again after a reload."""
    connections = walk.on(ConnectionsPage)
    walk.see(connections.heading)
    see_account(walk)
    with walk.aside():
        walk.reload(connections)
        see_account(walk)


@proves("connected-again", changes=True)
def account_can_be_connected_again(walk: ReaderWalk) -> None:
    """Go the whole way once more and see its result."""
    connections = walk.on(ConnectionsPage)
    walk.press(connections.vk)
    walk.press(walk.on(ConfirmationPage).proceed)
    agree_in_vk_form(walk)
    walk.see(connections.connected)
    see_account(walk)
    check_record(walk, "own", shown=True)


def see_account(walk: ReaderWalk) -> None:
    """See one account in the list, marked as VK's, and under the reader's name."""
    connections = walk.on(ConnectionsPage)
    walk.see(connections.badge)
    walk.check(
        connections.names_account(walk.person.vk_name),
        "в списке аккаунт VK читателя",
        "в списке аккаунт с другим именем",
    )
