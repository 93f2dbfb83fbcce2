"""The stand seen from the suite: its students as the walk knows them, its record, and starting states."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from flows.student import Student
from stand.people import Pupil, VkAccount
from stand.server import Stand
from stand.server import Student as StandStudent


def as_walked(stand: Stand, made: StandStudent) -> Student:
    """Return a student of the stand as the walk takes one."""
    pupil, vk = made.pupil, made.vk
    return Student(
        login=pupil.login,
        password=pupil.password,
        vk_login=vk.phone,
        vk_password=vk.password,
        vk_name=vk.full_name,
        vk_code=lambda: stand.vk_id.records.last_code(vk.phone),
        private=(pupil.full_name, pupil.surname, pupil.firstname, pupil.middlename, vk.email),
    )


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


def sign_in(stand: Stand, context: BrowserContext, pupil: Pupil) -> None:
    """Give a browser a session of the diary, as if the pupil had signed in."""
    name, value = stand.diary.session_cookie(pupil.id)
    _add_cookie(context, stand.addresses.diary, name, value)


def sign_in_to_vk(stand: Stand, context: BrowserContext, account: VkAccount) -> None:
    """Give a browser a session of VK ID, as it is left behind by linking."""
    _add_cookie(context, stand.addresses.vk_id, "remixsid", stand.vk_id.records.open_session(account.user_id))


def _add_cookie(context: BrowserContext, origin: str, name: str, value: str) -> None:
    context.add_cookies([{"name": name, "value": value, "url": origin, "secure": True, "httpOnly": True}])
