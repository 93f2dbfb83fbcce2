"""The network goes and comes back at each step: nothing is half done, nothing doubled, and the way goes on."""

from __future__ import annotations

import secrets

import pytest

from flows.diary_chats.record import check_access_withdrawn, check_record
from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import Screen, VkIdForm
from stand.people import CHATS
from stand.server import Stand, Student
from tests.support.on_stand import answers_lost
from tests.support.sights import (
    BOTH_WINDOWS,
    answer_screen,
    check_keys,
    go_to_screen,
    see_linked,
    see_unlinked,
)

EACH_QUESTION = pytest.mark.parametrize(
    ("screen", "second_step"), [("login", "password"), ("password", "password"), ("code", "code")]
)
EACH_DOOR = pytest.mark.parametrize("door", ["enter", "enter_sferum"])


@pytest.mark.usefixtures("stand_student")
def test_password_sent_without_a_network_can_be_sent_again(walk: StudentWalk) -> None:
    login = walk.on(DiaryLogin)
    with walk.proving("signed-in"):
        walk.open(login)
        with walk.offline():
            send_password(walk)
            walk.see(login.complaint, login.password)
        send_password(walk)
        walk.see(walk.on(ChatsTab).content)
        walk.left(login)


def test_tab_chosen_without_a_network_can_be_asked_for_again(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    with walk.proving("chats-tab"):
        with walk.offline():
            walk.choose(tab.tab)
            walk.see(tab.complaint, tab.retry)
            walk.miss(tab.link, tab.open_chats, tab.unlink)
        walk.click(tab.retry)
        see_unlinked(walk)
        walk.gone(tab.complaint)


@BOTH_WINDOWS
def test_link_pressed_without_a_network_opens_no_form_and_can_be_pressed_again(
    signed_in: StudentWalk,
) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    walk.choose(tab.tab)
    with walk.proving("press-link"):
        with walk.offline():
            walk.press(tab.link)
            walk.see(tab.complaint)
        see_unlinked(walk)
        walk.left_alone(tab)
    with walk.proving("press-continue"):
        walk.press(tab.link)
        agree_in_vk_form(walk)
        see_linked(walk)


@BOTH_WINDOWS
@EACH_QUESTION
def test_answer_to_vk_without_a_network_goes_on_its_way_when_tried_again(
    signed_in: StudentWalk, screen: Screen
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, screen)
        with walk.offline():
            answer_screen(walk, screen)
            walk.stranded()
            check_record(walk, linked=False)
        walk.try_again(form)
        walk.see(form.mark(form.screen()))
        walk.gone(form.mark(screen))
        check_record(walk, linked=False)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


@BOTH_WINDOWS
def test_agreement_without_a_network_links_nothing_and_can_be_given_again(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("press-continue"):
        go_to_screen(walk, "consent")
        with walk.offline():
            walk.press(form.proceed)
            walk.stranded()
        check_record(walk, linked=False)
        walk.go_back(form)
        agree_in_vk_form(walk)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


def test_unlink_pressed_without_a_network_unlinks_nothing_and_can_be_pressed_again(
    stand: Stand, stand_student: Student, linked: StudentWalk
) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("press-unlink"):
        with walk.offline():
            walk.press(tab.unlink)
            walk.see(tab.complaint)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        check_keys(walk, stand, stand_student.vk, 0)


def test_chats_opened_without_a_network_can_be_opened_again(linked: StudentWalk) -> None:
    walk, tab, messenger = linked, linked.on(ChatsTab), linked.on(VkMessenger)
    with walk.proving("messenger-window"):
        with walk.offline():
            walk.press(tab.open_chats)
            walk.stranded()
            see_linked(walk)
        walk.press(tab.open_chats)
        walk.see(messenger.enter, messenger.enter_sferum)
        shown = walk.settled_count(1, messenger)
        walk.check(shown == 1, "VK Мессенджер в одном окне", f"он в {shown} окнах")


@EACH_DOOR
def test_door_pressed_without_a_network_lets_nobody_in_and_can_be_pressed_again(linked: StudentWalk) -> None:
    walk, messenger = linked, linked.on(VkMessenger)
    with walk.proving("chats-open"):
        walk.open(messenger)
        with walk.offline():
            walk.press(walk.on(VkMessenger).door(walk.person.door))
            walk.stranded()
        walk.go_back(messenger)
        walk.see(messenger.enter, messenger.enter_sferum)
        walk.gone(messenger.chat_list)
        walk.press(walk.on(VkMessenger).door(walk.person.door))
        agree_in_vk_form(walk)
        walk.see(messenger.chat_list)


def test_chat_created_without_a_network_is_made_once_when_it_is_back(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    title = f"Без сети {secrets.token_hex(3)}"
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        with walk.offline():
            walk.fill_in({messenger.new_chat_title: title}, then=messenger.new_chat_submit)
            walk.see(messenger.new_chat_complaint)
            messenger.await_chats(len(CHATS))
        walk.click(messenger.new_chat_submit)
        messenger.await_chat(title)
        messenger.await_chats(len(CHATS) + 1)


def test_chat_is_made_once_although_the_first_answer_got_lost(
    stand: Stand, in_messenger: StudentWalk
) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    title = f"Ответ пропал {secrets.token_hex(3)}"
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        with answers_lost(stand, "messenger", "POST", "/api/chats"):
            walk.fill_in({messenger.new_chat_title: title}, then=messenger.new_chat_submit)
            walk.see(messenger.new_chat_complaint)
        walk.click(messenger.new_chat_submit)
        messenger.await_chat(title)
        messenger.await_chats(len(CHATS) + 1)


def test_link_is_there_although_the_answer_of_the_diary_got_lost(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    with walk.proving("press-continue"):
        go_to_screen(walk, "consent")
        with answers_lost(stand, "diary", "GET", "/students/chats/vk-callback"):
            agree_in_vk_form(walk)
        walk.open(tab)
        walk.choose(tab.tab)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)


def test_unlinking_is_shown_although_its_answer_got_lost(stand: Stand, linked: StudentWalk) -> None:
    walk, tab = linked, linked.on(ChatsTab)
    with walk.proving("unlinked"):
        with answers_lost(stand, "diary", "DELETE", "/api/chats/vk-link"):
            walk.press(tab.unlink)
            see_unlinked(walk)
        check_access_withdrawn(walk)
