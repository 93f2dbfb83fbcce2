"""Readers who change their mind, press too soon or too often, or bring an account that is somebody else's."""

from __future__ import annotations

from flows.allauth_site.connect import see_account
from flows.allauth_site.connection import enter
from flows.allauth_site.reader import ReaderWalk
from flows.allauth_site.record import check_record
from flows.allauth_site.remove import remove_account, see_no_account
from flows.allauth_site.stand import RunningSite, SiteRecord
from flows.vk_id.form import agree_in_vk_form, go_through_vk_form
from pages.allauth_site.cancelled import CancelledPage
from pages.allauth_site.confirmation import ConfirmationPage
from pages.allauth_site.connections import ConnectionsPage
from pages.allauth_site.emails import EmailsPage
from pages.allauth_site.login import LoginPage
from pages.vk_id.form import VkIdForm


def go_to_vk(walk: ReaderWalk) -> None:
    """Go from the page of connected accounts to VK's form."""
    walk.press(walk.on(ConnectionsPage).vk)
    walk.press(walk.on(ConfirmationPage).proceed)
    walk.at(walk.on(VkIdForm))


def test_wrong_password_lets_nobody_in(walk: ReaderWalk) -> None:
    login = walk.on(LoginPage)
    with walk.proving("login-page"):
        walk.open(login)
        walk.fill_in({login.username: walk.person.login, login.password: "Ne-tot-parol-7"}, then=login.submit)
        walk.see(login.complaint, login.heading)
    with walk.proving("signed-in"):
        walk.fill_in(
            {login.username: walk.person.login, login.password: walk.person.password}, then=login.submit
        )
        walk.see(walk.on(EmailsPage).heading)


def test_cancelling_at_vk_connects_nothing_and_connecting_stays_possible(at_connections: ReaderWalk) -> None:
    walk, connections = at_connections, at_connections.on(ConnectionsPage)
    with walk.proving("authorise"):
        go_to_vk(walk)
        walk.click(walk.on(VkIdForm).cancel)
        walk.see(walk.on(CancelledPage).heading)
        check_record(walk, "none")
        enter(walk)
        see_no_account(walk)
    with walk.proving("connected"):
        go_to_vk(walk)
        agree_in_vk_form(walk)
        walk.see(connections.connected)
        check_record(walk, "own")


def test_account_of_another_member_is_refused_and_stays_his(
    beside: RunningSite, record: SiteRecord, at_connections: ReaderWalk
) -> None:
    walk, connections = at_connections, at_connections.on(ConnectionsPage)
    other = beside.newcomer()
    other.record.connect(record.account)
    go_to_vk(walk)
    agree_in_vk_form(walk)
    walk.see(connections.taken)
    check_record(walk, "none")
    assert other.record.connected(other.person) == "other"


def test_account_that_is_not_marked_is_not_removed(connected: ReaderWalk) -> None:
    walk, connections = connected, connected.on(ConnectionsPage)
    with walk.proving("press-remove"):
        walk.press(connections.remove)
        see_account(walk)
        check_record(walk, "own")
        remove_account(walk)
        walk.see(connections.removed)
        check_record(walk, "none")


def test_agreeing_twice_in_haste_connects_once(at_connections: ReaderWalk) -> None:
    walk = at_connections
    with walk.proving("connected"):
        go_to_vk(walk)
        go_through_vk_form(walk)
        walk.press_twice(walk.on(VkIdForm).proceed)
        walk.left(walk.on(VkIdForm))
        enter(walk)
        see_account(walk)
        check_record(walk, "own")


def test_connecting_the_same_account_again_changes_nothing(connected: ReaderWalk) -> None:
    walk, connections = connected, connected.on(ConnectionsPage)
    with walk.proving("connected-again"):
        go_to_vk(walk)
        agree_in_vk_form(walk)
        walk.see(connections.connected)
        see_account(walk)
        check_record(walk, "own")
