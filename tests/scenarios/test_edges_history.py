"""Back, forward and reload at each point of the flow."""

from __future__ import annotations

import pytest

from pages.vk_id.vk_id_form import Screen
from stand.people import SecondStep
from stand.server import Stand, Student
from tests.support.sights import (
    BOTH_WINDOWS,
    agree,
    check_keys,
    go_to_screen,
    go_to_vk,
    see_linked,
    see_unlinked,
)
from verifier.walk.walk import Walk

Way = tuple[Screen, SecondStep]
EACH_SCREEN = pytest.mark.parametrize(
    ("screen", "second_step"),
    [("login", "password"), ("password", "password"), ("code", "code"), ("consent", "password")],
)
BEYOND_THE_FIRST = pytest.mark.parametrize(
    ("screen", "second_step"), [("password", "password"), ("code", "code"), ("consent", "password")]
)


@EACH_SCREEN
def test_reload_of_the_form_links_nothing_and_loses_nothing(signed_in: Walk, screen: Screen) -> None:
    walk, form = signed_in, signed_in.vk_id_form
    with walk.proving("authorise"):
        go_to_screen(walk, screen)
        walk.reload(form)
        walk.see(form.mark(screen))
        walk.check_record(linked=False)
    with walk.proving("press-continue"):
        agree(walk)
        see_linked(walk)


@pytest.mark.parametrize("second_step", ["code"])
def test_reload_sends_no_second_code(signed_in: Walk) -> None:
    walk, form = signed_in, signed_in.vk_id_form
    with walk.proving("authorise"):
        go_to_screen(walk, "code")
        sent = walk.student.vk_code() if walk.student.vk_code else None
        walk.reload(form)
        walk.see(form.code)
        newest = walk.student.vk_code() if walk.student.vk_code else None
        walk.check(sent == newest, "код остаётся прежним", "пришёл ещё один код")


def test_back_from_the_form_leads_to_the_diary_unlinked(signed_in: Walk) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_vk(walk)
        walk.go_back(walk.chats_tab)
        see_unlinked(walk)
    with walk.proving("press-continue"):
        walk.press(walk.chats_tab.link)
        agree(walk)
        see_linked(walk)


@BEYOND_THE_FIRST
def test_back_within_the_form_links_nothing_and_loses_nothing(signed_in: Walk, screen: Screen) -> None:
    walk, form = signed_in, signed_in.vk_id_form
    with walk.proving("authorise"):
        go_to_screen(walk, screen)
        walk.go_back(form)
        walk.see(form.mark(form.screen()))
        walk.check_record(linked=False)
    with walk.proving("press-continue"):
        agree(walk)
        see_linked(walk)


def test_forward_leads_into_the_form_again(signed_in: Walk) -> None:
    walk, form = signed_in, signed_in.vk_id_form
    with walk.proving("vk-form"):
        go_to_vk(walk)
        walk.go_back(walk.chats_tab)
        walk.go_forward(form)
        walk.see(form.login)
        walk.check_record(linked=False)
    with walk.proving("press-continue"):
        agree(walk)
        see_linked(walk)


def test_back_after_linking_finds_the_form_closed_and_the_link_in_place(
    stand: Stand, stand_student: Student, signed_in: Walk
) -> None:
    walk, form = signed_in, signed_in.vk_id_form
    go_to_screen(walk, "consent")
    agree(walk)
    see_linked(walk)
    with walk.proving("diary-again"):
        walk.go_back(form)
        walk.see(form.complaint)
        walk.check_record(linked=True)
        walk.go_forward(walk.chats_tab)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


@BOTH_WINDOWS
def test_reload_after_linking_tells_nothing_twice(signed_in: Walk) -> None:
    walk, tab = signed_in, signed_in.chats_tab
    go_to_screen(walk, "consent")
    agree(walk)
    with walk.proving("linked-buttons"):
        walk.see(tab.notice)
        walk.reload(tab)
        see_linked(walk)
        walk.gone(tab.notice)


def test_reload_after_unlinking_links_nothing_again(linked: Walk) -> None:
    walk, tab = linked, linked.chats_tab
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.reload(tab)
        see_unlinked(walk)
        walk.gone(tab.notice)


def test_back_after_unlinking_does_not_bring_the_buttons_back(linked: Walk) -> None:
    walk, tab = linked, linked.chats_tab
    with walk.proving("link-back"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.go_back(tab)
        walk.go_forward(tab)
        see_unlinked(walk)


def test_back_after_log_out_shows_nothing_of_the_pupil(linked: Walk) -> None:
    walk, tab = linked, linked.chats_tab
    with walk.proving("signed-in"):
        see_linked(walk)
        walk.click(tab.log_out)
        walk.see(walk.diary_login.password)
        walk.go_back(walk.diary_login)
        walk.see(walk.diary_login.password)
        walk.left(tab)


def test_back_in_the_messenger_does_not_leave_it(in_messenger: Walk) -> None:
    walk, messenger = in_messenger, in_messenger.messenger
    with walk.proving("chats-open"):
        walk.see(messenger.chat_list)
        messenger.open_chat("Математика")
        walk.see(messenger.chat_title)
        walk.go_back(messenger)
        walk.see(messenger.chat_list)
        walk.gone(messenger.chat_title)
        walk.go_forward(messenger)
        walk.see(messenger.chat_title)
