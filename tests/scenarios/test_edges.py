"""Where the way forks: wrong passwords, a change of mind at VK, an account that is somebody else's, other windows."""

from __future__ import annotations

import dataclasses

import pytest

from flows.link import LINK, go_through_vk_form
from flows.sign_in import send_password
from flows.walk import Walk
from stand.server import Stand, Student

BOTH_WINDOWS = pytest.mark.parametrize("link_window", ["same", "popup"])


def go_to_vk(walk: Walk) -> None:
    """Go from the diary to VK's form."""
    walk.choose(walk.chats_tab.tab)
    walk.press(walk.chats_tab.link)
    walk.at(walk.vk_id_form)


def see_unlinked(walk: Walk) -> None:
    """See the tab «Чаты» of a student who is not linked, and nothing that only a linked one has."""
    walk.see(walk.chats_tab.link)
    walk.miss(walk.chats_tab.open_chats, walk.chats_tab.unlink)
    walk.check_record(linked=False)


def see_linked(walk: Walk) -> None:
    """See the tab «Чаты» of a linked student, and nothing that only an unlinked one has."""
    walk.see(walk.chats_tab.open_chats, walk.chats_tab.unlink)
    walk.miss(walk.chats_tab.link)
    walk.check_record(linked=True)


@pytest.mark.usefixtures("stand_student")
def test_wrong_diary_password_does_not_open_the_diary(walk: Walk) -> None:
    walk.student = dataclasses.replace(walk.student, password="wrong")
    walk.open(walk.diary_login)
    send_password(walk)
    walk.see(walk.diary_login.complaint, walk.diary_login.password)
    with walk.another_window():
        walk.open(walk.chats_tab)
        walk.see(walk.diary_login.password)
    assert not walk.window_count() > 1


@BOTH_WINDOWS
def test_wrong_vk_password_does_not_link(signed_in: Walk) -> None:
    walk, form = signed_in, signed_in.vk_id_form
    go_to_vk(walk)
    walk.fill_in({form.login: walk.student.vk_login}, then=form.proceed)
    walk.fill_in({form.password: "wrong"}, then=form.proceed)
    walk.see(form.complaint, form.password)
    with walk.another_window():
        walk.open(walk.chats_tab)
        walk.choose(walk.chats_tab.tab)
        see_unlinked(walk)


@BOTH_WINDOWS
def test_cancel_at_vk_leaves_the_account_unlinked_and_linking_possible(signed_in: Walk) -> None:
    walk = signed_in
    go_to_vk(walk)
    go_through_vk_form(walk)
    walk.vk_id_form.cancel.find().click()
    walk.left(walk.vk_id_form)
    see_unlinked(walk)
    walk.press(walk.chats_tab.link)
    go_through_vk_form(walk)
    walk.press(walk.vk_id_form.proceed)
    walk.left(walk.vk_id_form)
    see_linked(walk)


@BOTH_WINDOWS
def test_vk_account_of_another_pupil_is_refused(
    stand: Stand, stand_student: Student, signed_in: Walk
) -> None:
    other = stand.new_student()
    stand.link(other.pupil, stand_student.vk)
    walk = signed_in
    go_to_vk(walk)
    go_through_vk_form(walk)
    walk.press(walk.vk_id_form.proceed)
    walk.left(walk.vk_id_form)
    walk.see(walk.chats_tab.complaint)
    see_unlinked(walk)
    assert stand.linked_vk_user(other.pupil) == stand_student.vk.user_id
    assert stand.vk_id.records.live_tokens(stand.diary.client_id, stand_student.vk.user_id) == 1


@pytest.mark.parametrize("second_step", ["code"])
def test_account_that_is_asked_for_a_code_can_be_linked(signed_in: Walk) -> None:
    signed_in.take(LINK)


@BOTH_WINDOWS
def test_link_survives_reload_new_login_and_shows_in_a_second_window(signed_in: Walk) -> None:
    walk = signed_in
    walk.take(LINK)
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


def test_unlink_in_another_window_shows_here_after_a_reload(linked: Walk) -> None:
    walk, tab = linked, linked.chats_tab
    with walk.another_window():
        walk.open(tab)
        walk.choose(tab.tab)
        walk.press(tab.unlink)
        see_unlinked(walk)
    walk.reload(tab)
    see_unlinked(walk)


def test_second_student_in_the_same_browser_sees_nothing_of_the_first(stand: Stand, linked: Walk) -> None:
    other = stand.new_student()
    walk = linked
    walk.forget_session(walk.chats_tab)
    walk.student = dataclasses.replace(walk.student, login=other.pupil.login, password=other.pupil.password)
    walk.open(walk.diary_login)
    send_password(walk)
    walk.choose(walk.chats_tab.tab)
    walk.see(walk.chats_tab.link)
    walk.miss(walk.chats_tab.open_chats, walk.chats_tab.unlink)
    assert stand.linked_vk_user(other.pupil) is None
