"""The stand seen from the suite: its students as the walk knows them, its record, and starting states."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext
from starlette.responses import PlainTextResponse

from flows.diary_chats.student import Student
from stand.answers import Answer
from stand.defects import Defect
from stand.people import Pupil, VkAccount
from stand.server import Stand
from stand.server import Student as StandStudent
from stand.weather import CALM

_VK_SESSION = "remixsid"


def as_walked(stand: Stand, made: StandStudent) -> Student:
    """Return a student of the stand as the walk takes one."""
    pupil, vk = made.pupil, made.vk
    return Student(
        login=pupil.login,
        password=pupil.password,
        name=f"{pupil.surname} {pupil.firstname}",
        vk_login=vk.phone,
        vk_password=vk.password,
        vk_name=vk.full_name,
        vk_code=lambda: stand.vk_id.records.last_code(vk.phone),
        private=(pupil.full_name, pupil.surname, pupil.firstname, pupil.middlename, vk.email),
    )


def everyone_on(stand: Stand) -> Iterator[str]:
    """Yield what must not be told of the people whom the stand has made."""
    for student in stand.students:
        yield from as_walked(stand, student).secrets
    for account in stand.vk_accounts:
        yield from (account.phone, account.email, account.password, account.full_name)


def conditions_of(stand: Stand, defect: Defect | None = None) -> str:
    """Say what a walk is in for on a stand, as the options that repeat it: the defect it has, the weather over it."""
    forecast = stand.faults.forecast
    options = [f"--defect {defect.name}"] if defect else []
    options += [f"--weather {forecast}"] if forecast.weather is not CALM else []
    return " ".join(options)


class StandRecord:
    """The stand's own record of who is linked to whom."""

    def __init__(self, stand: Stand, made: StandStudent) -> None:
        self._stand = stand
        self._made = made

    def linked(self, student: Student) -> bool:
        """Say whether the student's own VK account, and no other, is linked."""
        if student.login != self._made.pupil.login:
            raise ValueError("this record was made for another student")
        return self._stand.linked_vk_user(self._made.pupil) == self._made.vk.user_id

    def access(self, student: Student) -> bool:
        """Say whether the diary holds a token for the student's own VK account that VK ID would take."""
        if student.login != self._made.pupil.login:
            raise ValueError("this record was made for another student")
        diary = self._stand.diary.client_id
        return self._stand.vk_id.records.live_tokens(diary, self._made.vk.user_id) > 0


def sign_in(stand: Stand, context: BrowserContext, pupil: Pupil) -> None:
    """Give a browser a session of the diary, as if the pupil had signed in."""
    name, value = stand.diary.session_cookie(pupil.id)
    _add_cookie(context, stand.addresses.diary, name, value)


def sign_in_to_vk(stand: Stand, context: BrowserContext, account: VkAccount) -> None:
    """Give a browser a session of VK ID, as it is left behind by linking."""
    _add_cookie(
        context, stand.addresses.vk_id, _VK_SESSION, stand.vk_id.records.open_session(account.user_id)
    )


def end_vk_session(stand: Stand, context: BrowserContext) -> None:
    """End the session at VK ID that a browser has; VK ID alone knows of it until the browser asks."""
    kept = [one for one in context.cookies(stand.addresses.vk_id) if one.get("name") == _VK_SESSION]
    if not kept:
        raise ValueError("this browser is not signed in to VK ID")
    for cookie in kept:
        stand.vk_id.records.close_session(cookie["value"])


def sign_in_to_messenger(stand: Stand, context: BrowserContext, account: VkAccount) -> None:
    """Give a browser a session of the messenger, as if the account's owner had gone in."""
    name, value = stand.messenger.session_cookie(account.user_id)
    _add_cookie(context, stand.addresses.messenger, name, value)


@contextmanager
def answers_lost(stand: Stand, system: str, method: str, path: str) -> Iterator[None]:
    """Let a system (a field name of `Addresses`) do what it is asked at a path, and the browser never hear of it.

    What comes instead is what a proxy says that has waited in vain (RFC 9110 §15.6.5).
    """

    def lose(answer: Answer) -> None:
        answer.become(PlainTextResponse("Ответ не пришёл\n", 504))

    with stand.answers.rewritten(system, method, path, lose):
        yield


def _add_cookie(context: BrowserContext, origin: str, name: str, value: str) -> None:
    context.add_cookies([{"name": name, "value": value, "url": origin, "secure": True, "httpOnly": True}])
