"""Going from the diary to the chats in VK Мессенджер."""

from __future__ import annotations

import secrets

from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form, go_through_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import VkIdForm
from verifier.authoring import BoundControl, proves


@proves("messenger-window", needs="linked")
def messenger_opens_in_new_window(walk: StudentWalk) -> None:
    """Press the button; the messenger is in one new window, and the diary stays where it was."""
    tab, messenger = walk.on(ChatsTab), walk.on(VkMessenger)
    diary = walk.at(tab)
    before, shown = walk.window_count(), diary.url
    walk.press(tab.open_chats)
    window = walk.at(messenger)
    walk.check(window is not diary, "VK Мессенджер в новом окне", "он открылся в окне дневника")
    walk.check(diary.url == shown, "окно дневника остаётся на месте", "оно показывает другое")
    refusal = walk.windows.refusal(window)
    walk.check(refusal is None, "VK Мессенджер открылся", refusal or "")
    walk.see_one_of(messenger.enter, messenger.enter_sferum, messenger.search)
    walk.check_windows(
        before + 1, "открылось одно новое окно", lambda open_now: f"открылось окон: {open_now - before}"
    )


@proves("enter", needs="linked")
def enter_leads_in(walk: StudentWalk) -> None:
    """Press «Войти»; VK ID takes over."""
    _knock(walk, walk.on(VkMessenger).enter)


@proves("enter-sferum", needs="linked")
def enter_sferum_leads_in(walk: StudentWalk) -> None:
    """Press «Войти в Сферум»; VK ID takes over."""
    _knock(walk, walk.on(VkMessenger).enter_sferum)


@proves("either-way", needs="linked")
def messenger_opens_either_way(walk: StudentWalk) -> None:
    """Go in by one door and then, as on another day, by the other; the messenger opens both times."""
    messenger = walk.on(VkMessenger)
    with walk.aside():
        for door in (messenger.enter, messenger.enter_sferum):
            _return_to_entry(walk)
            walk.press(door)
            agree_in_vk_form(walk)
            walk.see(messenger.search)
            walk.miss(messenger.enter, messenger.enter_sferum)


@proves("linked-account", needs="linked")
def linked_account_is_offered(walk: StudentWalk) -> None:
    """Knock at the chosen door; the account that VK offers is the linked one. Agree to it."""
    form, student = walk.on(VkIdForm), walk.person
    with walk.aside():
        _return_to_entry(walk)
        walk.press(walk.on(VkMessenger).door(student.door))
    go_through_vk_form(walk)
    walk.see(form.offered)
    same = form.offers(student.vk_name, student.vk_login)
    walk.check(same, "VK предлагает привязанный аккаунт", "VK предлагает другой аккаунт")
    walk.press(form.proceed)


@proves("chats-open", needs="linked")
def chats_open(walk: StudentWalk) -> None:
    """VK's form goes away, and the chats are there."""
    messenger = walk.on(VkMessenger)
    walk.left(walk.on(VkIdForm))
    walk.at(messenger)
    walk.check(messenger.has_chats(), "в списке есть чаты", "список чатов пуст")
    walk.see(messenger.chat_list)


@proves("chats-left", needs="linked", from_width=720)
def chats_stand_left(walk: StudentWalk) -> None:
    """Measure where the list stands: it starts at the left edge and ends in the left half of the window."""
    messenger = walk.on(VkMessenger)
    walk.see(messenger.chat_list)
    left, right = messenger.chat_list_span()
    walk.check(
        0 <= left < 0.25 and right <= 0.5,
        "список чатов в левой половине окна",
        f"список занимает от {left:.0%} до {right:.0%} ширины окна",
    )


@proves("create-chat", changes=True)
def create_chat(walk: StudentWalk) -> None:
    """Make a chat; it is in the list, once, and still there after a reload."""
    title = f"Проверка инструкции {secrets.token_hex(3)}"
    messenger = walk.on(VkMessenger)
    walk.leave_behind(f"чат «{title}» в VK Мессенджере")
    walk.press(messenger.create)
    walk.fill_in({messenger.new_chat_title: title}, then=messenger.new_chat_submit)
    messenger.await_chat(title)
    walk.reload(messenger)
    messenger.await_chat(title)


def _return_to_entry(walk: StudentWalk) -> None:
    """Stand before the two doors, whether or not the messenger has been entered before."""
    walk.forget_session(walk.on(VkMessenger))
    walk.open(walk.on(VkMessenger))


def _knock(walk: StudentWalk, door: BoundControl) -> None:
    """Press a door of the entry page, see VK ID behind it, and come back."""
    form = walk.on(VkIdForm)
    walk.press(door)
    with walk.aside():
        walk.at(form)
        form.screen()
        walk.open(walk.on(VkMessenger))
