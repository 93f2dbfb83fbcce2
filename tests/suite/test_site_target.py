"""A target of kind «site», whole: a stand at addresses of its own, of which the run knows what a file tells."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stand.direct_addresses import DirectAddresses
from stand.server import Stand, Student

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
HEADER = "k3y-of-the-gate"
QUESTION = "в — выйти: "
LOOKS = ["login-page", "signed-in", "chats-tab"]
UNLINKED = [*LOOKS, "press-link", "vk-form"]
LINKED = [
    *LOOKS,
    "linked-buttons",
    "messenger-window",
    "enter",
    "enter-sferum",
    "either-way",
    "linked-account",
    "chats-open",
    "chats-left",
]


@pytest.fixture(scope="module")
def site() -> Iterator[Stand]:
    """A stand that is reached as any site is."""
    with Stand(direct=DirectAddresses.anywhere()) as running:
        yield running
    assert running.crashes == []


def run_on(
    site: Stand, student: Student, folder: Path, allowed: str, *more: str
) -> tuple[list[str], dict[str, str]]:
    """Return the command of a run on the site and its environment: a file and variables alone tell of the site."""
    (folder / "authority.pem").write_bytes(site.gateway.authority_pem)
    (folder / "targets.toml").write_text(
        f"""default = "nightly"
[targets.nightly]
kind = "site"
product = "diary_chats"
diary = "${{NIGHTLY_DIARY}}"
vk_id = ["{site.addresses.vk_id}"]
messenger = "{site.addresses.messenger}"
accounts = "NIGHTLY"
allowed = "{allowed}"
patience_s = 15
test_s = 240
viewport = "1200x750"
certificate_authority = "authority.pem"
extra_headers = {{ X-Gate = "${{NIGHTLY_GATE}}" }}
""",
        encoding="utf-8",
    )
    variables = {
        "PYTEST_ADDOPTS": "",
        "DIARY_CHATS_STATE": str(folder / "state"),
        "NIGHTLY_GATE": HEADER,
        "NIGHTLY_DIARY": site.addresses.diary,
        "NIGHTLY_DIARY_LOGIN": student.pupil.login,
        "NIGHTLY_DIARY_PASSWORD": student.pupil.password,
        "NIGHTLY_VK_LOGIN": student.vk.phone,
        "NIGHTLY_VK_PASSWORD": student.vk.password,
        "NIGHTLY_VK_NAME": student.vk.full_name,
    }
    options = [
        "-n0",
        "-p",
        "no:randomly",
        f"--reports={folder / 'out'}",
        f"--targets={folder / 'targets.toml'}",
    ]
    return [sys.executable, "-m", "pytest", *options, *more], os.environ | variables


def walk_on(
    site: Stand, student: Student, folder: Path, allowed: str, *more: str
) -> subprocess.CompletedProcess[str]:
    """Run the documented walk on the site."""
    command, environment = run_on(site, student, folder, allowed, *more, WALK)
    return finished(command, environment)


def finished(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False
    )


def at_terminal(command: list[str], environment: dict[str, str], answer: Callable[[str], str]) -> int:
    """Run a command at a terminal, answer each of its questions, and return its exit code."""
    master, slave = pty.openpty()
    ran = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    said = b""
    with contextlib.suppress(OSError):  # so a terminal tells on Linux that nobody writes to it any more
        while part := os.read(master, 4096):
            said += part
            if said.endswith(QUESTION.encode()):
                os.write(master, answer(said.decode(errors="replace")).encode())
                said = b""
    os.close(master)
    return ran.wait(timeout=60)


def ledger_in(folder: Path) -> dict[str, dict[str, str]]:
    """Return the ledger's rows by the id of their claim."""
    document = json.loads((folder / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert document["target"] == "nightly"
    return {row["id"]: row for row in document["claims"]}


def chats_of(site: Stand, student: Student) -> int:
    return len(site.messenger.records.chats(student.vk.user_id, "edu"))


def test_the_instruction_holds_at_other_addresses(site: Stand, tmp_path: Path) -> None:
    ran = walk_on(site, site.new_student(), tmp_path, "everything", "--har=on")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert {row["verdict"] for row in ledger_in(tmp_path).values()} == {"holds"}
    left = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    recorded = [path for path in left if b'"x-gate"' in path.read_bytes().lower()]
    assert [path.suffix for path in recorded] == [".har"]
    assert not [path for path in left if HEADER.encode() in path.read_bytes()]


@pytest.mark.parametrize(("linked", "proven"), [(False, UNLINKED), (True, LINKED)])
def test_a_look_changes_nothing_and_says_what_it_left_out(
    site: Stand, tmp_path: Path, linked: bool, proven: list[str]
) -> None:
    student = site.new_student()
    if linked:
        site.link(student.pupil, student.vk)
    chats = chats_of(site, student)
    ran = walk_on(site, student, tmp_path, "look-only")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    rows = ledger_in(tmp_path)
    assert [name for name, row in rows.items() if row["verdict"] == "holds"] == proven
    spared = [row for name, row in rows.items() if name not in proven]
    assert {row["verdict"] for row in spared} == {"unproven"}
    assert all(row["reason"].startswith("цель nightly — только просмотр, а ") for row in spared)
    assert "не проверялось: цель nightly — только просмотр" in ran.stdout
    assert site.is_linked(student) is linked
    assert chats_of(site, student) == chats
    junit = (tmp_path / "out" / "ledger.junit.xml").read_text(encoding="utf-8")
    assert junit.count("<skipped ") == len(spared)
    assert "<error" not in junit


@pytest.mark.parametrize("answer", ["в\n", "\x03"], ids=["quit", "Ctrl-C"])
def test_an_account_is_as_it_was_found_when_a_person_ends_the_walk_in_a_pause(
    site: Stand, tmp_path: Path, answer: str
) -> None:
    student, asked = site.new_student(), list[tuple[str, bool]]()

    def answers(said: str) -> str:
        asked.append((said, site.is_linked(student)))
        return answer

    code = at_terminal(*run_on(site, student, tmp_path, "everything", "--pause", "--from=8"), answers)
    ((said, was_linked),) = asked
    assert "8. Перед тобой снова окно дневника." in said
    assert was_linked
    assert not site.is_linked(student)
    assert code == 2
    rows = ledger_in(tmp_path)
    assert rows["press-continue"]["reason"].startswith("пройдено молча")
    assert {row["verdict"] for row in rows.values()} == {"unproven"}


def test_a_survey_changes_nothing_and_leaves_no_ledger(site: Stand, tmp_path: Path) -> None:
    student = site.new_student()
    site.link(student.pupil, student.vk)
    chats = chats_of(site, student)
    ran = finished(*run_on(site, student, tmp_path, "everything", "--survey"))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Осмотрено мест: 4 из 5" in ran.stdout
    assert site.is_linked(student)
    assert chats_of(site, student) == chats
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"survey", "survey.html", "survey.json", "survey.md"} <= left
    assert not {"journals", "ledger.html"} & left
    told = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()).decode(
        errors="replace"
    )
    secrets = (student.pupil.login, student.vk.phone, *student.pupil.full_name.split())
    assert not [one for one in secrets if one in told]
