"""What edge scenarios do and look for time and again: the way to VK's form, and the two states of the tab «Чаты»."""

from __future__ import annotations

import dataclasses

import pytest

from flows.diary_chats.link import go_through_vk_form
from flows.diary_chats.student import Student
from pages.vk_id.vk_id_form import Screen
from stand.people import VkAccount
from stand.server import Stand
from verifier.walk.walk import Walk

BOTH_WINDOWS = pytest.mark.parametrize("link_window", ["same", "popup"])
"""Wherever the diary opens VK's form."""


def go_to_vk(walk: Walk) -> None:
    """Go from the diary to VK's form."""
    walk.choose(walk.chats_tab.tab)
    walk.press(walk.chats_tab.link)
    walk.at(walk.vk_id_form)


def go_to_screen(walk: Walk, screen: Screen) -> None:
    """Go from the diary to one of the screens of VK's form, and see it."""
    form = walk.vk_id_form
    go_to_vk(walk)
    if screen == "consent":
        go_through_vk_form(walk)
    elif screen != "login":
        walk.fill_in({form.login: walk.student.vk_login}, then=form.proceed)
    walk.see(form.mark(screen))


def answer_screen(walk: Walk, screen: Screen) -> None:
    """Fill in what a screen of VK's form asks for, rightly, and send it."""
    form, student = walk.vk_id_form, walk.student
    answers: dict[Screen, str] = {
        "login": student.vk_login,
        "password": student.vk_password,
        "code": (student.vk_code() if student.vk_code else None) or "",
    }
    walk.fill_in({form.mark(screen): answers[screen]}, then=form.proceed)


def agree(walk: Walk) -> None:
    """Go through what is left of VK's form, agree and leave it."""
    go_through_vk_form(walk)
    walk.press(walk.vk_id_form.proceed)
    walk.left(walk.vk_id_form)


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


def check_keys(walk: Walk, stand: Stand, account: VkAccount, number: int) -> None:
    """Check how many keys to a VK account the diary holds that VK ID would take."""
    keys = stand.vk_id.records.live_tokens(stand.diary.client_id, account.user_id)
    walk.check(keys == number, f"у дневника действующих ключей к аккаунту: {number}", f"таких ключей: {keys}")


def with_account(student: Student, account: VkAccount) -> Student:
    """Return the student with another VK account."""
    return dataclasses.replace(
        student, vk_login=account.phone, vk_password=account.password, vk_name=account.full_name
    )
