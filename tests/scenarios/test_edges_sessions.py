"""Sessions that end too early: log out in another window, time that runs out, at each point of the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.record import check_record
from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.vk_id.form import VkIdForm
from stand.server import Stand, Student
from tests.support.on_stand import end_vk_session
from tests.support.sights import (
    BOTH_WINDOWS,
    check_keys,
    go_to_screen,
    go_to_vk,
    see_linked,
    see_unlinked,
)

EndSession = Callable[[], None]


@BOTH_WINDOWS
def test_link_pressed_after_log_out_elsewhere_asks_for_a_login_and_opens_no_form(
    signed_in: StudentWalk,
) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    walk.choose(tab.tab)
    walk.see(tab.link)
    _log_out_in_another_window(walk)
    with walk.proving("press-link"):
        walk.press(tab.link)
        walk.see(walk.on(DiaryLogin).password)
        shown = walk.settled_count(1)
        walk.check(shown == 1, "открыто одно окно", f"открыто окон: {shown}")
        send_password(walk)
        see_unlinked(walk)


def test_unlink_pressed_after_log_out_elsewhere_asks_for_a_login_and_unlinks_nothing(
    linked: StudentWalk,
) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    walk.see(tab.unlink)
    _log_out_in_another_window(walk)
    with walk.proving("press-unlink"):
        walk.press(tab.unlink)
        walk.see(walk.on(DiaryLogin).password)
        check_record(walk, linked=True)
        send_password(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_whoever_comes_back_from_vk_after_log_out_elsewhere_has_linked_nothing(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        _log_out_in_another_window(walk)
        agree_in_vk_form(walk)
        _sign_in_again_and_see_nothing_linked(walk, stand, stand_student)


def test_log_out_while_the_tab_is_open_leaves_no_button_of_the_pupil(linked: StudentWalk) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("signed-in"):
        see_linked(walk)
        walk.click(tab.log_out)
        walk.see(walk.on(DiaryLogin).password)
        walk.left(tab)
        send_password(walk)
        walk.see(tab.content)
        check_record(walk, linked=True)


@BOTH_WINDOWS
def test_session_that_ends_before_the_press_leads_through_the_login_back_to_the_chats(
    end_session: EndSession, signed_in: StudentWalk
) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    walk.choose(tab.tab)
    walk.see(tab.link)
    end_session()
    with walk.proving("press-link"):
        walk.press(tab.link)
        walk.see(walk.on(DiaryLogin).password)
        walk.left(walk.on(VkIdForm))
        send_password(walk)
        see_unlinked(walk)
    with walk.proving("press-continue"):
        walk.press(tab.link)
        agree_in_vk_form(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_agreement_given_after_the_session_has_ended_links_nothing(
    end_session: EndSession, stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        end_session()
        agree_in_vk_form(walk)
        _sign_in_again_and_see_nothing_linked(walk, stand, stand_student)
        walk.left_alone(walk.on(ChatsTab))
    with walk.proving("press-continue"):
        walk.press(walk.on(ChatsTab).link)
        agree_in_vk_form(walk)
        see_linked(walk)


def test_session_that_ends_after_linking_takes_no_link_with_it(
    end_session: EndSession, stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    go_to_screen(walk, "consent")
    agree_in_vk_form(walk)
    see_linked(walk)
    end_session()
    with walk.proving("linked-buttons"):
        walk.reload(tab)
        walk.see(walk.on(DiaryLogin).password)
        walk.left(tab)
        send_password(walk)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


def test_session_that_ends_before_unlinking_unlinks_nothing(
    end_session: EndSession, linked: StudentWalk
) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    walk.see(tab.unlink)
    end_session()
    with walk.proving("press-unlink"):
        walk.press(tab.unlink)
        walk.see(walk.on(DiaryLogin).password)
        check_record(walk, linked=True)
        send_password(walk)
        see_linked(walk)
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)


def test_login_after_the_end_of_a_session_leads_to_the_page_that_was_open(
    end_session: EndSession, signed_in: StudentWalk
) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    walk.click(tab.marks)
    address = walk.at(tab).url
    end_session()
    with walk.proving("signed-in"):
        walk.reload(tab)
        walk.see(walk.on(DiaryLogin).password)
        walk.left(tab)
        send_password(walk)
        walk.see(tab.content)
        there = walk.at(tab).url
        walk.check(there == address, "открыт раздел, который был открыт", f"открыт другой: {there}")


def test_vk_session_that_ends_at_the_last_screen_asks_for_the_password_and_links_nothing(
    stand: Stand, context: BrowserContext, signed_in: StudentWalk
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        end_vk_session(stand, context)
        walk.press(form.proceed)
        walk.see(form.password)
        walk.gone(form.consent)
        check_record(walk, linked=False)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


@pytest.mark.parametrize("second_step", ["password", "code"])
def test_vk_session_that_has_ended_offers_no_account_when_linking_again(
    stand: Stand, context: BrowserContext, linked: StudentWalk
) -> None:
    walk, form = linked, linked.on(VkIdForm)
    walk.press(walk.on(ChatsTab).unlink)
    see_unlinked(walk)
    end_vk_session(stand, context)
    with walk.proving("relinked"):
        go_to_vk(walk)
        walk.see(form.login)
        walk.gone(form.offered)
        agree_in_vk_form(walk)
        see_linked(walk)


def _log_out_in_another_window(walk: StudentWalk) -> None:
    with walk.another_window():
        walk.open(walk.on(ChatsTab))
        walk.click(walk.on(ChatsTab).log_out)
        walk.see(walk.on(DiaryLogin).password)


def _sign_in_again_and_see_nothing_linked(walk: StudentWalk, stand: Stand, student: Student) -> None:
    """Sign in where VK has led back to: the tab «Чаты» opens, and VK's answer has opened nothing."""
    walk.see(walk.on(DiaryLogin).password)
    check_record(walk, linked=False)
    send_password(walk)
    see_unlinked(walk)
    check_keys(walk, stand, student.vk, 0)
