"""The stand's diary held against a client written for the real one, unchanged and at its real address."""

from __future__ import annotations

import datetime

import pytest
from petersburgedu_wrap import Client
from petersburgedu_wrap.errors.invalid_login_or_password_exc import InvalidLoginOrPasswordException
from petersburgedu_wrap.types import Child

from stand.diary import school
from stand.server import Stand, Student

AUTUMN = (datetime.date(2026, 9, 1), datetime.date(2026, 10, 26))


@pytest.fixture
def student(stand: Stand) -> Student:
    return stand.new_student()


@pytest.fixture
def client(through_proxy: str) -> Client:
    assert through_proxy
    return Client()


@pytest.fixture
def child(client: Client, student: Student) -> Child:
    client.login(student.pupil.login, student.pupil.password)
    (child,) = client.get_child_list()
    return child


def test_petersburgedu_wrap_finds_the_pupil(child: Child, student: Student) -> None:
    pupil = student.pupil
    assert (child.surname, child.firstname, child.middlename) == (
        pupil.surname,
        pupil.firstname,
        pupil.middlename,
    )
    (education,) = child.educations
    assert (education.education_id, education.group_name) == (pupil.id, pupil.group_name)


def test_petersburgedu_wrap_signs_in_by_a_token(client: Client, stand: Stand, student: Student) -> None:
    _, token = stand.diary.session_cookie(student.pupil.id)
    client.login_by_token(token)
    (child,) = client.get_child_list()
    assert child.surname == student.pupil.surname


def test_petersburgedu_wrap_knows_a_wrong_password(client: Client, student: Student) -> None:
    with pytest.raises(InvalidLoginOrPasswordException):
        client.login(student.pupil.login, "no")


def test_petersburgedu_wrap_lists_teachers(child: Child) -> None:
    teachers = child.get_teacher_list()
    assert [one.surname for one in teachers] == [surname for surname, *_ in school.TEACHERS]
    assert all(one.position_name and one.subjects for one in teachers)


def test_petersburgedu_wrap_lists_marks(child: Child) -> None:
    marks = child.get_mark_list_by_period(*AUTUMN)
    given = [int(one.estimate_value_name) for one in marks if one.subject_name == "Алгебра"]
    assert given == list(school.MARKS["Алгебра"])
    assert len(marks) == sum(map(len, school.MARKS.values()))


def test_petersburgedu_wrap_lists_the_lessons_of_all_pages(child: Child) -> None:
    lessons = child.get_lesson_list_by_period(*AUTUMN)
    assert len(lessons) > 100, "more than one page"
    assert len({one.identity.id for one in lessons}) == len(lessons)
    assert {task.task_name for one in lessons for task in one.tasks} == {
        task for _, task, _ in school.HOMEWORK
    }
