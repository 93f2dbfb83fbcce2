"""Signing in when something is off: wrong passwords, a lock, another pupil, deep links, an impatient hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from stand.people import Person
from stand.server import Stand, Student
from tests.support.on_stand import sign_in
from tests.support.sights import see_linked, see_unlinked
from tests.support.walks import NewWalk

_ATTEMPTS = 5
_LOCK_S = 15 * 60


@pytest.mark.usefixtures("stand_student")
def test_wrong_diary_password_does_not_open_the_diary(walk: StudentWalk) -> None:
    walk.person = dataclasses.replace(walk.person, password="Ne-tot-parol-7")
    with walk.proving("signed-in"):
        walk.open(walk.on(DiaryLogin))
        send_password(walk)
        walk.see(walk.on(DiaryLogin).complaint, walk.on(DiaryLogin).password)
        with walk.another_window():
            walk.open(walk.on(ChatsTab))
            walk.see(walk.on(DiaryLogin).password)
        walk.check(walk.window_count() == 1, "открыто одно окно", f"открыто окон: {walk.window_count()}")


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize("missing", ["email", "password"])
def test_empty_field_is_pointed_at_and_does_not_open_the_diary(walk: StudentWalk, missing: str) -> None:
    login = walk.on(DiaryLogin)
    written = {login.email: walk.person.login, login.password: walk.person.password}
    with walk.proving("signed-in"):
        walk.open(login)
        walk.fill_in(written | {getattr(login, missing): ""}, then=login.submit)
        walk.see(login.complaint, login.password)


def test_after_too_many_attempts_the_right_password_has_to_wait(
    stand: Stand, stand_student: Student, walk: StudentWalk, pass_time: Callable[[float], None]
) -> None:
    for _ in range(_ATTEMPTS):
        stand.diary.records.note_failure(stand_student.pupil.login)
    with walk.proving("signed-in"):
        walk.open(walk.on(DiaryLogin))
        send_password(walk)
        walk.see(walk.on(DiaryLogin).complaint, walk.on(DiaryLogin).password)
        pass_time(_LOCK_S + 1)
        send_password(walk)
        walk.see(walk.on(ChatsTab).content)
        walk.left(walk.on(DiaryLogin))


@pytest.mark.usefixtures("stand_student")
def test_address_in_capitals_is_the_same_address(walk: StudentWalk) -> None:
    walk.person = dataclasses.replace(walk.person, login=walk.person.login.upper())
    with walk.proving("signed-in"):
        walk.open(walk.on(DiaryLogin))
        send_password(walk)
        walk.see(walk.on(ChatsTab).content)
        walk.left(walk.on(DiaryLogin))


@pytest.mark.usefixtures("stand_student")
def test_double_click_signs_in_and_presses_nothing_behind_the_form(walk: StudentWalk) -> None:
    login = walk.on(DiaryLogin)
    with walk.proving("signed-in"):
        walk.open(login)
        walk.enter(login.email, walk.person.login)
        walk.enter(login.password, walk.person.password)
        walk.press_twice(login.submit)
        walk.see(walk.on(ChatsTab).content)
        walk.left(login)


def test_login_page_does_not_ask_again_whoever_is_signed_in(signed_in: StudentWalk) -> None:
    walk = signed_in
    with walk.proving("signed-in"):
        walk.follow(walk.on(DiaryLogin).address, "страница входа")
        walk.see(walk.on(ChatsTab).content)
        walk.left(walk.on(DiaryLogin))


def test_address_of_the_chats_asks_for_a_login_and_leads_back(signed_in: StudentWalk) -> None:
    walk, tab = signed_in, signed_in.on(ChatsTab)
    walk.choose(tab.tab)
    address = walk.at(tab).url
    walk.forget_session(tab)
    with walk.proving("signed-in"):
        walk.follow(address, "ссылка на вкладку «Чаты»")
        walk.see(walk.on(DiaryLogin).password)
        walk.left(tab)
        send_password(walk)
        see_unlinked(walk)
        walk.left(walk.on(DiaryLogin))


def test_second_student_in_the_same_browser_sees_nothing_of_the_first(
    stand: Stand, linked: StudentWalk
) -> None:
    other = stand.new_student()
    walk = linked
    walk.forget_session(walk.on(ChatsTab))
    walk.person = dataclasses.replace(walk.person, login=other.pupil.login, password=other.pupil.password)
    with walk.proving("signed-in"):
        walk.open(walk.on(DiaryLogin))
        send_password(walk)
        walk.choose(walk.on(ChatsTab).tab)
        walk.see(walk.on(ChatsTab).link)
        walk.miss(walk.on(ChatsTab).open_chats, walk.on(ChatsTab).unlink)
        linked_to = stand.linked_vk_user(other.pupil)
        walk.check(linked_to is None, "у второго ученика ничего не привязано", "привязка досталась второму")


def test_second_student_beside_the_first_ends_up_in_one_diary_only(stand: Stand, linked: StudentWalk) -> None:
    """The first one's window is still open when the second signs in, in another window of the browser."""
    walk, other = linked, stand.new_student()
    first = walk.at(walk.on(ChatsTab))
    with walk.proving("signed-in"):
        see_linked(walk)
        sign_in(stand, walk.windows.context, other.pupil)
        walk.turn_to_window(first)
        walk.reload(walk.on(ChatsTab))
        walk.see(walk.on(ChatsTab).link)
        walk.miss(walk.on(ChatsTab).open_chats, walk.on(ChatsTab).unlink)


@pytest.mark.parametrize(
    "names",
    [
        Person("Римская-Корсакова-Константинопольская-Преображенская", "Александра-Виктория", ""),
        Person("О’Коннор", "Ұлпан", "кызы"),
        Person("<b>Жирный</b>", "<script>alert(1)</script>", "&amp;"),
        Person("الأحمد", "ليلى", ""),
    ],
    ids=["long", "foreign letters", "markup", "right to left"],
)
@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_name_is_shown_letter_by_letter_and_pushes_nothing_off_a_telephone(
    stand: Stand, names: Person, context: BrowserContext, new_walk: NewWalk
) -> None:
    pupil = stand.new_student(names=names).pupil
    sign_in(stand, context, pupil)
    walk = new_walk(context)
    with walk.proving("signed-in"):
        walk.open(walk.on(ChatsTab))
        walk.see(walk.on(ChatsTab).content)
        shown = walk.on(ChatsTab).names(f"{names.surname} {names.firstname}")
        walk.check(shown, "имя показано как есть", "имени на странице нет")
        walk.check(walk.on(ChatsTab).fits_its_window(), "имя помещается по ширине", "страница шире экрана")
