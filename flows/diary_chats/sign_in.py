"""Signing in to the diary."""

from __future__ import annotations

from verifier.walk.actions import Verbs
from verifier.walk.steps import Flow, proves
from verifier.walk.walk import Walk


@proves("login-page")
def login_page_opens(walk: Walk) -> None:
    """Open the documented address and see the form."""
    walk.open(walk.diary_login)
    walk.see(walk.diary_login.email, walk.diary_login.password)
    walk.note_product()


@proves("signed-in")
def diary_opens(walk: Walk) -> None:
    """Send e-mail and password and find the student's own diary in place of the form, and after a reload."""
    tab = walk.chats_tab
    send_password(walk)
    walk.see(tab.content)
    walk.left(walk.diary_login)
    if walk.student.name:
        walk.check(tab.names(walk.student.name), "открыт дневник этого ученика", "имени ученика в нём нет")
    with walk.aside():
        walk.reload(tab)
        walk.see(tab.content)
        walk.left(walk.diary_login)


def send_password(walk: Verbs) -> None:
    """Fill the diary's login form and send it."""
    login = walk.diary_login
    walk.fill_in({login.email: walk.student.login, login.password: walk.student.password}, then=login.submit)


SIGN_IN = Flow("Вход в дневник", (login_page_opens, diary_opens))
