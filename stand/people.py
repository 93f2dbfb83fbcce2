"""Made-up pupils, VK accounts and chats; none of them exists."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

LinkWindow = Literal["same", "popup"]
"""Where the diary opens VK's form: in its own tab, or in a window of its own. Which one is real is not known."""

SecondStep = Literal["password", "code"]
"""How VK ID makes sure of its user after the telephone number: by password, or by a code sent to the telephone."""

Sex = Literal[1, 2]
"""As VK counts it: 1 is female, 2 is male."""


@dataclass(frozen=True)
class Pupil:
    """A pupil known to the diary. Its `repr` shows nothing personal: failed tests print their arguments."""

    id: int
    login: str = field(repr=False)
    password: str = field(repr=False)
    surname: str = field(repr=False)
    firstname: str = field(repr=False)
    middlename: str = field(repr=False)
    group_name: str
    institution_name: str
    link_window: LinkWindow

    @property
    def full_name(self) -> str:
        """Surname, first name and patronymic."""
        return f"{self.surname} {self.firstname} {self.middlename}"


@dataclass(frozen=True)
class VkAccount:
    """An account at VK ID; `phone` is `+7` and ten digits, `birthday` is `dd.mm.yyyy`.

    Its `repr` shows nothing personal either.
    """

    user_id: int
    phone: str = field(repr=False)
    email: str = field(repr=False)
    password: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    sex: Sex
    birthday: str = field(repr=False)
    second_step: SecondStep

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Person:
    """Names for a new pupil and his or her VK account."""

    surname: str = field(repr=False)
    firstname: str = field(repr=False)
    middlename: str = field(repr=False)
    sex: Sex = 1


_GIRLS = (
    ("Авдеева", "Варвара", "Ильинична"),
    ("Белкина", "Мирослава", "Олеговна"),
    ("Ветрова", "Ксения", "Павловна"),
    ("Гусева", "Ульяна", "Романовна"),
    ("Журавлёва", "Таисия", "Глебовна"),
    ("Лебедева", "Злата", "Артёмовна"),
)
_BOYS = (
    ("Дроздов", "Матвей", "Кириллович"),
    ("Ершов", "Тимофей", "Андреевич"),
    ("Зимин", "Савелий", "Денисович"),
    ("Каплин", "Лука", "Сергеевич"),
    ("Метелин", "Елисей", "Юрьевич"),
    ("Орлов", "Платон", "Игоревич"),
)


def person(number: int) -> Person:
    """Return the names of the n-th person; they come round again, logins and numbers do not."""
    people = [
        person
        for girl, boy in zip(_GIRLS, _BOYS, strict=True)
        for person in (Person(*girl, sex=1), Person(*boy, sex=2))
    ]
    return people[number % len(people)]


def birthday() -> str:
    """Return a day on which somebody of the seventh form may have been born."""
    return f"{secrets.randbelow(28) + 1:02}.{secrets.randbelow(12) + 1:02}.2013"


def password() -> str:
    """Return a new random password."""
    return f"Uchenik-{secrets.token_urlsafe(9)}"


CHATS = (
    ("7 «Б» класс", ("Завтра первый урок в кабинете 214.", "Не забудьте сменную обувь.")),
    ("Математика, 7 «Б»", ("Домашняя работа: № 318 и № 320.",)),
    ("Литература, 7 «Б»", ("Читаем главу 5.", "Сочинение сдаём в пятницу.")),
    ("Классный час", ("В четверг после шестого урока.",)),
)
"""Title and messages of the chats that each new VK account belongs to in its educational profile."""
