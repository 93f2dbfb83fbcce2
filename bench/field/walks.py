"""Walks of a text on a release, each a run of its own, and what each came to say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from verifier.walk.journal import Entry, load_all
from verifier.walk.verdict import EXIT_BROKEN, EXIT_DRIFT

_ROOT = Path(__file__).resolve().parents[2]
_WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
_COULD_TELL = (0, EXIT_BROKEN, EXIT_DRIFT)


class NoVerdictError(RuntimeError):
    """A run could not tell what holds; the text is what it wrote."""


@dataclass(frozen=True)
class Trip:
    """A text to walk on a release, on one of the targets of `targets.toml`."""

    text: str
    release: str
    target: str = "wagtail"

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.text}-{self.target}-{self.release}"


@dataclass(frozen=True)
class Walked:
    """What a walk came to say, in its order; `seconds` is what its steps took."""

    trip: Trip
    entries: tuple[Entry, ...]

    @property
    def seconds(self) -> float:
        """How long its steps took together."""
        return sum(entry.duration_ms for entry in self.entries) / 1000


def take(trip: Trip, out: Path, test: str = _WALK) -> Walked:
    """Walk and leave the run's reports in a folder of its own below `out`; `test` is how. Raises `NoVerdictError`."""
    folder = out / trip.name
    shutil.rmtree(folder, ignore_errors=True)
    options = ["-q", "-n", "0", "-p", "no:randomly", f"--reports={folder}"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--target", trip.target, "--instruction", trip.text, test],
        cwd=_ROOT, env=os.environ | {"WAGTAIL_RELEASE": trip.release}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    journals = load_all(folder / "journals")
    if ran.returncode not in _COULD_TELL or len(journals) != 1:
        raise NoVerdictError(f"{trip.name}: код {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return Walked(trip, tuple(journals[0].entries))
