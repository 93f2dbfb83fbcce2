"""The documented walk on pages that do not let go of their visitor: a finding of the right sentence, in time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.diary_chats.student import StudentWalk
from stand.server import Stand
from stand.server import Student as StandStudent
from tests.support.hostile import HOSTILE, SLACK_S, HostilePage
from tests.support.walks import IN_VAIN_S, NewWalk
from verifier.screen.watch import GRACE_S
from verifier.walk.journal import Entry
from verifier.walk.walk import WalkFailed

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bad_walk(new_walk: NewWalk, tmp_path: Path) -> StudentWalk:
    """A walk that is meant to fail, so its journal is no part of the run's."""
    return new_walk(journal_folder=tmp_path, patience_s=IN_VAIN_S, pictures="on")


@pytest.mark.parametrize("page", HOSTILE, ids=[page.name for page in HOSTILE])
def test_a_page_that_does_not_let_go_is_a_finding_in_time(
    stand: Stand, stand_student: StandStudent, bad_walk: StudentWalk, page: HostilePage
) -> None:
    with page.let_loose(stand):
        finding, took_s = found(bad_walk)
    assert page.explains(finding), finding
    assert took_s < IN_VAIN_S + GRACE_S + SLACK_S
    assert not stand.is_linked(stand_student)


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize("link_window", ["popup"])
def test_a_form_of_vk_in_a_window_of_its_own_that_spins_is_a_finding_in_time(
    stand: Stand, bad_walk: StudentWalk
) -> None:
    page = next(page for page in HOSTILE if page.name == "form-spins")
    with page.let_loose(stand):
        finding, took_s = found(bad_walk)
    assert page.explains(finding), finding
    assert took_s < IN_VAIN_S + GRACE_S + SLACK_S


def found(walk: StudentWalk) -> tuple[Entry, float]:
    """Walk the text up to its only finding, close the browser, and return both that and the seconds since it began."""
    with pytest.raises(WalkFailed) as caught:
        walk.take()
    began = time.monotonic() - caught.value.findings[0].duration_ms / 1000
    walk.windows.context.close()
    (finding,) = caught.value.findings
    return finding, time.monotonic() - began


@pytest.mark.parametrize("recorded", ["off", "on"])
def test_ctrl_c_ends_a_run_whose_page_spins_in_order(tmp_path: Path, recorded: str) -> None:
    options = (
        "-n0",
        "-p",
        "no:cacheprovider",
        "--target=stand",
        f"--tracing={recorded}",
        f"--har={recorded}",
    )
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--reports={tmp_path}", "tests/suite/spinning.py"],
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": "", "GITHUB_STEP_SUMMARY": ""},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert ran.returncode == pytest.ExitCode.INTERRUPTED, ran.stdout + ran.stderr
    assert "KeyboardInterrupt" in ran.stdout
    assert (
        time.monotonic() - began < 120
    )  # the target's patience and the grace, beside what a run takes by itself
    assert (tmp_path / "ledger.json").exists()
