"""What other programs ask the diary for: children, classes, terms, subjects, teachers, lessons, marks.

The shapes are those that published clients read (the rows «diary: children» and «diary: lists» of the stand's README).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stand.clock import Clock
from stand.diary import school
from stand.diary.envelope import answer, refusal
from stand.diary.school import Lesson
from stand.diary.session import Session, Sessions
from stand.people import Pupil

_MOSCOW = ZoneInfo("Europe/Moscow")
_PAGE_LENGTH = 30
_DAY = "%d.%m.%Y"
_WHOLE_YEAR_ID = 23
"""The number by which one client knows, and leaves out, the term that is the whole year."""

_Items = Callable[[Request, Session], Iterable[dict[str, Any]]]


class Journal:
    """The lists of the diary's API, page by page."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def routes(self) -> list[Route]:
        """Return the routes below `/api`."""
        lists: dict[str, _Items] = {
            "/journal/person/related-child-list": _children,
            "/journal/group/related-group-list": _groups,
            "/journal/teacher/list": _teachers,
            "/journal/subject/list-studied": _subjects,
            "/journal/lesson/list-by-education": _lessons,
            "/journal/estimate/table": _marks,
            "/group/group/get-list-period": self._terms,
        }
        return [Route(path, self._listing(items), methods=["GET"]) for path, items in lists.items()]

    def _listing(self, items: _Items) -> Callable[[Request], Any]:
        async def listing(request: Request, session: Session) -> Response:
            try:
                return _page(list(items(request, session)), request)
            except ValueError as error:
                return refusal(str(error))

        return self._sessions.signed_in(listing)

    def _terms(self, request: Request, _session: Session) -> Iterator[dict[str, Any]]:
        if not _asks_for(request, "p_group_ids[]", school.GROUP_ID):
            return
        today = datetime.datetime.fromtimestamp(self._clock.now(), _MOSCOW).date()
        for term in school.terms(today):
            number = term.number or _WHOLE_YEAR_ID
            yield {
                "identity": {"id": term.first.year * 100 + number},
                "name": term.name,
                "date_from": term.first.strftime(_DAY),
                "date_to": term.last.strftime(_DAY),
                "education_period": {"id": number, "code": str(number), "name": term.name},
            }


def _children(_request: Request, session: Session) -> Iterator[dict[str, Any]]:
    pupil = session.pupil
    yield {
        "identity": {"id": pupil.id},
        "firstname": pupil.firstname,
        "surname": pupil.surname,
        "middlename": pupil.middlename,
        "hash_uid": hashlib.sha256(f"pupil {pupil.id}".encode()).hexdigest(),
        "action_payload": {"can_apply_for_distance": False, "can_print": True},
        "educations": [
            {
                "education_id": pupil.id,
                "group_id": school.GROUP_ID,
                "group_name": pupil.group_name,
                "institution_id": school.INSTITUTION_ID,
                "institution_name": pupil.institution_name,
                "jurisdiction_id": school.JURISDICTION_ID,
                "jurisdiction_name": school.JURISDICTION_NAME,
                "is_active": True,
                "push_subscribe": "false",
                "distance_education": False,
                "distance_education_updated_at": "",
                "parent_firstname": "",
                "parent_surname": "",
                "parent_middlename": "",
                "parent_email": "",
            }
        ],
    }


def _groups(_request: Request, session: Session) -> Iterator[dict[str, Any]]:
    yield {"id": school.GROUP_ID, "name": session.pupil.group_name}


def _teachers(request: Request, session: Session) -> Iterator[dict[str, Any]]:
    if not _asks_for(request, "p_educations[]", session.pupil.id):
        return
    for number, (surname, firstname, middlename, subjects) in enumerate(school.TEACHERS, 1):
        yield {
            "identity": {"id": number},
            "surname": surname,
            "firstname": firstname,
            "middlename": middlename,
            "position_name": "Учитель",
            "subjects": [_subject(subject) for subject in subjects],
        }


def _subjects(request: Request, _session: Session) -> Iterator[dict[str, Any]]:
    if not _asks_for(request, "p_groups[]", school.GROUP_ID):
        return
    for subject in school.SUBJECTS:
        number = school.subject_id(subject)
        yield {"identity": {"id": number}, "id": number, "name": subject}


def _lessons(request: Request, session: Session) -> Iterator[dict[str, Any]]:
    for lesson in _asked_lessons(request, session.pupil, "p_datetime_from", "p_datetime_to"):
        begin, end = (time.strftime(f"{_DAY} %H:%M:%S") for time in lesson.times)
        yield {
            "identity": {"id": lesson.id, "uid": None},
            "number": lesson.number,
            "datetime_from": begin,
            "datetime_to": end,
            **_subject(lesson.subject),
            "content_name": "",
            "content_description": None,
            "content_additional_material": None,
            "tasks": [_task(lesson.task)] if lesson.task else [],
            "estimates": [_estimate(lesson.mark)] if lesson.mark else [],
        }


def _marks(request: Request, session: Session) -> Iterator[dict[str, Any]]:
    for lesson in _asked_lessons(request, session.pupil, "p_date_from", "p_date_to"):
        if lesson.mark is not None:
            yield {
                "id": lesson.id,
                "education_id": session.pupil.id,
                "lesson_id": lesson.id,
                **_subject(lesson.subject),
                "date": lesson.day.strftime(_DAY),
                **_estimate(lesson.mark),
            }


def _asked_lessons(request: Request, pupil: Pupil, first: str, last: str) -> Iterable[Lesson]:
    """Return the lessons between two days that a request names. Raises `ValueError` for anything but days."""
    days = (_day(request.query_params.get(name, "")) for name in (first, last))
    return school.lessons(*days) if _asks_for(request, "p_educations[]", pupil.id) else ()


def _day(text: str) -> datetime.date:
    """Return the day of a text, with a time behind it or without. Raises `ValueError` for any other text."""
    try:
        return datetime.datetime.strptime(text[: (f"{text} ").index(" ")], _DAY).date()
    except ValueError:
        raise ValueError("Неверная дата") from None


def _asks_for(request: Request, parameter: str, number: int) -> bool:
    """Say whether a request names what belongs to the pupil; of anything else there is nothing to list."""
    return str(number) in request.query_params.getlist(parameter)


def _subject(subject: str) -> dict[str, Any]:
    return {"subject_id": school.subject_id(subject), "subject_name": subject}


def _task(text: str) -> dict[str, Any]:
    return {
        "task_name": text,
        "task_code": None,
        "task_kind_code": "homework",
        "task_kind_name": "Домашнее задание",
        "files": [],
    }


def _estimate(mark: int) -> dict[str, Any]:
    return {
        "estimate_value_code": str(mark),
        "estimate_value_name": str(mark),
        "estimate_type_code": "10",
        "estimate_type_name": "Работа на уроке",
        "estimate_comment": None,
    }


def _page(items: Sequence[dict[str, Any]], request: Request) -> Response:
    """Wrap one page of a list; 0 is the first one as well as 1, and behind the last one there is nothing."""
    page = max(1, _number(request, "p_page", 1))
    length = max(1, _number(request, "p_limit", _PAGE_LENGTH))
    last = max(1, -(-len(items) // length))
    return answer(
        {
            "items": items[(page - 1) * length : page * length],
            "before": min(last, max(1, page - 1)),
            "current": page,
            "last": last,
            "next": min(last, page + 1),
            "total_items": len(items),
            "total_pages": last,
        }
    )


def _number(request: Request, parameter: str, default: int) -> int:
    text = request.query_params.get(parameter, str(default))
    if not text.isdecimal():
        raise ValueError("Неверный номер страницы")
    return int(text)
