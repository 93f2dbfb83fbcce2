"""What must not be possible: a foreign answer of VK, a session after its end, other people's links and chats."""

from __future__ import annotations

import dataclasses
import secrets
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form, go_through_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import VkIdForm
from stand.people import CHATS
from stand.server import Stand, Student
from tests.support import vk_trip
from tests.support.sights import see_linked, see_unlinked

_ANSWER = "ответ VK по ссылке"


def test_log_out_ends_the_session(signed_in: StudentWalk) -> None:
    walk, cookies = signed_in, signed_in.windows.context.cookies()
    with walk.proving("signed-in"):
        walk.see(walk.on(ChatsTab).content)
        walk.click(walk.on(ChatsTab).log_out)
        walk.left(walk.on(ChatsTab))
        for kept in ([], cookies):  # first as the browser is, then with what it held before
            walk.windows.context.add_cookies(kept)  # type: ignore[arg-type]
            walk.open(walk.on(ChatsTab))
            walk.at(walk.on(DiaryLogin))
            walk.see(walk.on(DiaryLogin).password)


@pytest.mark.usefixtures("stand_student")
def test_login_leads_to_no_foreign_address(walk: StudentWalk) -> None:
    with walk.proving("signed-in"):
        walk.follow(
            f"{walk.on(DiaryLogin).address}?next={walk.on(VkMessenger).address}", "ссылка на страницу входа"
        )
        send_password(walk)
        walk.see(walk.on(ChatsTab).content)
        walk.left(walk.on(DiaryLogin))


def test_answer_of_somebody_elses_trip_links_nothing(stand: Stand, signed_in: StudentWalk) -> None:
    """The other one begins a trip, signs in to VK, and gives the pupil the address that VK leads to."""
    walk, other = signed_in, stand.new_student()
    _, session = stand.diary.session_cookie(other.pupil.id)
    answer = vk_trip.agree(stand, vk_trip.begin(stand, session), other.vk)
    _see_nothing_linked_by(walk, answer)


def test_code_of_somebody_elses_trip_links_nothing(
    stand: Stand, context: BrowserContext, signed_in: StudentWalk
) -> None:
    """The code was stolen on its way; PKCE binds it to the trip for which it was given (RFC 7636)."""
    walk, other = signed_in, stand.new_student()
    _, session = stand.diary.session_cookie(other.pupil.id)
    stolen = vk_trip.agree(stand, vk_trip.begin(stand, session), other.vk)
    own = vk_trip.parameter(vk_trip.begin(stand, vk_trip.session_in(stand, context)), "state")
    parts = {name: vk_trip.parameter(stolen, name) for name in ("code", "device_id")}
    _see_nothing_linked_by(walk, f"{stand.diary.redirect_uri}?{urlencode(parts | {'state': own})}")


def test_answer_that_was_used_links_nothing_again(
    stand: Stand, stand_student: Student, context: BrowserContext, signed_in: StudentWalk
) -> None:
    walk = signed_in
    form = vk_trip.begin(stand, vk_trip.session_in(stand, context))
    answer = vk_trip.agree(stand, form, stand_student.vk)
    with walk.proving("linked-buttons"):
        walk.follow(answer, _ANSWER)
        see_linked(walk)
    with walk.proving("unlinked"):
        walk.press(walk.on(ChatsTab).unlink)
        see_unlinked(walk)
    _see_nothing_linked_by(walk, answer)


def _see_nothing_linked_by(walk: StudentWalk, answer: str) -> None:
    with walk.proving("authorise"):
        walk.follow(answer, _ANSWER)
        walk.see(walk.on(ChatsTab).tab)
        see_unlinked(walk)


def test_form_of_vk_opens_for_no_foreign_return_address(stand: Stand, signed_in: StudentWalk) -> None:
    walk = signed_in
    _, session = stand.diary.session_cookie(stand.new_student().pupil.id)
    form = vk_trip.begin(stand, session)
    with walk.proving("authorise"):
        walk.follow(
            form.replace("dnevnik2.petersburgedu.ru", "stand.test"), "форма VK с чужим адресом возврата"
        )
        walk.at(walk.on(VkIdForm))
        walk.see(walk.on(VkIdForm).complaint)


def test_messenger_shows_the_chats_of_the_account_and_no_others(
    stand: Stand, stand_student: Student, linked: StudentWalk
) -> None:
    walk, messenger = linked, linked.on(VkMessenger)
    own, foreign = f"Наш чат {secrets.token_hex(3)}", f"Чужой чат {secrets.token_hex(3)}"
    stand.messenger.records.add_chat(stand_student.vk.user_id, own, ["Привет!"])
    stand.messenger.records.add_chat(stand.new_vk_account().user_id, foreign, ["Секрет"])
    with walk.proving("chats-open"):
        walk.open(messenger)
        walk.press(messenger.enter)
        agree_in_vk_form(walk)
        walk.at(messenger)
        messenger.await_chat(own)
        messenger.await_chats(len(CHATS) + 1)  # with all of them there, one that is not there does not come
        walk.check(not messenger.shows_chat(foreign), "чужих чатов в списке нет", "в списке стоит чужой чат")


def test_unlinking_leaves_the_links_of_others(stand: Stand, linked: StudentWalk) -> None:
    walk, other = linked, stand.new_student()
    stand.link(other.pupil, other.vk)
    with walk.proving("unlinked"):
        walk.press(walk.on(ChatsTab).unlink)
        see_unlinked(walk)
        kept = stand.linked_vk_user(other.pupil) == other.vk.user_id
        walk.check(kept, "другой ученик остаётся привязан", "его привязка пропала")


def test_another_account_can_be_linked_after_unlinking(
    stand: Stand, stand_student: Student, linked: StudentWalk
) -> None:
    walk, form = linked, linked.on(VkIdForm)
    other = stand.new_vk_account()
    with walk.proving("unlinked"):
        walk.press(walk.on(ChatsTab).unlink)
        see_unlinked(walk)
    with walk.proving("relinked"):
        walk.windows.context.clear_cookies(domain="id.vk.ru")
        walk.person = dataclasses.replace(
            walk.person, vk_login=other.phone, vk_password=other.password, vk_name=other.full_name
        )
        walk.press(walk.on(ChatsTab).link)
        go_through_vk_form(walk)
        walk.press(form.proceed)
        walk.left(form)
        walk.see(walk.on(ChatsTab).open_chats, walk.on(ChatsTab).unlink)
        linked_to = stand.linked_vk_user(stand_student.pupil)
        walk.check(linked_to == other.user_id, "привязан новый аккаунт VK", "привязан прежний")
