"""Going from the diary to the chats in VK Мессенджер."""

from __future__ import annotations

import secrets

from flows.diary_chats.link import go_through_vk_form
from verifier.screen.control import BoundControl
from verifier.walk.steps import Flow, proves
from verifier.walk.walk import Walk


@proves("messenger-window", needs="linked")
def messenger_opens_in_new_window(walk: Walk) -> None:
    """Press the button; the messenger is in one new window, and the diary stays where it was."""
    diary = walk.at(walk.chats_tab)
    before, shown = walk.window_count(), diary.url
    walk.press(walk.chats_tab.open_chats)
    messenger = walk.at(walk.messenger)
    walk.check(messenger is not diary, "VK Мессенджер в новом окне", "он открылся в окне дневника")
    walk.check(diary.url == shown, "окно дневника остаётся на месте", "оно показывает другое")
    refusal = walk.windows.refusal(messenger)
    walk.check(refusal is None, "VK Мессенджер открылся", refusal or "")
    opened = walk.settled_count(before + 1) - before
    walk.check(opened == 1, "открылось одно новое окно", f"открылось окон: {opened}")


@proves("enter", needs="linked")
def enter_leads_in(walk: Walk) -> None:
    """Press «Войти»; VK ID takes over."""
    _knock(walk, walk.messenger.enter)


@proves("enter-sferum", needs="linked")
def enter_sferum_leads_in(walk: Walk) -> None:
    """Press «Войти в Сферум»; VK ID takes over."""
    _knock(walk, walk.messenger.enter_sferum)


@proves("either-way", needs="linked")
def messenger_opens_either_way(walk: Walk) -> None:
    """Go in by one door and then, as on another day, by the other; the messenger opens both times."""
    for door in (walk.messenger.enter, walk.messenger.enter_sferum):
        _return_to_entry(walk)
        walk.press(door)
        agree(walk)
        walk.see(walk.messenger.search)
        walk.miss(walk.messenger.enter, walk.messenger.enter_sferum)


@proves("linked-account", needs="linked")
def linked_account_is_offered(walk: Walk) -> None:
    """Knock at the chosen door; the account that VK offers is the linked one."""
    _return_to_entry(walk)
    walk.press(walk.door)
    go_through_vk_form(walk)
    walk.see(walk.vk_id_form.offered)
    same = walk.vk_id_form.offers(walk.student.vk_name, walk.student.vk_login)
    walk.check(same, "VK предлагает привязанный аккаунт", "VK предлагает другой аккаунт")


@proves("chats-open", needs="linked")
def chats_open(walk: Walk) -> None:
    """Agree; the chats are there."""
    agree(walk)
    walk.at(walk.messenger)
    walk.check(walk.messenger.has_chats(), "в списке есть чаты", "список чатов пуст")
    walk.see(walk.messenger.chat_list)


@proves("chats-left", needs="linked")
def chats_stand_left(walk: Walk) -> None:
    """Measure where the list stands: it starts at the left edge and ends in the left half of the window."""
    walk.see(walk.messenger.chat_list)
    left, right = walk.messenger.chat_list_span()
    walk.check(
        0 <= left < 0.25 and right <= 0.5,
        "список чатов в левой половине окна",
        f"список занимает от {left:.0%} до {right:.0%} ширины окна",
    )


@proves("create-chat", changes=True)
def create_chat(walk: Walk) -> None:
    """Make a chat; it is in the list, once, and still there after a reload."""
    title = f"Проверка инструкции {secrets.token_hex(3)}"
    messenger = walk.messenger
    walk.tell_of_chat(title)
    walk.press(messenger.create)
    walk.fill_in({messenger.new_chat_title: title}, then=messenger.new_chat_submit)
    messenger.await_chat(title)
    walk.reload(messenger)
    messenger.await_chat(title)


def agree(walk: Walk) -> None:
    """Accept the account that VK offers and leave VK's form."""
    go_through_vk_form(walk)
    walk.press(walk.vk_id_form.proceed)
    walk.left(walk.vk_id_form)


def _return_to_entry(walk: Walk) -> None:
    """Stand before the two doors, whether or not the messenger has been entered before."""
    walk.forget_session(walk.messenger)
    walk.open(walk.messenger)


def _knock(walk: Walk, door: BoundControl) -> None:
    """Press a door of the entry page, see VK ID behind it, and come back."""
    walk.press(door)
    walk.at(walk.vk_id_form)
    walk.vk_id_form.screen()
    walk.open(walk.messenger)


OPEN_CHATS = Flow(
    "Переход в чаты",
    (
        messenger_opens_in_new_window,
        enter_leads_in,
        enter_sferum_leads_in,
        messenger_opens_either_way,
        linked_account_is_offered,
        chats_open,
        chats_stand_left,
        create_chat,
    ),
)
