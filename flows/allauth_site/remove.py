"""Taking the VK account off the reader's own."""

from __future__ import annotations

from flows.allauth_site.reader import ReaderVisitor, ReaderWalk
from flows.allauth_site.record import check_record
from pages.allauth_site.connections import ConnectionsPage
from verifier.authoring import proves


@proves("press-remove", changes=True)
def press_remove(walk: ReaderWalk) -> None:
    """Choose the account in the list and press the button below it."""
    walk.see(walk.on(ConnectionsPage).choice)
    remove_account(walk)


@proves("removed", changes=True)
def account_is_removed(walk: ReaderWalk) -> None:
    """See the site say so; its record has no account any more."""
    walk.see(walk.on(ConnectionsPage).removed)
    check_record(walk, "none", shown=True)


@proves("list-empty", changes=True)
def list_is_empty(walk: ReaderWalk) -> None:
    """See that the account is off the list and stays off it."""
    connections = walk.on(ConnectionsPage)
    see_no_account(walk)
    with walk.aside():
        walk.reload(connections)
        see_no_account(walk)


def remove_account(visitor: ReaderVisitor) -> None:
    """Choose the account in the list and take it off."""
    connections = visitor.on(ConnectionsPage)
    visitor.click(connections.choice)
    visitor.press(connections.remove)


def see_no_account(walk: ReaderWalk) -> None:
    """See the page without an account in its list, and without the button that takes one off."""
    connections = walk.on(ConnectionsPage)
    walk.see(connections.heading)
    walk.gone(connections.choice)
    walk.miss(connections.remove)
