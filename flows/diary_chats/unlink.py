"""Taking the VK account off the diary."""

from __future__ import annotations

from flows.diary_chats.sign_in import send_password
from verifier.walk.steps import Flow, proves
from verifier.walk.walk import Walk


@proves("press-unlink", changes=True)
def press_unlink(walk: Walk) -> None:
    """Press the button on the page «Чаты»."""
    walk.at(walk.chats_tab)
    walk.choose(walk.chats_tab.tab)
    with walk.aside():
        walk.remember_place(walk.chats_tab.open_chats)
    walk.press(walk.chats_tab.unlink)


@proves("unlinked", changes=True)
def account_is_detached(walk: Walk) -> None:
    """See that it is off and stays off: on the page, in the record, after a reload, after signing in anew."""
    tab = walk.chats_tab
    walk.see(tab.link)
    walk.miss(tab.unlink)
    walk.check_record(linked=False)
    walk.check_access_withdrawn()
    with walk.aside():
        walk.reload(tab)
        walk.choose(tab.tab)
        walk.see(tab.link)
        walk.miss(tab.unlink)
        walk.forget_session(tab)
        walk.open(walk.diary_login)
        send_password(walk)
        walk.choose(tab.tab)
    walk.see(tab.link)
    walk.miss(tab.unlink)
    walk.check_record(linked=False)


@proves("link-back", changes=True)
def link_button_is_back(walk: Walk) -> None:
    """See «Привязать к VK ID» where «Перейти в чаты» was."""
    walk.see(walk.chats_tab.link)
    walk.miss(walk.chats_tab.open_chats)
    walk.check_place(walk.chats_tab.link, former=walk.chats_tab.open_chats)


UNLINK = Flow("Отвязка", (press_unlink, account_is_detached, link_button_is_back))
