"""Linking a VK ID to the diary."""

from __future__ import annotations

from flows.diary_chats.record import check_record
from flows.diary_chats.student import StudentWalk
from flows.vk_id.form import go_through_vk_form
from pages.diary_chats.chats_tab import ChatsTab
from pages.vk_id.form import VkIdForm
from verifier.authoring import proves


@proves("chats-tab")
def chats_tab_can_be_chosen(walk: StudentWalk) -> None:
    """Choose the tab."""
    walk.choose(walk.on(ChatsTab).tab)


@proves("press-link", needs="unlinked")
def press_link(walk: StudentWalk) -> None:
    """Press the button in the tab."""
    walk.press(walk.on(ChatsTab).link)


@proves("vk-form", needs="unlinked")
def vk_form_opens(walk: StudentWalk) -> None:
    """Find VK's form, in this window or in one of its own, showing a screen that is known."""
    form = walk.on(VkIdForm)
    walk.at(form)
    walk.see(form.mark(form.screen()))
    walk.check_windows(1, "форма VK в одном окне", lambda shown: f"она в {shown} окнах", form)


# It stops before consent, but nobody knows whether the real VK asks for it anew from an account that once gave it.
@proves("authorise", changes=True)
def authorise(walk: StudentWalk) -> None:
    """See that nothing is linked yet, then go through VK's form up to its last screen."""
    tab = walk.on(ChatsTab)
    with walk.another_window():
        walk.open(tab)
        walk.choose(tab.tab)
        walk.see(tab.link)
        walk.miss(tab.open_chats, tab.unlink)
    check_record(walk, linked=False)
    go_through_vk_form(walk)


@proves("press-continue", changes=True)
def press_continue(walk: StudentWalk) -> None:
    """Agree with «Продолжить»; the form goes away and the link is there."""
    form = walk.on(VkIdForm)
    walk.press(form.proceed)
    walk.left(form)
    check_record(walk, linked=True)


@proves("diary-again", changes=True)
def diary_is_back(walk: StudentWalk) -> None:
    """Find the diary in its window, VK's form in none, and no window left behind."""
    tab = walk.on(ChatsTab)
    walk.at(tab)
    walk.see(tab.tab)
    walk.left(walk.on(VkIdForm))
    walk.left_alone(tab)


@proves("linked-buttons", needs="linked")
def linked_buttons_appear(walk: StudentWalk) -> None:
    """See the two buttons of a linked account in the tab, and the third gone."""
    tab = walk.on(ChatsTab)
    walk.see(tab.tab, tab.open_chats, tab.unlink)
    walk.miss(tab.link)
