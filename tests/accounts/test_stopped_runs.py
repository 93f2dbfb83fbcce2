"""Runs against a site that are really stopped, by signals, in processes of their own: the account stays as found."""

from __future__ import annotations

import signal
import sys
import threading

import pytest

from stand.rewriting import Answer
from stand.weather import Fate, Weather
from tests.accounts.night import WALK, Night

pytestmark = pytest.mark.long
RELINK = "tests/scenarios/test_flows_alone.py::test_relink"
LONG_WAYS = Weather(
    "long-ways",
    "Дневник думает над каждым ответом.",
    is_outage=False,
    draw=lambda _seed, asked, _chance: Fate(
        there=4 if asked.system == "diary" and "/api/" in asked.path else 0
    ),
)


@pytest.mark.parametrize(
    ("how", "claim", "linked"),
    # pytest-timeout's clock rings by SIGALRM
    [(signal.SIGINT, 9, False), (signal.SIGTERM, 5, True), (signal.SIGALRM, 11, False)],
    ids=["ctrl-c", "sigterm", "time-out"],
)
def test_stopped_run_leaves_the_account_as_found(
    night: Night, how: signal.Signals, claim: int, linked: bool
) -> None:
    if linked:
        night.site.link(night.student.pupil, night.student.vk)
    said = night.stopped_after(claim, how)
    assert "Traceback" not in said
    assert night.is_linked() == linked
    assert list(night.state.rglob("lease.json")) == []
    assert night.kept_secrets_told_in_reports() == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_worker_has_the_time_it_needs_to_bring_its_account_back(night: Night, how: signal.Signals) -> None:
    linked = threading.Event()

    def notice(_answer: Answer) -> None:
        if night.is_linked():
            linked.set()

    with night.site.rewriting.rewritten("diary", "GET", "/api/chats/vk-link", notice):
        process = night.run(WALK, "-n1")
        assert linked.wait(60), "the walk has not come so far"
    with process, night.site.faults.weather(LONG_WAYS, 1):
        night.signal(process, how)
        said, _ = process.communicate()
    assert process.returncode == pytest.ExitCode.INTERRUPTED, said
    assert "возвращаю учётные записи: 1" in said
    assert not night.is_linked()
    assert list(night.state.rglob("lease.json")) == []


def test_run_after_a_killed_one_puts_its_account_right_first(night: Night) -> None:
    night.stopped_after(9, signal.SIGKILL)
    assert night.is_linked()
    assert len(list(night.state.rglob("lease.json"))) == 1
    code, said = night.finished(RELINK)
    assert code == 0, said
    assert "не закончился: учётная запись возвращена, аккаунт VK не привязан" in said
    assert not night.is_linked()
    assert list(night.state.rglob("lease.json")) == []


def test_run_that_could_not_bring_a_linked_account_back_leaves_it_alone(night: Night) -> None:
    night.site.link(night.student.pupil, night.student.vk)
    with night.site.faults.outage("vk_id"):
        code, said = night.finished(WALK)
    assert code == 11, said
    why = f"учётную запись потом не вернуть (VK ID отвечает ошибкой 503 на {night.site.addresses.vk_id})"
    assert f"не проверялось: {why}, а этот шаг меняет учётную запись" in said
    assert "Traceback" not in said
    assert night.is_linked()


@pytest.mark.parametrize(
    ("option", "variables", "said"),
    [
        (
            "-n2",
            {},
            "учётные записи: процессов 2, а учётных записей 1; добавьте учётные записи или запустите с -n 1",
        ),
        (
            "-n0",
            {"DIARY_CHATS_STATE": "{folder}/out/state"},
            "DIARY_CHATS_STATE: {folder}/out/state лежит среди отчётов, а они уходят к читателям;"
            " назовите другую папку",
        ),
    ],
    ids=["workers", "place"],
)
def test_what_is_wrong_with_accounts_is_one_line_before_anything_starts(
    night: Night, option: str, variables: dict[str, str], said: str
) -> None:
    given = {name: value.format(folder=night.folder) for name, value in variables.items()}
    process = night.run(RELINK, option, BROWSER_EXECUTABLE=sys.executable, **given)
    told, _ = process.communicate()
    assert process.returncode == pytest.ExitCode.USAGE_ERROR
    assert told.strip() == f"ERROR: {said.format(folder=night.folder)}"
    assert not night.state.exists()


def test_unreadable_record_is_one_line_before_anything_starts(night: Night) -> None:
    assert night.finished(RELINK)[0] == 0
    (kept,) = night.state.rglob("state.json")
    record = kept.with_name("lease.json")
    record.write_text("{", encoding="utf-8")
    code, said = night.finished(RELINK)
    assert code == pytest.ExitCode.USAGE_ERROR
    assert said.strip() == (
        f"ERROR: {record}: запись о незаконченном прогоне не читается;"
        " проверьте учётную запись вручную и удалите файл"
    )
