"""Signing in to the diary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from flows.diary_chats.student import StudentVisitor, StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.gosuslugi import PUPIL, Gosuslugi
from verifier.authoring import Mismatch, Unavailable, proves


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
    with being_let_in(walk):
        walk.see(tab.content)
    walk.left(login)
    if walk.person.name:
        walk.check(tab.names(walk.person.name), "открыт дневник этого ученика", "имени ученика в нём нет")
    with walk.aside():
        walk.reload(tab)
        walk.see(tab.content)
        walk.left(login)


def send_password(visitor: StudentVisitor) -> None:
    """Let the student in by e-mail and password, with a code where the diary asks for one; or by «Госуслуги».

    Raises `Unavailable` where it asks for a code that nobody here can know.
    """
    login, student = visitor.on(DiaryLogin), visitor.person
    if student.gosuslugi_login:
        _enter_by_gosuslugi(visitor)
        return
    visitor.fill_in({login.email: student.login, login.password: student.password}, then=login.submit)
    if student.diary_code is not None and _asks_code(visitor):
        code = student.diary_code()
        if code is None:
            raise Unavailable("код, который просит дневник, пришёл", "кода нет", remedy=_SAY_WHENCE)
        visitor.privacy.keep([code])
        visitor.fill_in({login.code: code}, then=login.submit)
        visitor.note("дневник попросил код после пароля; набор ввёл код этой учётной записи")


@contextmanager
def being_let_in(visitor: StudentVisitor) -> Iterator[None]:
    """See what comes of `send_password`.

    Raises `Unavailable` where nothing comes because the diary asks for a code that nobody here can know.
    """
    try:
        yield
    except Mismatch as error:
        page, code = visitor.windows.current, visitor.on(DiaryLogin).code
        if page is not None and visitor.person.diary_code is None and code.on(page).count():
            observed = "после пароля дневник просит код, а взять его негде"
            raise Unavailable("дневник пускает по почте и паролю", observed, remedy=_SAY_WHENCE) from error
        raise


def _asks_code(visitor: StudentVisitor) -> bool:
    """Say whether the diary asks for a code, rather than letting the student in."""
    login, windows = visitor.on(DiaryLogin), visitor.windows

    def shown() -> Literal["code", "inside"] | None:
        page = windows.current
        if page is None or not login.shows(page.url):
            return "inside"
        return "code" if login.code.on(page).count() else None

    return windows.await_state(shown) == "code"


def _enter_by_gosuslugi(visitor: StudentVisitor) -> None:
    login, door, student = visitor.on(DiaryLogin), visitor.on(Gosuslugi), visitor.person
    visitor.click(login.gosuslugi)
    visitor.at(door)
    fields = {door.login: student.gosuslugi_login, door.password: student.gosuslugi_password}
    visitor.fill_in(fields, then=door.submit)
    visitor.press(door.role(student.role or PUPIL))
    visitor.left(door)
    visitor.note("в дневник вошли через Госуслуги, как задано у этой учётной записи")


_SAY_WHENCE = (
    "задайте, откуда брать код дневника этой учётной записи: переменную …_DIARY_TOTP или …_DIARY_CODE_COMMAND"
)
