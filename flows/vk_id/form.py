"""Going through VK's form, whichever screens it shows; persons have `vk_login`, `vk_password` and `vk_code`."""

from __future__ import annotations

from typing import Any

from pages.vk_id.form import VkIdForm
from verifier.authoring import Mismatch, Unavailable, Visitor

_MOST_SCREENS = 6
"""The longest way through VK's form that is known: login, code, choice of method, password, captcha, consent."""


def go_through_vk_form(visitor: Visitor[Any]) -> None:
    """Answer the screens of VK's form as they come, until it asks for consent.

    Raises `Mismatch` when the form goes round in circles, and `Unavailable` when it wants a code that nobody
    here can know, or a proof that the visitor is human.
    """
    form, person = visitor.on(VkIdForm), visitor.person
    for _ in range(_MOST_SCREENS):
        screen = form.screen()
        if screen == "consent":
            return
        if screen == "login":
            visitor.fill_in({form.login: person.vk_login}, then=form.proceed)
            form.login.await_gone()
        elif screen == "password":
            visitor.fill_in({form.password: person.vk_password}, then=form.proceed)
            form.password.await_gone()
        elif screen == "code":
            visitor.fill_in({form.code: _newest_code(visitor)}, then=form.proceed)
            form.code.await_gone()
        elif screen == "method":
            form.choose_password()
            form.method.await_gone()
        else:
            raise Unavailable(
                "форма VK пускает дальше", "показана проверка «Я не робот»", remedy="пройдите её вручную"
            )
    raise Mismatch("форма VK доходит до согласия", f"после {_MOST_SCREENS} экранов согласия всё ещё нет")


def agree_in_vk_form(visitor: Visitor[Any]) -> None:
    """Go through what is left of VK's form, agree with «Продолжить», and leave it."""
    go_through_vk_form(visitor)
    visitor.press(visitor.on(VkIdForm).proceed)
    visitor.left(visitor.on(VkIdForm))


def _newest_code(visitor: Visitor[Any]) -> str:
    ask = visitor.person.vk_code
    code: str | None = ask() if ask is not None else None
    if code is None:
        raise Unavailable(
            "код подтверждения известен",
            "VK просит код, а взять его негде",
            remedy="задайте, откуда брать код этой учётной записи",
        )
    visitor.privacy.keep([code])
    return code
