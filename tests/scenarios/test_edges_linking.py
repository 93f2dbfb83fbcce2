"""Linking and unlinking by hands that change their mind or press twice, and what lasts of it."""

from __future__ import annotations

from flows.diary_chats.link import LINK
from flows.diary_chats.sign_in import send_password
from stand.server import Stand, Student
from tests.support.sights import (
    BOTH_WINDOWS,
    agree,
    check_keys,
    go_to_screen,
    see_linked,
    see_unlinked,
)
from verifier.walk.walk import Walk


@BOTH_WINDOWS
def test_cancel_at_vk_leaves_the_account_unlinked_and_linking_possible(signed_in: Walk) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        walk.click(walk.vk_id_form.cancel)
        walk.left(walk.vk_id_form)
        see_unlinked(walk)
    with walk.proving("press-continue"):
        walk.press(walk.chats_tab.link)
        agree(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_double_click_on_link_opens_one_form(signed_in: Walk) -> None:
    walk = signed_in
    walk.choose(walk.chats_tab.tab)
    with walk.proving("vk-form"):
        walk.press_twice(walk.chats_tab.link)
        walk.at(walk.vk_id_form)
        shown = walk.settled_count(1, walk.vk_id_form)
        walk.check(shown == 1, "форма VK в одном окне", f"она в {shown} окнах")
    with walk.proving("press-continue"):
        agree(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_double_click_on_continue_links_once(stand: Stand, stand_student: Student, signed_in: Walk) -> None:
    walk = signed_in
    with walk.proving("press-continue"):
        go_to_screen(walk, "consent")
        walk.press_twice(walk.vk_id_form.proceed)
        walk.left(walk.vk_id_form)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


def test_double_click_on_unlink_does_not_begin_to_link_again(linked: Walk) -> None:
    walk = linked
    with walk.proving("unlinked"):
        walk.press_twice(walk.chats_tab.unlink)
        see_unlinked(walk)
        shown = walk.settled_count(0, walk.vk_id_form)
        walk.check(shown == 0, "форма VK не открылась", f"она в {shown} окнах")


@BOTH_WINDOWS
def test_link_survives_reload_new_login_and_shows_in_a_second_window(signed_in: Walk) -> None:
    walk = signed_in
    walk.take(LINK)
    with walk.proving("linked-buttons"):
        walk.reload(walk.chats_tab)
        see_linked(walk)
        with walk.another_window():
            walk.open(walk.chats_tab)
            walk.choose(walk.chats_tab.tab)
            see_linked(walk)
        walk.forget_session(walk.chats_tab)
        walk.open(walk.diary_login)
        send_password(walk)
        walk.choose(walk.chats_tab.tab)
        see_linked(walk)


def test_linking_and_unlinking_three_times_over_leaves_no_key_behind(
    stand: Stand, stand_student: Student, linked: Walk
) -> None:
    walk = linked
    with walk.proving("relinked"):
        for _ in range(3):
            walk.press(walk.chats_tab.unlink)
            see_unlinked(walk)
            check_keys(walk, stand, stand_student.vk, 0)
            walk.press(walk.chats_tab.link)
            agree(walk)
            see_linked(walk)
            check_keys(walk, stand, stand_student.vk, 1)
