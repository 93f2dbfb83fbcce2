"""Runs against a site that are really stopped, by signals, in processes of their own: the account stays as found."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from stand.direct_addresses import DirectAddresses
from stand.rewriting import Answer
from stand.server import Stand, Student
from stand.weather import Fate, Weather

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
RELINK = "tests/scenarios/test_flows_alone.py::test_relink"
LONG_WAYS = Weather(
    "long-ways",
    "Дневник думает над каждым ответом.",
    is_outage=False,
    draw=lambda _seed, asked, _chance: Fate(
        there=4 if asked.system == "diary" and "/api/" in asked.path else 0
    ),
)
NAMES = ("DIARY_LOGIN", "DIARY_PASSWORD", "VK_LOGIN", "VK_PASSWORD", "VK_NAME")


@dataclass
class Night:
    """A site, one account of it, and runs that know of both from outside alone."""

    site: Stand
    student: Student
    folder: Path

    def __post_init__(self) -> None:
        at = self.site.addresses
        authority = self.folder / "authority.pem"
        authority.write_bytes(self.site.gateway.authority_pem)
        (self.folder / "targets.toml").write_text(
            f"""default = "night"
            [targets.night]
            kind = "site"
            product = "diary_chats"
            diary = "{at.diary}"
            vk_id = ["{at.vk_id}", "{at.vk_id_former}"]
            messenger = "{at.messenger}"
            accounts = "NIGHT"
            allowed = "everything"
            patience_s = 10
            certificate_authority = "authority.pem"
            """,
            encoding="utf-8",
        )

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def kept_secrets_told_in_reports(self) -> list[str]:
        """Return the reports that hold a value of the signed-in state that is kept of the account."""
        (file,) = self.state.rglob("state.json")
        cookies = json.loads(file.read_text(encoding="utf-8"))["state"]["cookies"]
        values = [cookie["value"].encode() for cookie in cookies]
        assert values, "nothing was kept"
        reports = [path for path in (self.folder / "out").rglob("*") if path.is_file()]
        return [str(path) for path in reports if any(value in path.read_bytes() for value in values)]

    def is_linked(self) -> bool:
        return self.site.is_linked(self.student)

    def run(self, scenario: str, *options: str, **variables: str) -> subprocess.Popen[str]:
        pupil, vk = self.student.pupil, self.student.vk
        values = (pupil.login, pupil.password, vk.phone, vk.password, vk.full_name)
        accounts = {f"NIGHT_{name}": value for name, value in zip(NAMES, values, strict=True)}
        ours = {"PYTEST_ADDOPTS": "", "DIARY_CHATS_STATE": str(self.state), "TMPDIR": str(self.folder)}
        places = (f"--targets={self.folder}/targets.toml", f"--reports={self.folder}/out")
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "pytest", "-p", "no:randomly", "-n0", *places, *options, scenario],
            cwd=ROOT,
            env=os.environ | ours | accounts | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def stopped_after(self, claim: int, how: signal.Signals) -> str:
        """Run until the n-th sentence is told of, send a signal, and return what was said then."""
        process = self.run(WALK)
        assert process.stdout is not None
        with process, process.stdout as output:
            told = next((line for line in output if re.match(rf"\s+✓ +{claim} ", line)), None)
            assert told, "the run has ended before that sentence"
            self.signal(process, how)
            return output.read()

    def signal(self, process: subprocess.Popen[str], how: signal.Signals) -> None:
        """Ask a run to end: with Ctrl-C the whole group, as a terminal does, else its first process alone."""
        if how is signal.SIGINT:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)

    def finished(self, scenario: str) -> tuple[int, str]:
        """Run a scenario to its end and return the exit code and what was said."""
        process = self.run(scenario)
        said, _ = process.communicate()
        return process.returncode, said


@pytest.fixture(scope="module")
def site() -> Iterator[Stand]:
    with Stand(direct=DirectAddresses.anywhere()) as running:
        yield running


@pytest.fixture
def night(site: Stand, tmp_path: Path) -> Night:
    return Night(site, site.new_student(), tmp_path)


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
