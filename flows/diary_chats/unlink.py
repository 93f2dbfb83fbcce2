"""Taking the VK account off the diary."""

from __future__ import annotations

from flows.diary_chats.record import check_access_withdrawn, check_record
from flows.diary_chats.sign_in import send_password
from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from verifier.authoring import proves


@proves("press-unlink", changes=True)
def press_unlink(walk: StudentWalk) -> None:
    """Press the button on the page «Чаты»."""
    tab = walk.on(ChatsTab)
    walk.at(tab)
    walk.choose(tab.tab)
    with walk.aside():
        walk.remember_place(tab.open_chats)
    walk.press(tab.unlink)


@proves("unlinked", changes=True)
def account_is_detached(walk: StudentWalk) -> None:
    """See that it is off and stays off: on the page, in the record, after a reload, after signing in anew."""
    tab = walk.on(ChatsTab)
    walk.see(tab.link)
    walk.miss(tab.unlink)
    check_record(walk, linked=False, shown=True)
    check_access_withdrawn(walk)
    with walk.aside():
        walk.reload(tab)
        walk.choose(tab.tab)
        walk.see(tab.link)
        walk.miss(tab.unlink)
        walk.forget_session(tab)
        walk.open(walk.on(DiaryLogin))
        send_password(walk)
        walk.choose(tab.tab)
    walk.see(tab.link)
    walk.miss(tab.unlink)
    check_record(walk, linked=False, shown=True)


@proves("link-back", changes=True)
def link_button_is_back(walk: StudentWalk) -> None:
    """See «Привязать к VK ID» where «Перейти в чаты» was."""
    tab = walk.on(ChatsTab)
    walk.see(tab.link)
    walk.miss(tab.open_chats)
    walk.check_place(tab.link, former=tab.open_chats)
