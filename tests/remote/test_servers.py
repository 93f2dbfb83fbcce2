"""Browsers on two other machines behind a load balancer; one of them goes down amid the run."""

from __future__ import annotations

import json
import os
import re
import selectors
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.remote.network import HERE, PORT, lacking, machines
from verifier.run.executable import SETTING, executable
from verifier.walk.verdict import EXIT_ENVIRONMENT

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
REQUIRED = "REMOTE_REQUIRED"
SCENARIOS = "tests/scenarios/test_documented_walk.py"
ENOUGH = (4, 12)
"""A walk of 21 steps that has come so far is well under way, and has a good way to go."""


@pytest.fixture
def network() -> None:
    lack = lacking()
    if lack and os.environ.get(REQUIRED):
        pytest.fail(f"браузеры на других машинах: {lack}", pytrace=False)
    if lack:
        pytest.skip(f"браузеры на других машинах не проверены: {lack}")


def entries(journals: Path) -> list[int]:
    """Return how many steps each journal has so far."""
    return [len(json.loads(path.read_text(encoding="utf-8"))["entries"]) for path in journals.rglob("*.json")]


def both_under_way(journals: Path) -> bool:
    return sum(ENOUGH[0] <= count <= ENOUGH[1] for count in entries(journals)) >= 2


def lines_of(run: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yield what a run prints, and an empty line when it has been silent for a moment."""
    assert run.stdout is not None
    os.set_blocking(run.stdout.fileno(), False)
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(run.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(timeout=0.05):
                yield ""
                continue
            data = os.read(run.stdout.fileno(), 65536)
            if not data:
                return
            *whole, rest = (rest + data).split(b"\n")
            yield from (line.decode() for line in whole)


@pytest.mark.usefixtures("network")
@pytest.mark.timeout(180)
def test_a_server_that_dies_costs_its_own_tests_alone(tmp_path: Path) -> None:
    browser = executable(setting=os.environ.get(SETTING))
    named = ["--connect-executable", browser] if browser else []
    with machines(tmp_path) as (first, _):
        command = [
            *(sys.executable, "-m", "pytest", "-v", "-n", "2", "-p", "no:randomly", "-p", "no:cacheprovider"),
            *("--dist", "load", "--maxschedchunk", "1"),
            *("--connect", f"ws://{HERE}:{PORT}/", "--stand-address", HERE, *named),
            *("--reports", str(tmp_path / "out"), SCENARIOS),
        ]
        printed: list[str] = []
        alive = True
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
            for line in lines_of(run):
                printed.append(line)
                if alive and both_under_way(tmp_path / "out" / "journals"):
                    first.kill()
                    alive = False
        code = run.returncode
    text = "\n".join(filter(None, printed))
    assert not alive, text
    outcomes = re.findall(r"^\[gw\d+\] \[ *\d+%\] (PASSED|FAILED|ERROR|SKIPPED) (\S+)", text, re.M)
    failed = {name for outcome, name in outcomes if outcome in ("FAILED", "ERROR")}
    passed = {name for outcome, name in outcomes if outcome == "PASSED"} - failed
    (count,) = re.findall(r"workers \[(\d+) items\]", text)
    assert len(failed) == 1, text
    assert len(passed) == int(count) - 1 > 1, text
    assert code == EXIT_ENVIRONMENT, text
    assert "браузер пропал" in text
