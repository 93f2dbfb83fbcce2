"""What edge scenarios do and look for time and again: the way to VK's form, and the two states of the tab «Чаты»."""

from __future__ import annotations

import dataclasses

import pytest

from flows.diary_chats.record import check_record
from flows.diary_chats.student import Student, StudentWalk
from flows.vk_id.form import go_through_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.vk_id.form import Screen, VkIdForm
from stand.people import VkAccount
from stand.server import Stand

BOTH_WINDOWS = pytest.mark.parametrize("link_window", ["same", "popup"])
"""Wherever the diary opens VK's form."""


def go_to_vk(walk: StudentWalk) -> None:
    """Go from the diary to VK's form."""
    walk.choose(walk.on(ChatsTab).tab)
    walk.press(walk.on(ChatsTab).link)
    walk.at(walk.on(VkIdForm))


def go_to_screen(walk: StudentWalk, screen: Screen) -> None:
    """Go from the diary to one of the screens of VK's form, and see it."""
    form = walk.on(VkIdForm)
    go_to_vk(walk)
    if screen == "consent":
        go_through_vk_form(walk)
    elif screen != "login":
        walk.fill_in({form.login: walk.person.vk_login}, then=form.proceed)
    walk.see(form.mark(screen))


def answer_screen(walk: StudentWalk, screen: Screen) -> None:
    """Fill in what a screen of VK's form asks for, rightly, and send it."""
    form, student = walk.on(VkIdForm), walk.person
    answers: dict[Screen, str] = {
        "login": student.vk_login,
        "password": student.vk_password,
        "code": (student.vk_code() if student.vk_code else None) or "",
    }
    walk.fill_in({form.mark(screen): answers[screen]}, then=form.proceed)


def see_unlinked(walk: StudentWalk) -> None:
    """See the tab «Чаты» of a student who is not linked, and nothing that only a linked one has."""
    walk.see(walk.on(ChatsTab).link)
    walk.miss(walk.on(ChatsTab).open_chats, walk.on(ChatsTab).unlink)
    check_record(walk, linked=False)


def see_linked(walk: StudentWalk) -> None:
    """See the tab «Чаты» of a linked student, and nothing that only an unlinked one has."""
    walk.see(walk.on(ChatsTab).open_chats, walk.on(ChatsTab).unlink)
    walk.miss(walk.on(ChatsTab).link)
    check_record(walk, linked=True)


def check_keys(walk: StudentWalk, stand: Stand, account: VkAccount, number: int) -> None:
    """Check how many keys to a VK account the diary holds that VK ID would take."""
    keys = stand.vk_id.records.live_tokens(stand.diary.client_id, account.user_id)
    walk.check(keys == number, f"у дневника действующих ключей к аккаунту: {number}", f"таких ключей: {keys}")


def with_account(student: Student, account: VkAccount) -> Student:
    """Return the student with another VK account."""
    return dataclasses.replace(
        student, vk_login=account.phone, vk_password=account.password, vk_name=account.full_name
    )
