"""Nothing secret is left by a run, however it ends: canaries are planted, runs made, and every byte searched."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.suite.canary.search import canaries_below, canaries_in, short_canaries_below, short_canaries_in

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
PLANT, SHORT, UNCOVER = (f"tests.suite.canary.{name}" for name in ("plant", "short", "uncover"))


@dataclass
class Left:
    """What a run has left behind: its exit code, what it said, and a folder with all its files."""

    code: int
    said: str
    folder: Path

    def files(self, pattern: str) -> list[Path]:
        return [file for file in self.folder.rglob(pattern) if file.is_file()]


def run(folder: Path, chosen: str, *arguments: str) -> Left:
    (folder / "tmp").mkdir()
    left = folder / "left"
    command = [
        *(sys.executable, "-m", "pytest", "-n0", "-p", "no:randomly", "-l", "-rA", "-v", "--color=no"),
        *(
            "-p",
            PLANT,
            "-o",
            f"cache_dir={left}/cache",
            "-o",
            "junit_logging=all",
            "-o",
            "junit_family=xunit1",
        ),
        *("--target=stand", "--pictures=on", "--tracing=on", "--har=on", f"--reports={left}"),
        *(f"--alluredir={left}/allure", f"--junitxml={left}/junit.xml", f"--log-file={left}/log.txt"),
        *("--log-cli-level=WARNING", *arguments, "-k", chosen, "tests/suite/canary/runs.py"),
    ]
    environment = os.environ | {
        "PYTEST_ADDOPTS": "",
        "TMPDIR": str(folder / "tmp"),
        "GITHUB_STEP_SUMMARY": "",
    }
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return Left(ran.returncode, ran.stdout + ran.stderr, folder)


@pytest.mark.parametrize(
    ("chosen", "code", "told"),
    [
        (["holds"], 0, "1 passed"),
        (["drift or environment or broken"], 1, "3 failed"),
        (["assertion or expect or teardown", "-n1", "-Wdefault"], 1, "2 failed, 1 passed, "),
        (["interrupted and sigint", "-s"], 2, "KeyboardInterrupt"),
        (["interrupted and sigterm"], 2, "KeyboardInterrupt"),
        (["hangs"], 1, "Timeout"),
    ],
    ids=["green", "findings", "failures", "sigint", "sigterm", "time-out"],
)
def test_nothing_secret_is_left(tmp_path: Path, chosen: list[str], code: int, told: str) -> None:
    left = run(tmp_path, *chosen)
    assert (left.code, told in left.said) == (code, True), left.said[-3000:]
    assert canaries_in(left.said.encode(), "console") == []
    assert canaries_below(left.folder) == []
    assert left.files("tmp/**/*") == []
    assert left.files("trace*.zip")
    assert left.files("traffic*.har")


def test_nothing_secret_is_left_by_a_worker_that_dies(tmp_path: Path) -> None:
    left = run(tmp_path, "dies", "-n1")
    assert "crashed" in left.said, left.said[-3000:]
    assert canaries_in(left.said.encode(), "console") == []
    assert canaries_below(left.folder) == []


@pytest.mark.parametrize(
    ("chosen", "code"), [("holds", 0), ("drift or environment or broken", 1)], ids=["green", "findings"]
)
def test_names_and_passwords_of_a_few_letters_are_not_left(tmp_path: Path, chosen: str, code: int) -> None:
    left = run(tmp_path, chosen, "-p", SHORT)
    assert left.code == code, left.said[-3000:]
    assert short_canaries_in(left.said.encode()) == []
    hits = short_canaries_below(left.folder)
    assert hits == [], "\n".join(hits)
    assert left.files("trace*.zip")
    assert left.files("traffic*.har")


def test_search_finds_names_and_passwords_of_a_few_letters(tmp_path: Path) -> None:
    left = run(tmp_path, "broken", "-p", SHORT, "-p", UNCOVER)
    hits = short_canaries_below(left.folder)
    for place in ("trace.zip!trace.trace", "trace.zip!resources", "traffic.har", ".json!"):
        assert any(place in hit for hit in hits), f"nothing found in {place}"


def test_search_finds_what_is_not_hidden(tmp_path: Path) -> None:
    left = run(tmp_path, "assertion or expect", "-Wdefault", "-p", UNCOVER)
    hits = canaries_below(left.folder)
    assert canaries_in(left.said.encode(), "console")
    for place in ("trace.zip!trace.trace", "trace.zip!trace.network", "trace.zip!resources", "traffic.har"):
        assert any(place in hit for hit in hits), f"nothing found in {place}"
    for place in ("junit.xml", "log.txt", "-result.json", "-attachment.json"):
        assert any(place in hit for hit in hits), f"nothing found in {place}"
