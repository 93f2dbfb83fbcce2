"""The same way for other hands, eyes and machines: the keyboard alone, a telephone, large letters, a slow computer."""

from __future__ import annotations

import secrets

import pytest

from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import Screen, VkIdForm
from stand.people import CHATS
from stand.server import Stand, Student
from tests.support.sights import BOTH_WINDOWS, answer_screen, check_keys, go_to_vk, see_linked, see_unlinked
from verifier.screen.place import Place

ON_A_TELEPHONE = pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
AT_200_PERCENT = pytest.mark.browser_context_args(
    viewport={"width": 640, "height": 400}, device_scale_factor=2
)
"""As browsers do it: in a window of 1280 × 800 there is room for half as many CSS pixels, each twice as wide."""
_TIMES_SLOWER = 4
"""What Chromium's developer tools call a telephone of the middle class."""


@pytest.mark.usefixtures("stand_student")
def test_keyboard_alone_signs_in(walk: StudentWalk) -> None:
    login = walk.on(DiaryLogin)
    with walk.proving("signed-in"):
        walk.open(login)
        walk.type(login.email, walk.person.login)
        walk.type(login.password, walk.person.password)
        walk.key("Enter")
        walk.see(walk.on(ChatsTab).content)
        walk.left(login)


@BOTH_WINDOWS
def test_keyboard_alone_links_once_and_unlinks(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, tab, form = signed_in, signed_in.on(ChatsTab), signed_in.on(VkIdForm)
    with walk.proving("press-continue"):
        walk.press_by_keyboard(tab.tab)
        walk.press_by_keyboard(tab.link)
        walk.type(form.login, walk.person.vk_login)
        walk.key("Enter")
        walk.type(form.password, walk.person.vk_password)
        walk.key("Enter")
        walk.press_by_keyboard(form.consent)
        walk.left(form)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)
    with walk.proving("unlinked"):
        walk.press_by_keyboard(tab.unlink)
        see_unlinked(walk)


def test_keyboard_alone_opens_the_messenger_and_a_chat(linked: StudentWalk) -> None:
    walk, messenger = linked, linked.on(VkMessenger)
    with walk.proving("chats-open"):
        walk.press_by_keyboard(walk.on(ChatsTab).open_chats)
        walk.press_by_keyboard(messenger.enter)
        walk.press_by_keyboard(walk.on(VkIdForm).consent)
        walk.see(messenger.chat_list)
        walk.gone(messenger.chat_title)
        walk.press_by_keyboard(messenger.first_chat)
        walk.see(messenger.chat_title)


def test_keyboard_alone_makes_a_chat(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    title = (
        f"keyboard-{secrets.token_hex(3)}"  # letters that have keys: others would be put in past the focus
    )
    with walk.proving("create-chat"):
        walk.press(messenger.create)
        walk.see(messenger.new_chat_title)
        messenger.type_on_keyboard(title)
        messenger.await_chat(title)


def test_escape_closes_the_dialog_and_makes_no_chat(in_messenger: StudentWalk) -> None:
    walk, messenger = in_messenger, in_messenger.on(VkMessenger)
    with walk.proving("create-chat"):
        walk.press_by_keyboard(messenger.create)
        walk.type(messenger.new_chat_title, "nothing")
        walk.key("Escape")
        walk.see(messenger.chat_list)
        walk.gone(messenger.new_chat_title)
        messenger.await_chats(len(CHATS))


@ON_A_TELEPHONE
def test_whole_way_fits_a_telephone(signed_in: StudentWalk) -> None:
    _go_and_see_that_everything_fits(signed_in)


@AT_200_PERCENT
def test_whole_way_fits_the_window_at_200_percent(signed_in: StudentWalk) -> None:
    _go_and_see_that_everything_fits(signed_in)


@pytest.mark.only_browser("chromium")
def test_impatient_hand_on_a_slow_computer_links_once(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, tab, form = signed_in, signed_in.on(ChatsTab), signed_in.on(VkIdForm)
    walk.choose(tab.tab)
    walk.slow_down(_TIMES_SLOWER)
    with walk.proving("press-continue"):
        walk.press_twice(tab.link)
        walk.at(form)
        answer_screen(walk, "login")
        answer_screen(walk, "password")
        walk.press_twice(form.proceed)
        walk.left(form)
        see_linked(walk)
        check_keys(walk, stand, stand_student.vk, 1)
    with walk.proving("unlinked"):
        walk.press_twice(tab.unlink)
        see_unlinked(walk)
        shown = walk.settled_count(0, form)
        walk.check(shown == 0, "форма VK не открылась", f"она в {shown} окнах")


def _go_and_see_that_everything_fits(walk: StudentWalk) -> None:
    tab, form, messenger = walk.on(ChatsTab), walk.on(VkIdForm), walk.on(VkMessenger)
    with walk.proving("press-continue"):
        _fits(walk, tab)
        go_to_vk(walk)
        questions: tuple[Screen, ...] = ("login", "password")
        for screen in questions:
            walk.see(form.mark(screen))
            _fits(walk, form)
            answer_screen(walk, screen)
        walk.see(form.consent)
        _fits(walk, form)
        walk.press(form.proceed)
        see_linked(walk)
        _fits(walk, tab)
    with walk.proving("chats-open"):
        walk.press(tab.open_chats)
        walk.see(messenger.enter, messenger.enter_sferum)
        _fits(walk, messenger)
        walk.press(walk.on(VkMessenger).door(walk.person.door))
        agree_in_vk_form(walk)
        walk.see(messenger.chat_list)
        _fits(walk, messenger)
        walk.click(messenger.first_chat)
        walk.see(messenger.chat_title)
        _fits(walk, messenger)
    with walk.proving("unlinked"):
        walk.press(tab.unlink)
        see_unlinked(walk)
        _fits(walk, tab)


def _fits(walk: StudentWalk, place: Place) -> None:
    walk.check(place.fits_its_window(), f"{place.name}: помещается по ширине", "приходится двигать вбок")
