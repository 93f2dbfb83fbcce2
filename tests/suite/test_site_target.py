"""A target of kind «site», whole: a stand at addresses of its own, of which the run knows what a file tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stand.direct_addresses import DirectAddresses
from stand.server import Stand, Student

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
HEADER = "k3y-of-the-gate"
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


def walk_on(
    site: Stand, student: Student, folder: Path, allowed: str, *more: str
) -> subprocess.CompletedProcess[str]:
    """Run the documented walk on the site, told of it by a file and by variables alone."""
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
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *more, WALK],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


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
