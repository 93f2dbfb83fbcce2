"""A job of the night that is asked to end: its command brings back what it has borrowed, and no secret stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
# It needs a second for what pytest does with accounts, and says how often it was asked.
COMMAND = """
import signal
asking = {signal.SIGINT, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, asking)  # so that none is lost before it is waited for
print("begun", flush=True)
signal.sigwait(asking)
again = signal.sigtimedwait(asking, 1)
print("asked again" if again else "asked once", "brought back", flush=True)
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
        for one in (number, signal.SIGTERM):  # as a CI does that grows impatient
            if whom == "group":
                os.killpg(job.pid, one)
            else:
                job.send_signal(one)
        told = job.stdout.read()
    assert told == "asked once brought back\n"
    assert job.returncode in {128 + number, 128 + signal.SIGTERM}  # both may reach it at once
    assert list((tmp_path / "secrets").iterdir()) == []
