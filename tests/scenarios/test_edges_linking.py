"""Linking and unlinking by hands that change their mind or press twice, and what lasts of it."""

from __future__ import annotations

from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.vk_id.form import VkIdForm
from stand.server import Stand, Student
from tests.support.sights import (
    BOTH_WINDOWS,
    check_keys,
    go_to_screen,
    see_linked,
    see_unlinked,
)


@BOTH_WINDOWS
def test_cancel_at_vk_leaves_the_account_unlinked_and_linking_possible(signed_in: StudentWalk) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        walk.click(walk.on(VkIdForm).cancel)
        walk.left(walk.on(VkIdForm))
        see_unlinked(walk)
    with walk.proving("press-continue"):
        walk.press(walk.on(ChatsTab).link)
        agree_in_vk_form(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_double_click_on_link_opens_one_form(signed_in: StudentWalk) -> None:
    walk = signed_in
    walk.choose(walk.on(ChatsTab).tab)
    with walk.proving("vk-form"):
        walk.press_twice(walk.on(ChatsTab).link)
        walk.at(walk.on(VkIdForm))
        shown = walk.settled_count(1, walk.on(VkIdForm))
        walk.check(shown == 1, "форма VK в одном окне", f"она в {shown} окнах")
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_double_click_on_continue_links_once(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk = signed_in
    with walk.proving("press-continue"):
        go_to_screen(walk, "consent")
        walk.press_twice(walk.on(VkIdForm).proceed)
        walk.left(walk.on(VkIdForm))
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


def test_double_click_on_unlink_does_not_begin_to_link_again(linked: StudentWalk) -> None:
    walk = linked
    with walk.proving("unlinked"):
        walk.press_twice(walk.on(ChatsTab).unlink)
        see_unlinked(walk)
        shown = walk.settled_count(0, walk.on(VkIdForm))
        walk.check(shown == 0, "форма VK не открылась", f"она в {shown} окнах")


@BOTH_WINDOWS
def test_link_survives_reload_new_login_and_shows_in_a_second_window(signed_in: StudentWalk) -> None:
    walk = signed_in
    walk.take("link")
    with walk.proving("linked-buttons"):
        walk.reload(walk.on(ChatsTab))
        see_linked(walk)
        with walk.another_window():
            walk.open(walk.on(ChatsTab))
            walk.choose(walk.on(ChatsTab).tab)
            see_linked(walk)
        walk.forget_session(walk.on(ChatsTab))
        walk.open(walk.on(DiaryLogin))
        send_password(walk)
        walk.choose(walk.on(ChatsTab).tab)
        see_linked(walk)


def test_linking_and_unlinking_three_times_over_leaves_no_key_behind(
    stand: Stand, stand_student: Student, linked: StudentWalk
) -> None:
    walk = linked
    with walk.proving("relinked"):
        for _ in range(3):
            walk.press(walk.on(ChatsTab).unlink)
            see_unlinked(walk)
            check_keys(walk, stand, stand_student.vk, 0)
            walk.press(walk.on(ChatsTab).link)
            agree_in_vk_form(walk)
            see_linked(walk)
            check_keys(walk, stand, stand_student.vk, 1)
