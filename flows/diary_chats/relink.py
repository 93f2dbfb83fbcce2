"""Linking again after unlinking."""

from __future__ import annotations

from flows.diary_chats.record import check_record
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import agree_in_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from verifier.authoring import proves


@proves("relinked", changes=True)
def link_can_be_made_again(walk: StudentWalk) -> None:
    """Go the whole way of linking once more and see its result."""
    tab = walk.on(ChatsTab)
    with walk.aside():
        walk.choose(tab.tab)
    walk.press(tab.link)
    agree_in_vk_form(walk)
    walk.see(tab.open_chats, tab.unlink)
    walk.miss(tab.link)
    check_record(walk, linked=True, shown=True)
