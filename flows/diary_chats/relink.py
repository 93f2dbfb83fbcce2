"""Linking again after unlinking."""

from __future__ import annotations

from flows.diary_chats.link import go_through_vk_form
from verifier.walk.steps import Flow, proves
from verifier.walk.walk import Walk


@proves("relinked", changes=True)
def link_can_be_made_again(walk: Walk) -> None:
    """Go the whole way of linking once more and see its result."""
    tab = walk.chats_tab
    walk.choose(tab.tab)
    walk.press(tab.link)
    go_through_vk_form(walk)
    walk.press(walk.vk_id_form.proceed)
    walk.left(walk.vk_id_form)
    walk.see(tab.open_chats, tab.unlink)
    walk.miss(tab.link)
    walk.check_record(linked=True)


RELINK = Flow("Повторная привязка", (link_can_be_made_again,))
