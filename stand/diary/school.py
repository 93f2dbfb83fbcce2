"""The made-up school: subjects, teachers, a week's lessons, the terms of a year, and the same marks for every pupil.

The pages show it, and the API gives it to other programs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

GROUP_ID = 701
INSTITUTION_ID = 1000
JURISDICTION_ID = 1
JURISDICTION_NAME = "Вымышленный район"

_AT = datetime.time
TIMES = (
    (_AT(9), _AT(9, 45)),
    (_AT(9, 55), _AT(10, 40)),
    (_AT(11), _AT(11, 45)),
    (_AT(12, 5), _AT(12, 50)),
    (_AT(13), _AT(13, 45)),
)
"""When the lessons of a day begin and end, in the school's own time."""

WEEK = (
    ("Понедельник", ("Алгебра", "Русский язык", "Физика", "История", "Английский язык")),
    ("Вторник", ("Литература", "Геометрия", "Биология", "Музыка")),
    ("Среда", ("Русский язык", "Информатика", "Алгебра", "Физкультура")),
    ("Четверг", ("География", "Английский язык", "Физика", "Классный час")),
    ("Пятница", ("Геометрия", "Литература", "История", "Технология")),
)
"""The lessons of each day."""

SUBJECTS = tuple(sorted({lesson for _, lessons in WEEK for lesson in lessons}))

MARKS: Mapping[str, Sequence[int]] = {
    "Алгебра": (5, 4, 5, 4),
    "Английский язык": (5, 5, 4),
    "Биология": (4, 5),
    "История": (5, 4, 4),
    "Литература": (5, 5),
    "Русский язык": (4, 4, 5, 4),
    "Физика": (4, 5, 4),
}
"""The marks of every term, one for each of a subject's first lessons in it."""

HOMEWORK = (
    ("Алгебра", "№\u00a0318, №\u00a0320", 2),
    ("Русский язык", "Упражнение 142, правило на с.\u00a061", 2),
    ("Физика", "Параграф 12, вопросы 1–4", 3),
    ("Литература", "Прочитать главу 5", 4),
)
"""A subject, what is to be done at home, and for which day of the week, Monday being 0."""

TEACHERS = (
    ("Соловьёва", "Инна", "Марковна", ("Алгебра", "Геометрия", "Информатика")),
    ("Тихонов", "Глеб", "Андреевич", ("Русский язык", "Литература", "Классный час")),
    ("Ульянина", "Вера", "Сергеевна", ("Английский язык",)),
    ("Фомин", "Егор", "Ильич", ("Биология", "География", "История", "Физика")),
    ("Хохлова", "Алла", "Петровна", ("Музыка", "Технология", "Физкультура")),
)
"""Surname, first name, patronymic and subjects."""

_DUE = ("к понедельнику", "ко вторнику", "к среде", "к четвергу", "к пятнице")


@dataclass(frozen=True)
class Term:
    """A part of the school year with its first and last day; `number` is 0 for the whole year."""

    number: int
    name: str
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class Lesson:
    """A lesson of one day; `mark` is what every pupil got in it, `task` what was to be done for it."""

    day: datetime.date
    number: int
    subject: str
    mark: int | None
    task: str | None

    @property
    def id(self) -> int:
        """A number that no other lesson has."""
        return self.day.toordinal() * 10 + self.number

    @property
    def times(self) -> tuple[datetime.datetime, datetime.datetime]:
        """When it begins and ends, in the school's own time."""
        begin, end = TIMES[self.number - 1]
        return datetime.datetime.combine(self.day, begin), datetime.datetime.combine(self.day, end)


def subject_id(subject: str) -> int:
    """Return the number of a subject."""
    return 100 + SUBJECTS.index(subject)


def terms(today: datetime.date) -> Sequence[Term]:
    """Return the four terms of the school year that a day belongs to, and the year as a whole."""
    year = today.year if today.month >= 7 else today.year - 1
    day = datetime.date
    return (
        Term(1, "I четверть", day(year, 9, 1), day(year, 10, 26)),
        Term(2, "II четверть", day(year, 11, 5), day(year, 12, 28)),
        Term(3, "III четверть", day(year + 1, 1, 9), day(year + 1, 3, 22)),
        Term(4, "IV четверть", day(year + 1, 4, 1), day(year + 1, 5, 26)),
        Term(0, "Год", day(year, 9, 1), day(year + 1, 5, 26)),
    )


def lessons(first: datetime.date, last: datetime.date) -> Iterator[Lesson]:
    """Yield the lessons from one day to another, both included, also of days to come."""
    for year in range(first.year - 1, last.year + 1):
        for term in terms(datetime.date(year, 9, 1))[:4]:
            if term.first <= last and first <= term.last:
                yield from (lesson for lesson in _lessons_of(term) if first <= lesson.day <= last)


def shown_on_pages() -> Mapping[str, object]:
    """Return what the diary's pages show of it, for JSON."""
    return {
        "times": ["–".join(f"{time.hour}:{time:%M}" for time in times) for times in TIMES],
        "week": [{"day": day, "lessons": names} for day, names in WEEK],
        "marks": list(MARKS.items()),
        "homework": [(subject, task, _DUE[day]) for subject, task, day in HOMEWORK],
    }


def _lessons_of(term: Term) -> Iterator[Lesson]:
    marks = {subject: iter(given) for subject, given in MARKS.items()}
    tasks = {(subject, day): task for subject, task, day in HOMEWORK}
    day = term.first
    while day <= term.last:
        names = WEEK[day.weekday()][1] if day.weekday() < len(WEEK) else ()
        for number, subject in enumerate(names, 1):
            mark = next(marks.get(subject, iter(())), None)
            yield Lesson(day, number, subject, mark, tasks.get((subject, day.weekday())))
        day += datetime.timedelta(days=1)
