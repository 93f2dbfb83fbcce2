"""A night against a site: runs in processes of their own, with one account of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stand.server import Stand, Student
from tests.support.night_target import write_targets

ROOT = Path(__file__).resolve().parents[2]
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
NAMES = ("DIARY_LOGIN", "DIARY_PASSWORD", "VK_LOGIN", "VK_PASSWORD", "VK_NAME")


@dataclass
class Night:
    """A site, one account of it, and runs that know of both from outside alone."""

    site: Stand
    student: Student
    folder: Path

    def __post_init__(self) -> None:
        write_targets(self.folder, self.site)

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

    def run(
        self, scenario: str, *options: str, within: Sequence[str] = (), **variables: str
    ) -> subprocess.Popen[str]:
        pupil, vk = self.student.pupil, self.student.vk
        values = (pupil.login, pupil.password, vk.phone, vk.password, vk.full_name)
        accounts = {f"NIGHT_{name}": value for name, value in zip(NAMES, values, strict=True)}
        ours = {"PYTEST_ADDOPTS": "", "DIARY_CHATS_STATE": str(self.state), "TMPDIR": str(self.folder)}
        places = (f"--targets={self.folder}/targets.toml", f"--reports={self.folder}/out")
        return subprocess.Popen(
            [
                *within,
                sys.executable,
                "-u",
                "-m",
                "pytest",
                "-p",
                "no:randomly",
                "-n0",
                *places,
                *options,
                scenario,
            ],
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
