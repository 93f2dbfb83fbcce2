"""The diary's other ways in, which it has only when asked: a code after the password, and «Госуслуги»."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from stand.diary.second_step import CODE_SECONDS
from stand.server import Stand, Student
from stand.variants import named
from tests.stand.test_diary_api import CHILDREN, diary, log_in

CODE = "/api/user/auth/code"


@pytest.fixture
def own_stand() -> Iterator[Stand]:
    """A stand of the test's own, whose clock may be put forward."""
    with Stand() as running:
        yield running


def owed(client: httpx.Client, student: Student) -> dict[str, str]:
    """Give the right password and return what the diary wants besides."""
    answer = log_in(client, student.pupil.login, student.pupil.password).raise_for_status()
    assert answer.cookies.get("X-JWT-Token") is None
    step: dict[str, str] = answer.json()["data"]["second_step"]
    return step


@pytest.mark.parametrize(("variant", "by"), [("diary-code-by-sms", "sms"), ("diary-code-by-max", "max")])
def test_a_right_code_lets_in_once(own_stand: Stand, variant: str, by: str) -> None:
    student = own_stand.new_student()
    with named(variant).on(own_stand), diary(own_stand) as client:
        step = owed(client, student)
        assert step["by"] == by
        assert client.get(CHILDREN).status_code == 401
        right = {"ticket": step["ticket"], "code": own_stand.diary.second_step.last_code(student.pupil.login)}
        wrong = right | {"code": f"{(int(str(right['code'])) + 1) % 10**6:06d}"}
        assert client.post(CODE, json=wrong).status_code == 400
        assert client.post(CODE, json=right).status_code == 200
        assert client.get(CHILDREN).status_code == 200
        assert client.post(CODE, json=right).status_code == 400


def test_a_code_runs_out(own_stand: Stand) -> None:
    student = own_stand.new_student()
    with named("diary-code-by-sms").on(own_stand), diary(own_stand) as client:
        step = owed(client, student)
        code = own_stand.diary.second_step.last_code(student.pupil.login)
        own_stand.clock.put_forward(CODE_SECONDS + 1)
        assert client.post(CODE, json={"ticket": step["ticket"], "code": code}).status_code == 400


def test_gosuslugi_let_in_by_password_and_role(own_stand: Stand) -> None:
    student = own_stand.new_student()
    with diary(own_stand) as client:
        assert client.get("/esia/login").status_code == 404
        with named("gosuslugi").on(own_stand):
            form = {"login": student.pupil.login, "password": "wrong"}
            assert "Неверный логин или пароль" in client.post("/esia/login", data=form).text
            roles = client.post("/esia/login", data=form | {"password": student.pupil.password}).text
            ticket = re.search(r'name="ticket" value="([^"]+)"', roles)
            assert ticket is not None
            assert client.get(CHILDREN).status_code == 401
            client.post("/esia/role", data={"ticket": ticket[1], "role": "Ученик"})
            assert client.get(CHILDREN).status_code == 200
