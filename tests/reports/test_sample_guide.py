"""The whole way on the stand: a walk, its reports, and the committed sample that they are held against."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports import compare

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "reports" / "accepted" / "stand" / "diary_chats" / "instruction"
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def rendered(tmp_path: Path) -> str:
    """What the command that makes the reports says after a green walk."""
    run("pytest", "-p", "no:randomly", "--pictures=on", f"--reports={tmp_path}", WALK)
    return run("reports", "render", "--out", str(tmp_path), str(tmp_path / "journals"))


def test_a_walk_ends_in_all_reports_and_the_sample_guide_is_fresh(rendered: str, tmp_path: Path) -> None:
    for name in ("ledger.html", "guide/guide.html", "compare.html"):
        assert str(tmp_path / name) in rendered
        assert (tmp_path / name).stat().st_size > 0
    changes = compare.make(compare.read(SAMPLE), compare.read(tmp_path / "guide"))
    refresh = "make walk, look at reports/out/compare.html, then: python -m reports accept"
    assert not changes, f"the sample is stale: {compare.headline(changes)}; {refresh}"
