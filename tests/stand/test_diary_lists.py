"""The lists that other programs ask the diary for, as published clients ask and read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from stand.diary import school
from stand.server import Stand, Student

TABLE = "/api/journal/estimate/table"
LESSONS = "/api/journal/lesson/list-by-education"
TEACHERS = "/api/journal/teacher/list"
TERMS = "/api/group/group/get-list-period"
SUBJECTS = "/api/journal/subject/list-studied"
GROUPS = "/api/journal/group/related-group-list"
MONDAY, SUNDAY = "14.09.2026", "20.09.2026"


@pytest.fixture
def student(stand: Stand) -> Student:
    return stand.new_student()


@pytest.fixture
def client(stand: Stand, student: Student) -> Iterator[httpx.Client]:
    """A program that has a token of the student's and sends it as a header."""
    name, token = stand.diary.session_cookie(student.pupil.id)
    with httpx.Client(
        base_url=stand.addresses.diary,
        proxy=stand.proxy,
        verify=stand.gateway.trust(),
        headers={name: token},
    ) as client:
        yield client


def listed(client: httpx.Client, path: str, **query: str | int) -> dict[str, Any]:
    """Ask for a list; parameters that take several values are named without their brackets."""
    several = {"p_educations", "p_group_ids", "p_groups"}
    asked = {f"{name}[]" if name in several else name: value for name, value in query.items()}
    data: dict[str, Any] = client.get(path, params=asked).raise_for_status().json()["data"]
    return data


def marks(client: httpx.Client, student: Student, **query: str | int) -> dict[str, Any]:
    span: dict[str, str | int] = {"p_date_from": "01.09.2026", "p_date_to": "26.10.2026"}
    return listed(client, TABLE, p_educations=student.pupil.id, **(span | query))


def test_marks_are_those_of_the_page(client: httpx.Client, student: Student) -> None:
    items = marks(client, student, p_limit=1000)["items"]
    given = {
        subject: [int(one["estimate_value_name"]) for one in items if one["subject_name"] == subject]
        for subject in {one["subject_name"] for one in items}
    }
    assert given == {subject: list(all_of_it) for subject, all_of_it in school.MARKS.items()}
    assert {one["education_id"] for one in items} == {student.pupil.id}
    assert items[0].keys() == {
        *("id", "education_id", "lesson_id", "subject_id", "subject_name", "date"),
        *("estimate_value_code", "estimate_value_name", "estimate_type_code", "estimate_type_name"),
        "estimate_comment",
    }


def test_every_mark_belongs_to_a_lesson_of_its_subject(client: httpx.Client, student: Student) -> None:
    lessons = listed(
        client,
        LESSONS,
        p_educations=student.pupil.id,
        p_datetime_from="01.09.2026",
        p_datetime_to="26.10.2026",
        p_limit=1000,
    )["items"]
    subjects = {one["identity"]["id"]: one["subject_name"] for one in lessons}
    assert len(subjects) == len(lessons), "each lesson has a number of its own"
    for mark in marks(client, student, p_limit=1000)["items"]:
        assert subjects[mark["lesson_id"]] == mark["subject_name"]


@pytest.mark.parametrize(("page", "first"), [(0, 0), (1, 0), (2, 10), (3, 20), (4, None)])
def test_a_list_comes_in_pages(client: httpx.Client, student: Student, page: int, first: int | None) -> None:
    whole = marks(client, student, p_limit=1000)["items"]
    assert 20 < len(whole) < 30
    data = marks(client, student, p_limit=10, p_page=page)
    assert data["items"] == (whole[first : first + 10] if first is not None else [])
    assert (data["total_items"], data["total_pages"], data["last"]) == (len(whole), 3, 3)
    assert data["current"] == max(1, page)


@pytest.mark.parametrize("page", ["first", "-1", ""])
def test_a_page_has_a_number(client: httpx.Client, page: str) -> None:
    assert client.get(GROUPS, params={"p_page": page}).status_code == 400


@pytest.mark.parametrize("times", [("", ""), (" 00:00:00", " 23:59:59"), ("+00:00:00", "+23:59:59")])
def test_lessons_of_a_week_follow_the_timetable(
    client: httpx.Client, student: Student, times: tuple[str, str]
) -> None:
    span = f"p_datetime_from={MONDAY}{times[0]}&p_datetime_to={SUNDAY}{times[1]}".replace(" ", "%20")
    answer = client.get(f"{LESSONS}?p_educations[]={student.pupil.id}&p_limit=500&{span}")
    items = answer.json()["data"]["items"]
    days = {datetime.datetime.strptime(one["datetime_from"], "%d.%m.%Y %H:%M:%S").weekday() for one in items}
    assert days == set(range(len(school.WEEK)))
    assert [one["subject_name"] for one in items] == [name for _, names in school.WEEK for name in names]
    tasks = {one["subject_name"]: one["tasks"][0]["task_name"] for one in items if one["tasks"]}
    assert tasks == {subject: task for subject, task, _ in school.HOMEWORK}


@pytest.mark.parametrize("day", ["", "2026-09-14", "31.02.2026", "завтра"])
def test_a_day_is_written_as_the_diary_writes_it(client: httpx.Client, student: Student, day: str) -> None:
    answer = client.get(
        TABLE, params={"p_educations[]": student.pupil.id, "p_date_from": day, "p_date_to": SUNDAY}
    )
    assert answer.status_code == 400
    assert answer.json()["validations"] == [{"message": "Неверная дата"}]


def test_teachers_teach_every_subject(client: httpx.Client, student: Student) -> None:
    items = listed(client, TEACHERS, p_page=1, p_educations=student.pupil.id)["items"]
    assert {one["subject_name"] for teacher in items for one in teacher["subjects"]} == set(school.SUBJECTS)
    assert items[0].keys() == {
        *("identity", "surname", "firstname", "middlename", "position_name", "subjects")
    }


def test_terms_of_a_class_and_the_year_besides(client: httpx.Client) -> None:
    (group,) = listed(client, GROUPS, p_page=1)["items"]
    items = listed(client, TERMS, p_group_ids=group["id"], p_page=1)["items"]
    spans = [
        tuple(datetime.datetime.strptime(one[name], "%d.%m.%Y") for name in ("date_from", "date_to"))
        for one in items
    ]
    assert [one["education_period"]["id"] for one in items] == [1, 2, 3, 4, 23]
    assert spans[:4] == sorted(spans[:4])
    assert spans[4] == (spans[0][0], spans[3][1])


@pytest.mark.parametrize(("day", "year"), [((2026, 6, 30), 2025), ((2026, 7, 1), 2026), ((2027, 1, 1), 2026)])
def test_a_school_year_begins_in_autumn(day: tuple[int, int, int], year: int) -> None:
    assert school.terms(datetime.date(*day))[0].first == datetime.date(year, 9, 1)


def test_subjects_of_a_class(client: httpx.Client) -> None:
    items = listed(client, SUBJECTS, p_groups=school.GROUP_ID)["items"]
    assert [one["name"] for one in items] == list(school.SUBJECTS)


@pytest.mark.parametrize("path", [TABLE, LESSONS, TEACHERS])
def test_of_another_pupil_nothing_is_listed(client: httpx.Client, stand: Stand, path: str) -> None:
    other = stand.new_student().pupil.id
    span: dict[str, str | int] = {"p_date_from": MONDAY, "p_date_to": SUNDAY}
    times: dict[str, str | int] = {"p_datetime_from": MONDAY, "p_datetime_to": SUNDAY}
    assert listed(client, path, p_educations=other, **span, **times)["items"] == []


@pytest.mark.parametrize("path", [TABLE, LESSONS, TEACHERS, TERMS, SUBJECTS, GROUPS])
def test_lists_are_for_those_who_are_signed_in(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"X-JWT-Token": "forged"}).status_code == 401
