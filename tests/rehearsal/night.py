"""A night: its jobs one after another, each on a machine of its own, with nothing but what the CI gives them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.rehearsal import ci
from tests.rehearsal.ci import Call, Store
from tests.rehearsal.staging import Staging
from tests.support.receiver import Receiver

_NOT_OURS = re.compile(r"(CI|GITHUB|GITLAB|NOTIFY|STAGING|PYTEST|VERIFIER|DIARY_CHATS|NIGHT)(_.*)?")
_AUDIENCES = ("writers", "developers", "operations")


@dataclass(frozen=True)
class Ended:
    """What became of a job."""

    code: int
    said: str


class Night:
    """A night on GitHub in Chromium alone, the only browser that every machine of ours has.

    Its variables and secrets have the names that docs/nightly.md tells; the jobs' files say where they go.
    """

    def __init__(self, folder: Path, staging: Staging, receiver: Receiver) -> None:
        self._folder = folder
        secrets = {f"NOTIFY_{one.upper()}": receiver.address(one) for one in _AUDIENCES}
        variables = staging.variables | {"NIGHT_ADDRESS": "https://pages.example/night/"}
        self._store = Store(secrets | {"STAGING_ACCOUNTS": staging.accounts}, variables)

    def check(self) -> Ended:
        """Verify the target, as the job before all others does."""
        return self._run("check", self._store.github("nightly.yml", "check"))

    def walk(self) -> list[Ended]:
        """Walk all parts at the same time, and keep what they leave as the CI keeps artefacts."""
        running = [self.begin(number) for number in ci.parts()]
        return [self.end(number, process) for number, process in zip(ci.parts(), running, strict=True)]

    def begin(self, number: int) -> subprocess.Popen[str]:
        """Begin to walk a part."""
        return self._start(f"part-{number}", self._part(number))

    def end(self, number: int, process: subprocess.Popen[str]) -> Ended:
        """Wait for the end of a part and keep its artefact."""
        said, _ = process.communicate()
        out = self._machine(f"part-{number}") / self._part(number).value("--out")
        if out.exists():
            shutil.copytree(out, self._machine("collect") / "parts" / f"part-chromium-{number}")
        return Ended(process.returncode, said)

    def collect(self) -> Ended:
        """Bring the parts together and tell of them; only Chromium is expected."""
        call = self._store.github("nightly.yml", "collect")
        words = list(call.arguments)
        for other in ("firefox", "webkit"):
            at = words.index(other)
            assert words[at - 1] == "--expect"
            del words[at - 1 : at + 1]
        return self._run("collect", Call(tuple(words), call.variables))

    def walk_until(self, told: str, how: signal.Signals) -> dict[int, Ended]:
        """Walk all parts; the first that tells of something is asked to end, as a machine that is wanted back is.

        Returns what became of that part alone; the others go on to their ends.
        """
        asked: list[int] = []
        one_at_a_time = threading.Lock()

        def listen(number: int) -> Ended:
            process, said = self.begin(number), list[str]()
            assert process.stdout is not None
            for line in process.stdout:
                said.append(line)
                with one_at_a_time:
                    if not asked and re.search(told, line):
                        asked.append(number)
                        process.send_signal(how)
            ended = self.end(number, process)
            return Ended(ended.code, "".join(said))

        with ThreadPoolExecutor(len(ci.parts())) as together:
            ended = dict(zip(ci.parts(), together.map(listen, ci.parts()), strict=True))
        return {number: ended[number] for number in asked}

    @property
    def results(self) -> Path:
        """What the night leaves for its readers."""
        return self._machine("collect") / "night"

    @property
    def summary(self) -> dict[str, Any]:
        """The night's summary for machines."""
        found: dict[str, Any] = json.loads((self.results / "summary.json").read_text(encoding="utf-8"))
        return found

    @property
    def history(self) -> list[dict[str, Any]]:
        """The lines that the night has added to the history."""
        path = self._machine("collect") / "reports" / "nights" / "history.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def left_in_temporary_folders(self) -> list[Path]:
        """Return what the jobs have left where their secrets were for a while."""
        return [path for path in self._folder.glob("*/tmp/*") if path.name.startswith("accounts-")]

    def holding(self, secrets: list[str]) -> list[str]:
        """Return the files of the night's results that hold one of these, and which."""
        wanted = [secret.encode() for secret in secrets]
        files = [path for path in self.results.rglob("*") if path.is_file()]
        return [f"{path}: {one.decode()}" for path in files for one in wanted if one in path.read_bytes()]

    def _part(self, number: int) -> Call:
        workflow, contexts = self._store.caller("nightly.yml", "chromium")
        return self._store.github(workflow, "part", matrix={"part": str(number)}, **contexts)

    def _machine(self, name: str) -> Path:
        return self._folder / name

    def _run(self, machine: str, call: Call) -> Ended:
        process = self._start(machine, call)
        said, _ = process.communicate()
        return Ended(process.returncode, said)

    def _start(self, machine: str, call: Call) -> subprocess.Popen[str]:
        place = self._machine(machine)
        (place / "tmp").mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            [sys.executable, *ci.NIGHTLY[1:], *call.arguments],
            cwd=place,
            env={**dict(_surroundings(os.environ)), **call.variables, **_own(place)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def _surroundings(variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the machine's variables without those that a CI, a team or the run around this one has set."""
    return ((name, value) for name, value in variables.items() if not _NOT_OURS.fullmatch(name))


def _own(place: Path) -> dict[str, str]:
    """Return what makes a folder a machine of its own: where state and temporary files go, and the checkout."""
    return {
        "CI": "true",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ci.ROOT),
        "TMPDIR": str(place / "tmp"),
        "XDG_STATE_HOME": str(place / "state"),
    }
