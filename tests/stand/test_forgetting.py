"""A stand that lives long does not grow with those who were there."""

from __future__ import annotations

import contextlib
import tracemalloc

import httpx
import pytest

from flows.diary_chats.stand import RunningStand
from stand.server import Stand, Student

pytestmark = pytest.mark.heavy


def rows(stand: Stand) -> dict[str, int]:
    """Return how many rows each table has."""
    database = stand.shared.database
    names = [
        row["name"]
        for row in database.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    counts = {name: database.row(f"SELECT count(*) AS number FROM {name}") for name in names}
    return {name: row["number"] for name, row in counts.items() if row is not None}


def has_been_everywhere(stand: Stand) -> Student:
    """Make a student who leaves a trace in each system."""
    student = stand.new_student()
    user_id = student.vk.user_id
    stand.link(student.pupil, student.vk)
    stand.diary.session_cookie(student.pupil.id)
    stand.diary.records.note_failure(student.pupil.login)
    stand.vk_id.records.open_session(user_id)
    stand.vk_id.records.note_failure(user_id)
    stand.vk_id.records.demand_captcha(user_id)
    stand.vk_id.records.note_consent(stand.diary.client_id, user_id)
    stand.messenger.session_cookie(user_id)
    stand.messenger.records.remember_person(user_id, student.vk.full_name)
    stand.messenger.records.create_chat(user_id, "Чат", ["Гость"], "edu", key="1")
    return student


def test_who_is_forgotten_leaves_nothing(stand: Stand) -> None:
    before = rows(stand), len(stand.students), len(stand.vk_accounts)
    stand.forget(has_been_everywhere(stand))
    assert (rows(stand), len(stand.students), len(stand.vk_accounts)) == before


def test_nobody_else_is_forgotten(stand: Stand) -> None:
    stays, goes = has_been_everywhere(stand), has_been_everywhere(stand)
    before = stand.state(stays)
    stand.forget(goes)
    assert stand.state(stays) == before
    assert stand.is_linked(stays)


def test_programs_outside_let_a_student_be_forgotten(stand: Stand) -> None:
    student = stand.new_student()
    with httpx.Client(proxy=stand.proxy, verify=stand.gateway.trust()) as http:
        query = {"diary_login": student.pupil.login}
        codes = [http.delete(f"{stand.addresses.stand}/students", params=query).status_code for _ in range(2)]
    assert codes == [204, 404]
    assert student not in stand.students


def test_a_run_of_thousands_keeps_the_last_newcomers_alone() -> None:
    with Stand() as stand:
        running = RunningStand(stand, None)
        logins = [running.newcomer().person.login for _ in range(30)]
        assert [one.pupil.login for one in stand.students] == logins[-20:]


def test_a_connection_that_waits_holds_little() -> None:
    with Stand() as stand, contextlib.ExitStack() as open_ones:
        trust = stand.gateway.trust()
        tracemalloc.start()
        open_ones.callback(tracemalloc.stop)
        for _ in range(20):
            client = open_ones.enter_context(httpx.Client(proxy=stand.proxy, verify=trust))
            client.get(f"{stand.addresses.stand}/state")
        held = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*/asyncio/*")])
    assert sum(one.size for one in held.statistics("filename")) / 20 < 100_000


def test_no_two_accounts_have_one_telephone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stand.server.secrets.randbelow", lambda _limit: 7)
    with Stand() as stand:
        phones = {stand.new_vk_account().phone for _ in range(3)}
    assert len(phones) == 3
