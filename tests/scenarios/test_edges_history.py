"""Back, forward and reload at each point of the flow."""

from __future__ import annotations

import pytest

from flows.diary_chats.record import check_record
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import Screen, VkIdForm
from stand.people import SecondStep
from stand.server import Stand, Student
from tests.support.sights import (
    BOTH_WINDOWS,
    check_keys,
    go_to_screen,
    go_to_vk,
    see_linked,
    see_unlinked,
)

Way = tuple[Screen, SecondStep]
EACH_SCREEN = pytest.mark.parametrize(
    ("screen", "second_step"),
    [("login", "password"), ("password", "password"), ("code", "code"), ("consent", "password")],
)
BEYOND_THE_FIRST = pytest.mark.parametrize(
    ("screen", "second_step"), [("password", "password"), ("code", "code"), ("consent", "password")]
)


@EACH_SCREEN
def test_reload_of_the_form_links_nothing_and_loses_nothing(signed_in: StudentWalk, screen: Screen) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, screen)
        walk.reload(form)
        walk.see(form.mark(screen))
        check_record(walk, linked=False)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


@pytest.mark.parametrize("second_step", ["code"])
def test_reload_sends_no_second_code(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "code")
        sent = walk.person.vk_code() if walk.person.vk_code else None
        walk.reload(form)
        walk.see(form.code)
        newest = walk.person.vk_code() if walk.person.vk_code else None
        walk.check(sent == newest, "код остаётся прежним", "пришёл ещё один код")


def test_back_from_the_form_leads_to_the_diary_unlinked(signed_in: StudentWalk) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_vk(walk)
        walk.go_back(walk.on(ChatsTab))
        see_unlinked(walk)
    with walk.proving("press-continue"):
        walk.press(walk.on(ChatsTab).link)
        agree_in_vk_form(walk)
        see_linked(walk)


@BEYOND_THE_FIRST
def test_back_within_the_form_links_nothing_and_loses_nothing(signed_in: StudentWalk, screen: Screen) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, screen)
        walk.go_back(form)
        walk.see(form.mark(form.screen()))
        check_record(walk, linked=False)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


def test_forward_leads_into_the_form_again(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("vk-form"):
        go_to_vk(walk)
        walk.go_back(walk.on(ChatsTab))
        walk.go_forward(form)
        walk.see(form.login)
        check_record(walk, linked=False)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


def test_back_after_linking_finds_the_form_closed_and_the_link_in_place(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    go_to_screen(walk, "consent")
    agree_in_vk_form(walk)
    see_linked(walk)
    with walk.proving("diary-again"):
        walk.go_back(form)
        walk.see(form.complaint)
        check_record(walk, linked=True)
        walk.go_forward(walk.on(ChatsTab))
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


@BOTH_WINDOWS
def test_reload_after_linking_tells_nothing_twice(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    go_to_screen(walk, "consent")
    agree_in_vk_form(walk)
    with walk.proving("linked-buttons"):
        walk.see(tab.notice)
        walk.reload(tab)
        see_linked(walk)
        walk.gone(tab.notice)


def test_reload_after_unlinking_links_nothing_again(linked: StudentWalk) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.reload(tab)
        see_unlinked(walk)
        walk.gone(tab.notice)


def test_back_after_unlinking_does_not_bring_the_buttons_back(linked: StudentWalk) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("link-back"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.go_back(tab)
        walk.go_forward(tab)
        see_unlinked(walk)


def test_back_after_log_out_shows_nothing_of_the_pupil(linked: StudentWalk) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("signed-in"):
        see_linked(walk)
        walk.click(tab.log_out)
        walk.see(walk.on(DiaryLogin).password)
        walk.go_back(walk.on(DiaryLogin))
        walk.see(walk.on(DiaryLogin).password)
        walk.left(tab)


def test_back_in_the_messenger_does_not_leave_it(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    with walk.proving("chats-open"):
        walk.see(messenger.chat_list)
        messenger.open_chat("Математика")
        walk.see(messenger.chat_title)
        walk.go_back(messenger)
        walk.see(messenger.chat_list)
        walk.gone(messenger.chat_title)
        walk.go_forward(messenger)
        walk.see(messenger.chat_title)
