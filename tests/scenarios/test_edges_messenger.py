"""The messenger when something is off: no session at VK, a link to a chat, a list too long to see, odd titles."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.record import check_access_withdrawn
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import VkIdForm
from stand.people import CHATS
from stand.server import Stand, Student
from tests.support.on_stand import end_vk_session, sign_in_to_messenger
from tests.support.sights import see_unlinked

EACH_DOOR = pytest.mark.parametrize("door", ["enter", "enter_sferum"])
EACH_TITLE = pytest.mark.parametrize(
    "title",
    [
        "<img src=x onerror=alert(1)> <b>Жирный</b> &amp; <script>alert(1)</script>",
        "صف الرياضيات السابع ب",
        "Сбор 👩‍👩‍👧‍👦 в 8️⃣ у 🏫 — не опаздываем 🇷🇺",
        "Достопримечательность" * 4,
    ],
    ids=["HTML", "right to left", "emoji", "as long as can be"],
)
_MANY = 1000


@EACH_DOOR
def test_without_a_session_at_vk_either_door_asks_who_comes(
    stand: Stand, context: BrowserContext, linked: StudentWalk
) -> None:
    walk, messenger, form = linked, linked.on(VkMessenger), linked.on(VkIdForm)
    end_vk_session(stand, context)
    with walk.proving("chats-open"):
        walk.open(messenger)
        walk.press(walk.on(VkMessenger).door(walk.person.door))
        walk.see(form.login)
        walk.gone(form.offered)
        agree_in_vk_form(walk)
        walk.see(messenger.chat_list)


@EACH_DOOR
def test_cancel_at_vk_leads_back_to_the_doors_and_lets_nobody_in(linked: StudentWalk) -> None:
    walk, messenger = linked, linked.on(VkMessenger)
    with walk.proving("chats-open"):
        walk.open(messenger)
        walk.press(walk.on(VkMessenger).door(walk.person.door))
        walk.click(walk.on(VkIdForm).cancel)
        walk.see(messenger.notice, messenger.enter, messenger.enter_sferum)
        walk.gone(messenger.chat_list)
        walk.press(walk.on(VkMessenger).door(walk.person.door))
        agree_in_vk_form(walk)
        walk.see(messenger.chat_list)


@EACH_DOOR
def test_link_to_a_chat_asks_to_come_in_and_leads_to_that_chat(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    title = CHATS[1][0]
    address = messenger.open_chat(title)
    walk.forget_session(messenger)
    with walk.proving("chats-open"):
        walk.follow(address, "ссылка на чат")
        walk.see(messenger.enter, messenger.enter_sferum)
        walk.gone(messenger.chat_title)
        walk.press(walk.on(VkMessenger).door(walk.person.door))
        agree_in_vk_form(walk)
        walk.see(messenger.chat_title)
        there = walk.at(messenger).url
        walk.check(there == address, "открыт чат из ссылки", f"открыто другое: {there}")


def test_link_to_a_chat_of_other_people_shows_nothing_of_it(stand: Stand, in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    stranger = stand.new_vk_account()
    number = stand.messenger.records.add_chat(stranger.user_id, "Чужой чат", ["Секрет"])
    with walk.proving("chats-open"):
        walk.follow(f"{messenger.address}convo/{number}", "ссылка на чужой чат")
        walk.see(messenger.no_such_chat)
        walk.gone(messenger.chat_title)
        walk.check(not messenger.shows_chat("Чужой чат"), "чужого чата в списке нет", "он есть")


def test_stale_button_after_unlinking_elsewhere_lets_the_diary_at_nothing(linked: StudentWalk) -> None:
    walk, tab, messenger = linked, linked.on(ChatsTab), linked.on(VkMessenger)
    diary = walk.at(tab)
    walk.see(tab.open_chats)
    with walk.proving("messenger-window"):
        with walk.another_window():
            walk.open(tab)
            walk.choose(tab.tab)
            walk.press(tab.unlink)
            see_unlinked(walk)
        walk.turn_to_window(diary)
        walk.press(tab.open_chats)
        walk.see(messenger.enter)
        walk.gone(messenger.chat_list)
        check_access_withdrawn(walk)


def test_unlinking_meanwhile_closes_no_chat_and_links_nothing_again(linked: StudentWalk) -> None:
    """The messenger is VK's own: the diary's link does not decide who may read there."""
    walk, tab, messenger = linked, linked.on(ChatsTab), linked.on(VkMessenger)
    walk.press(tab.open_chats)
    walk.press(messenger.enter)
    agree_in_vk_form(walk)
    walk.see(messenger.chat_list)
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        walk.reload(messenger)
        walk.see(messenger.chat_list)
        walk.at(tab)
        see_unlinked(walk)
        check_access_withdrawn(walk)


def test_log_out_of_the_messenger_elsewhere_leads_to_the_doors_and_makes_no_chat(
    stand: Stand, stand_student: Student, in_messenger: StudentWalk
) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    walk.see(messenger.chat_list)
    with walk.another_window():
        walk.open(messenger)
        walk.click(messenger.log_out)
        walk.see(messenger.enter)
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        walk.fill_in({messenger.new_chat_title: "После выхода"}, then=messenger.new_chat_submit)
        walk.see(messenger.notice, messenger.enter, messenger.enter_sferum)
        walk.check(_number_of_chats(stand, stand_student) == len(CHATS), "чатов не прибавилось", "чат создан")


def test_thousand_chats_can_be_searched_and_scrolled(
    stand: Stand, stand_student: Student, context: BrowserContext, linked: StudentWalk
) -> None:
    walk, messenger, account = linked, linked.on(VkMessenger), stand_student.vk
    for number in range(_MANY):
        stand.messenger.records.add_chat(account.user_id, f"Кружок {number:04d}", ["Привет!"])
    sign_in_to_messenger(stand, context, account)
    with walk.proving("chats-open"):
        walk.open(messenger)
        messenger.await_chats(_MANY + len(CHATS))
        walk.check(messenger.scroll_to_chat("Кружок 0000"), "до последнего чата можно долистать", "нельзя")
        walk.enter(messenger.search, "кружок 0777")
        messenger.await_chats(1)
        walk.check(messenger.spells_chat("Кружок 0777"), "найден тот чат, который искали", "найден другой")
        walk.enter(messenger.search, "такого нет")
        walk.see(messenger.nothing_found)
        messenger.await_chats(0)
        walk.enter(messenger.search, "")
        messenger.await_chats(_MANY + len(CHATS))
        walk.see(messenger.search)
        walk.gone(messenger.nothing_found)


@EACH_TITLE
@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_title_is_shown_letter_by_letter_and_pushes_nothing_off_a_telephone(
    in_messenger: StudentWalk, title: str
) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        walk.fill_in({messenger.new_chat_title: title}, then=messenger.new_chat_submit)
        walk.see(messenger.chat_title)
        walk.check(messenger.fits_its_window(), "открытый чат помещается по ширине", "страница шире экрана")
        walk.open(messenger)
        walk.check(messenger.spells_chat(title), "название показано как есть", "его в списке нет")
        walk.check(messenger.fits_its_window(), "список помещается по ширине", "страница шире экрана")


def test_double_click_on_the_button_opens_one_dialog(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    with walk.proving("create-chat"):
        walk.see(messenger.chat_list)
        walk.press_twice(messenger.create)
        walk.see(messenger.new_chat_title, messenger.new_chat_submit)
        walk.click(messenger.new_chat_cancel)
        walk.see(messenger.chat_list)
        walk.gone(messenger.new_chat_title)
        messenger.await_chats(len(CHATS))


def test_double_click_makes_one_chat(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    title = f"Двойной щелчок {secrets.token_hex(3)}"
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        walk.enter(messenger.new_chat_title, title)
        walk.press_twice(messenger.new_chat_submit)
        messenger.await_chat(title)
        walk.reload(messenger)
        messenger.await_chat(title)


def test_title_of_nothing_but_spaces_is_pointed_at_and_makes_no_chat(
    stand: Stand, stand_student: Student, in_messenger: StudentWalk
) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        walk.fill_in({messenger.new_chat_title: "   "}, then=messenger.new_chat_submit)
        walk.see(messenger.new_chat_complaint, messenger.new_chat_title)
        walk.check(_number_of_chats(stand, stand_student) == len(CHATS), "чатов не прибавилось", "чат создан")


def _number_of_chats(stand: Stand, student: Student) -> int:
    return len(stand.messenger.records.chats(student.vk.user_id, "edu"))
