"""More than one window: VK's form in a popup that is blocked or closed, and two tabs of the diary at once."""

from __future__ import annotations

import pytest

from flows.diary_chats.record import check_record
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.vk_id.form import Screen, VkIdForm
from stand.server import Stand, Student
from tests.support.sights import check_keys, go_to_screen, see_linked, see_unlinked

IN_A_POPUP = pytest.mark.parametrize("link_window", ["popup"])


@IN_A_POPUP
def test_blocked_popup_is_told_of_and_links_nothing(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    walk.refuse_popups()
    walk.reload(tab)
    walk.choose(tab.tab)
    with walk.proving("press-link"):
        walk.press(tab.link)
        walk.see(tab.complaint)
        see_unlinked(walk)
        shown = walk.settled_count(1)
        walk.check(shown == 1, "открыто одно окно", f"открыто окон: {shown}")


@IN_A_POPUP
@pytest.mark.parametrize(
    ("screen", "second_step"),
    [("login", "password"), ("password", "password"), ("code", "code"), ("consent", "password")],
)
def test_popup_closed_at_any_screen_links_nothing_and_can_be_opened_again(
    signed_in: StudentWalk, screen: Screen
) -> None:
    walk, tab, form = signed_in, signed_in.on(ChatsTab), signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, screen)
        walk.close(form)
        see_unlinked(walk)
    with walk.proving("press-continue"):
        walk.press(tab.link)
        agree_in_vk_form(walk)
        see_linked(walk)


@IN_A_POPUP
def test_diary_reloaded_behind_the_popup_hears_of_the_link_all_the_same(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    with walk.proving("diary-again"):
        go_to_screen(walk, "consent")
        walk.reload(tab)
        check_record(walk, linked=False)
        agree_in_vk_form(walk)
        see_linked(walk)
        walk.left_alone(tab)


@IN_A_POPUP
def test_diary_closed_behind_the_popup_opens_again_in_its_window(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    with walk.proving("diary-again"):
        go_to_screen(walk, "consent")
        walk.close(tab)
        check_record(walk, linked=False)
        agree_in_vk_form(walk)
        see_linked(walk)
        walk.left_alone(tab)


@IN_A_POPUP
def test_popup_survives_a_look_at_another_tab_of_the_diary(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    with walk.proving("linked-buttons"):
        go_to_screen(walk, "consent")
        walk.click(tab.marks)
        agree_in_vk_form(walk)
        check_record(walk, linked=True)
        walk.choose(tab.tab)
        see_linked(walk)


def test_two_tabs_that_link_at_once_make_one_link(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, tab, form = signed_in, signed_in.on(ChatsTab), signed_in.on(VkIdForm)
    go_to_screen(walk, "consent")
    first = walk.at(form)
    second = walk.open_beside(tab)
    with walk.proving("press-continue"):
        walk.turn_to_window(second)
        go_to_screen(walk, "consent")
        for window in (first, second):
            walk.turn_to_window(window)
            walk.press(form.proceed)
            see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


def test_button_that_is_out_of_date_begins_no_second_link(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    """The account was linked on another device while this window showed the tab."""
    walk, tab, form = signed_in, signed_in.on(ChatsTab), signed_in.on(VkIdForm)
    walk.choose(tab.tab)
    walk.see(tab.link)
    stand.link(stand_student.pupil, stand_student.vk)
    with walk.proving("linked-buttons"):
        walk.press(tab.link)
        see_linked(walk)
        shown = walk.settled_count(0, form)
        walk.check(shown == 0, "форма VK не открылась", f"она в {shown} окнах")


def test_unlink_in_another_window_shows_here_after_a_reload(linked: StudentWalk) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("unlinked"):
        with walk.another_window():
            walk.open(tab)
            walk.choose(tab.tab)
            walk.press(tab.unlink)
            see_unlinked(walk)
        walk.reload(tab)
        see_unlinked(walk)


def test_unlinking_what_is_unlinked_already_is_no_error(
    stand: Stand, stand_student: Student, linked: StudentWalk
) -> None:
    """The account was taken off on another device while this window showed the tab."""
    walk, tab = linked, linked.on(ChatsTab)
    walk.see(tab.unlink)
    stand.diary.records.unlink(stand_student.pupil.id)
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.gone(tab.complaint)


def test_unlinking_elsewhere_while_the_form_is_open_does_not_spoil_the_form(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    """Two windows stand at the form; the first links, and the link is taken off before the second agrees."""
    walk, tab, form = signed_in, signed_in.on(ChatsTab), signed_in.on(VkIdForm)
    go_to_screen(walk, "consent")
    first = walk.at(form)
    second = walk.open_beside(tab)
    go_to_screen(walk, "consent")
    with walk.proving("relinked"):
        walk.turn_to_window(first)
        walk.press(form.proceed)
        see_linked(walk)
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.turn_to_window(second)
        walk.press(form.proceed)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)
