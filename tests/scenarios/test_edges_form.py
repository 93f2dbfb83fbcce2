"""VK's form when something is off: wrong, late and new codes, the captcha, a lock, another person's session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.record import check_record
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.vk_id.form import VkIdForm
from stand.server import Stand, Student
from tests.support.on_stand import sign_in_to_vk
from tests.support.sights import (
    BOTH_WINDOWS,
    check_keys,
    go_to_screen,
    go_to_vk,
    see_linked,
    see_unlinked,
    with_account,
)

BY_CODE = pytest.mark.parametrize("second_step", ["code"])
_ATTEMPTS = 5
_CODE_S = 5 * 60
_LOCK_S = 10 * 60


@BOTH_WINDOWS
def test_wrong_vk_password_does_not_link(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_vk(walk)
        walk.fill_in({form.login: walk.person.vk_login}, then=form.proceed)
        walk.fill_in({form.password: "Ne-tot-parol-7"}, then=form.proceed)
        walk.see(form.complaint, form.password)
        with walk.another_window():
            walk.open(walk.on(ChatsTab))
            walk.choose(walk.on(ChatsTab).tab)
            see_unlinked(walk)


def test_unknown_login_leads_no_further(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_vk(walk)
        walk.fill_in({form.login: "nikto@pochta.test"}, then=form.proceed)
        walk.see(form.complaint, form.login)
        check_record(walk, linked=False)


@pytest.mark.parametrize("second_step", ["code"])
def test_account_that_is_asked_for_a_code_can_be_linked(signed_in: StudentWalk) -> None:
    signed_in.take("link")


@BY_CODE
def test_wrong_code_leads_no_further_and_the_right_one_does(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "code")
        walk.fill_in({form.code: _another_than(_newest_code(walk))}, then=form.proceed)
        walk.see(form.complaint, form.code)
        check_record(walk, linked=False)
        walk.fill_in({form.code: _newest_code(walk)}, then=form.proceed)
        walk.see(form.consent)


@BY_CODE
def test_late_code_leads_no_further(signed_in: StudentWalk, pass_time: Callable[[float], None]) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "code")
        pass_time(_CODE_S + 1)
        walk.fill_in({form.code: _newest_code(walk)}, then=form.proceed)
        walk.see(form.complaint, form.code)
        check_record(walk, linked=False)


@BY_CODE
def test_new_code_makes_the_one_before_worthless(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "code")
        first = _newest_code(walk)
        walk.click(form.resend)
        walk.see(form.notice)
        walk.fill_in({form.code: first}, then=form.proceed)
        walk.see(form.complaint, form.code)
        walk.fill_in({form.code: _newest_code(walk)}, then=form.proceed)
        walk.see(form.consent)


@BY_CODE
def test_password_serves_instead_of_the_code(signed_in: StudentWalk) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "code")
        walk.click(form.other_method)
        walk.see(form.method)
        form.choose_password()
        walk.see(form.password)
        check_record(walk, linked=False)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


def test_captcha_lets_nobody_pass_who_has_not_ticked_it(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    stand.vk_id.records.demand_captcha(stand_student.vk.user_id)
    with walk.proving("authorise"):
        go_to_screen(walk, "captcha")
        walk.press(form.proceed)
        walk.see(form.complaint, form.captcha)
        walk.click(form.captcha)
        walk.press(form.proceed)
        walk.see(form.password)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)


def test_after_too_many_attempts_the_right_vk_password_has_to_wait(
    stand: Stand, stand_student: Student, signed_in: StudentWalk, pass_time: Callable[[float], None]
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    for _ in range(_ATTEMPTS):
        stand.vk_id.records.note_failure(stand_student.vk.user_id)
    right = {form.password: walk.person.vk_password}
    with walk.proving("authorise"):
        go_to_screen(walk, "password")
        walk.send(right, then=form.proceed)
        walk.see(form.complaint, form.password)
        check_record(walk, linked=False)
        pass_time(_LOCK_S + 1)
        walk.fill_in(right, then=form.proceed)
        walk.see(form.consent)


@BOTH_WINDOWS
def test_vk_account_of_another_pupil_is_refused(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    other = stand.new_student()
    stand.link(other.pupil, stand_student.vk)
    walk = signed_in
    with walk.proving("press-continue"):
        go_to_vk(walk)
        agree_in_vk_form(walk)
        walk.see(walk.on(ChatsTab).complaint)
        see_unlinked(walk)
        walk.check(
            stand.linked_vk_user(other.pupil) == stand_student.vk.user_id,
            "аккаунт VK остаётся у того, к кому привязан",
            "привязка другого ученика пропала",
        )
        tokens = stand.vk_id.records.live_tokens(stand.diary.client_id, stand_student.vk.user_id)
        walk.check(tokens == 1, "у дневника один действующий ключ к аккаунту", f"таких ключей: {tokens}")


@BOTH_WINDOWS
def test_session_of_another_person_at_vk_does_not_get_in_the_way(
    stand: Stand, context: BrowserContext, signed_in: StudentWalk
) -> None:
    walk, form, stranger = signed_in, signed_in.on(VkIdForm), stand.new_vk_account()
    sign_in_to_vk(stand, context, stranger)
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        offered = form.offers(stranger.full_name, stranger.phone)
        walk.check(offered, "видно, чей аккаунт предлагает VK", "предложен другой")
        walk.click(form.other_account)
        walk.see(form.login)
    with walk.proving("press-continue"):
        agree_in_vk_form(walk)
        see_linked(walk)
        check_keys(walk, stand, stranger, 0)


def test_another_account_chosen_at_the_last_moment_is_the_one_that_is_linked(
    stand: Stand, stand_student: Student, signed_in: StudentWalk
) -> None:
    walk, form, chosen = signed_in, signed_in.on(VkIdForm), stand.new_vk_account()
    with walk.proving("press-continue"):
        go_to_screen(walk, "consent")
        walk.click(form.other_account)
        walk.person = with_account(walk.person, chosen)
        agree_in_vk_form(walk)
        walk.see(walk.on(ChatsTab).unlink)
        linked_to = stand.linked_vk_user(stand_student.pupil)
        walk.check(linked_to == chosen.user_id, "привязан выбранный аккаунт", "привязан другой")
        check_keys(walk, stand, stand_student.vk, 0)


def test_form_left_open_too_long_links_nothing(
    signed_in: StudentWalk, pass_time: Callable[[float], None]
) -> None:
    walk, form = signed_in, signed_in.on(VkIdForm)
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        pass_time(31 * 60)
        walk.press(form.proceed)
        walk.see(form.complaint)
        check_record(walk, linked=False)


def test_agreement_that_comes_too_late_for_the_diary_links_nothing(
    stand: Stand, stand_student: Student, signed_in: StudentWalk, pass_time: Callable[[float], None]
) -> None:
    walk = signed_in
    with walk.proving("authorise"):
        go_to_screen(walk, "consent")
        pass_time(11 * 60)
        agree_in_vk_form(walk)
        walk.see(walk.on(ChatsTab).complaint)
        see_unlinked(walk)
        check_keys(walk, stand, stand_student.vk, 0)


def _newest_code(walk: StudentWalk) -> str:
    code = walk.person.vk_code() if walk.person.vk_code is not None else None
    assert code is not None, "VK has sent a code before its screen is shown"
    return code


def _another_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"
