"""A job of the night that is asked to end: its command brings back what it has borrowed, and no secret stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# It needs a second for what pytest does with accounts, and says how often it was asked.
COMMAND = """
import signal, sys, threading
asked = []
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: asked.append(1))
print("begun", flush=True)
signal.pause()
threading.Event().wait(1)
print("asked", len(asked), "brought back", flush=True)
"""


@pytest.mark.parametrize("whom", ["job", "group"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_is_asked_once_and_waited_for_and_the_secret_goes(
    whom: str, number: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "borrower.py").write_text(COMMAND, encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    variables = {
        "PYTHONPATH": f"{ROOT}:{tmp_path}",
        "TMPDIR": str(tmp_path / "secrets"),
        "STAGING_ACCOUNTS_TOML": "[[account]]",
    }
    code = "from tools.nightly import jobs; jobs._run('borrower')"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as job:
        assert job.stdout is not None
        next(line for line in job.stdout if line == "begun\n")
        assert list((tmp_path / "secrets").glob("*/*.toml"))
        if whom == "group":
            os.killpg(job.pid, number)
        else:
            job.send_signal(number)
        told = job.stdout.read()
    assert told == "asked 1 brought back\n"
    assert job.returncode == 128 + number
    assert list((tmp_path / "secrets").iterdir()) == []
