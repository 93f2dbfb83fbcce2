"""Signing in to the diary."""

from __future__ import annotations

from flows.diary_chats.student import StudentVisitor, StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from verifier.authoring import proves


@proves("login-page")
def login_page_opens(walk: StudentWalk) -> None:
    """Open the address and see the form."""
    login = walk.on(DiaryLogin)
    walk.open(login)
    walk.see(login.email, login.password)
    walk.note_product()


@proves("signed-in")
def diary_opens(walk: StudentWalk) -> None:
    """Send e-mail and password and find the student's own diary in place of the form, and after a reload."""
    login, tab = walk.on(DiaryLogin), walk.on(ChatsTab)
    send_password(walk)
    walk.see(tab.content)
    walk.left(login)
    if walk.person.name:
        walk.check(tab.names(walk.person.name), "открыт дневник этого ученика", "имени ученика в нём нет")
    with walk.aside():
        walk.reload(tab)
        walk.see(tab.content)
        walk.left(login)


def send_password(visitor: StudentVisitor) -> None:
    """Fill the diary's login form and send it."""
    login, student = visitor.on(DiaryLogin), visitor.person
    visitor.fill_in({login.email: student.login, login.password: student.password}, then=login.submit)
