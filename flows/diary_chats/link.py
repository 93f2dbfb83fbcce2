"""Linking a VK ID to the diary."""

from __future__ import annotations

from verifier.screen.trouble import Mismatch, Unavailable
from verifier.walk.actions import Verbs
from verifier.walk.steps import Flow, proves
from verifier.walk.walk import Walk

_MOST_SCREENS = 6
"""The longest way through VK's form that is known: login, code, choice of method, password, captcha, consent."""


@proves("chats-tab")
def chats_tab_can_be_chosen(walk: Walk) -> None:
    """Choose the tab."""
    walk.choose(walk.chats_tab.tab)


@proves("press-link", needs="unlinked")
def press_link(walk: Walk) -> None:
    """Press the button in the tab."""
    walk.press(walk.chats_tab.link)


@proves("vk-form", needs="unlinked")
def vk_form_opens(walk: Walk) -> None:
    """Find VK's form, in this window or in one of its own, showing a screen that is known."""
    walk.at(walk.vk_id_form)
    walk.see(walk.vk_id_form.mark(walk.vk_id_form.screen()))
    shown = walk.settled_count(1, walk.vk_id_form)
    walk.check(shown == 1, "форма VK в одном окне", f"она в {shown} окнах")


# It stops before consent, but nobody knows whether the real VK asks for it anew from an account that once gave it.
@proves("authorise", changes=True)
def authorise(walk: Walk) -> None:
    """See that nothing is linked yet, then go through VK's form up to its last screen."""
    with walk.another_window():
        walk.open(walk.chats_tab)
        walk.choose(walk.chats_tab.tab)
        walk.see(walk.chats_tab.link)
        walk.miss(walk.chats_tab.open_chats, walk.chats_tab.unlink)
    walk.check_record(linked=False)
    go_through_vk_form(walk)


@proves("press-continue", changes=True)
def press_continue(walk: Walk) -> None:
    """Agree with «Продолжить»; the form goes away and the link is there."""
    walk.press(walk.vk_id_form.proceed)
    walk.left(walk.vk_id_form)
    walk.check_record(linked=True)


@proves("diary-again", changes=True)
def diary_is_back(walk: Walk) -> None:
    """Find the diary in its window, VK's form in none, and no window left behind."""
    walk.at(walk.chats_tab)
    walk.see(walk.chats_tab.tab)
    walk.left(walk.vk_id_form)
    walk.left_alone(walk.chats_tab)


@proves("linked-buttons", needs="linked")
def linked_buttons_appear(walk: Walk) -> None:
    """See the two buttons of a linked account in the tab, and the third gone."""
    walk.see(walk.chats_tab.tab, walk.chats_tab.open_chats, walk.chats_tab.unlink)
    walk.miss(walk.chats_tab.link)


def go_through_vk_form(walk: Verbs) -> None:
    """Answer the screens of VK's form as they come, until it asks for consent.

    Raises `Mismatch` when the form goes round in circles, and `Unavailable` when it wants a code that nobody
    here can know, or a proof that the visitor is human.
    """
    form, student = walk.vk_id_form, walk.student
    for _ in range(_MOST_SCREENS):
        screen = form.screen()
        if screen == "consent":
            return
        if screen == "login":
            walk.fill_in({form.login: student.vk_login}, then=form.proceed)
            form.login.await_gone()
        elif screen == "password":
            walk.fill_in({form.password: student.vk_password}, then=form.proceed)
            form.password.await_gone()
        elif screen == "code":
            walk.fill_in({form.code: _newest_code(walk)}, then=form.proceed)
            form.code.await_gone()
        elif screen == "method":
            form.choose_password()
            form.method.await_gone()
        else:
            raise Unavailable(
                "форма VK пускает дальше", "показана проверка «Я не робот»", remedy="пройдите её вручную"
            )
    raise Mismatch("форма VK доходит до согласия", f"после {_MOST_SCREENS} экранов согласия всё ещё нет")


def _newest_code(walk: Verbs) -> str:
    code = walk.student.vk_code() if walk.student.vk_code is not None else None
    if code is None:
        raise Unavailable(
            "код подтверждения известен",
            "VK просит код, а взять его негде",
            remedy="задайте, откуда брать код этой учётной записи",
        )
    walk.privacy.keep([code])
    return code


LINK = Flow(
    "Привязка VK ID",
    (
        chats_tab_can_be_chosen,
        press_link,
        vk_form_opens,
        authorise,
        press_continue,
        diary_is_back,
        linked_buttons_appear,
    ),
)
