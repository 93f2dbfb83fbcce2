"""What else is measured: whole commands, rendering, the start of a run, many walks on end, the stand itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.arithmetic import growth
from bench.contest import Runner
from bench.processes import ROOT, MeasuringError, Spent, held_by, kind_of_tree, run
from bench.stand import ServedStand
from verifier.text.model import Claim, Section
from verifier.walk.journal import Entry, Journal, View, load_all

_WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
_PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly")
_ANSWERS = 300
_WARM_UP = 5


@dataclass(frozen=True)
class Rendering:
    """How long all reports of a walk take, in seconds: made, and asked for again with nothing changed."""

    steps: int
    made_s: float
    again_s: float


@dataclass(frozen=True)
class Start:
    """How long a run takes from its command to its first step, and its stand of that, in seconds."""

    first_step_s: float
    stand_s: float


@dataclass(frozen=True)
class Memory:
    """What is held after some walks: bytes of Python, browser and stand, and open files of all."""

    walks: int
    python: int
    browser: int
    stand: int
    files: int


_NOT_MEANT = dict.fromkeys(("ARGS", "MAKEFLAGS", "MAKEOVERRIDES", "ROUNDS", "SUITE", "WALKS"), "")
"""What was given to `make bench` is meant for no other command."""


def make_walk() -> Spent:
    """Return what `make walk` takes, warm."""
    run(["make", "walk"], environment=_NOT_MEANT)
    return run(["make", "walk"], environment=_NOT_MEANT)


def start(times: int = 3) -> Start:
    """Return how long a run takes to its first step: the medians of some runs."""
    found = [_start() for _ in range(times)]
    return Start(median(one.first_step_s for one in found), median(one.stand_s for one in found))


def _start() -> Start:
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "stand.txt"
        command = [*_PYTEST, "-p", "bench.clock", "--pictures=off", f"--reports={folder}", _WALK]
        environment = os.environ | {"BENCH_CLOCK": str(clock)}
        began = time.time()
        # Not by `run`, whose own process would begin before it.
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise MeasuringError(f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        [walk] = load_all(Path(folder) / "journals")
        first = datetime.fromisoformat(walk.entries[0].started).timestamp()
        return Start(first - began, float(clock.read_text(encoding="utf-8")))


def suite() -> float:
    """Return how many times longer the whole suite takes than all cores together would need for its work."""
    spent = run(["make", "test"], environment=_NOT_MEANT)
    return spent.wall_s / (spent.cpu_s / (os.cpu_count() or 1))


def rendering(steps: Sequence[int]) -> list[Rendering]:
    """Return how long the reports of a walk take that is as long: a real one, taken over and over again."""
    with tempfile.TemporaryDirectory() as folder:
        real = Path(folder) / "real"
        run([*_PYTEST, "--pictures=on", f"--reports={real}", _WALK])
        [walk] = load_all(real / "journals")
        return [_rendering(walk, count, Path(folder) / str(count)) for count in steps]


def _rendering(walk: Journal, steps: int, folder: Path) -> Rendering:
    lengthened(walk, steps, folder / "journals" / "run")
    command = [sys.executable, "-m", "reports", "render", str(folder / "journals"), f"--out={folder / 'out'}"]
    command.append(f"--accepted={folder / 'accepted'}")
    made, again = run(command), run(command)
    shutil.rmtree(folder)
    return Rendering(steps, made.wall_s, again.wall_s)


def lengthened(walk: Journal, steps: int, folder: Path) -> Journal:
    """Write the journal of a walk of so many steps, each a copy of a real one with pictures of bytes of their own."""
    assert walk.folder is not None, "it was read from a folder"
    folder.mkdir(parents=True)
    claims, entries = list[Claim](), list[Entry]()
    for number in range(steps):
        real = walk.entries[number % len(walk.entries)]
        part = number // len(walk.entries) + 1
        claim, name = walk.instruction.claim(real.claim), f"{real.claim}-{part}"
        parent = f"{claim.parent}-{part}" if claim.parent else ""
        section = f"{claim.section} {part}"
        claims.append(replace(claim, id=name, parent=parent, section=section, line=number + 1))
        *earlier, last = (
            _of_its_own(view, walk.folder, folder / f"long-{number:04d}-{place}.png")
            for place, view in enumerate(real.views)
        )
        copied = replace(real, claim=name, line=number + 1, picture=last.picture, earlier=earlier)
        entries.append(copied)
    parts = groupby(claims, key=lambda claim: claim.section)
    sections = tuple(Section("", title, tuple(part)) for title, part in parts)
    text = replace(walk.instruction, name=f"{walk.instruction.name}-long", intro=(), sections=sections)
    long = replace(walk, instruction=text, entries=entries, folder=folder)
    long.save()
    return long


def _of_its_own(view: View, walked: Path, picture: Path) -> View:
    """Write a view's picture, where it has one, with bytes of its own, and return the view with that."""
    if view.picture is None:
        return view
    # What follows the end of a PNG is no part of the picture, but no cache takes the two for one.
    picture.write_bytes((walked / view.picture).read_bytes() + picture.name.encode())
    return replace(view, picture=picture.name)


def endurance(runner: Runner, stand: ServedStand, walks: int) -> Iterator[Memory]:
    """Let one worker take many walks; yield what is held after 10, 100, 1,000 …, and after the last."""
    marks = {10**power for power in range(1, 7)} | {walks}
    for number in range(1, walks + 1):
        runner.walk()
        if number in marks:
            yield _held(runner, stand, number)


def _held(runner: Runner, stand: ServedStand, walks: int) -> Memory:
    python = held_by(kind_of_tree(runner.pid, python=True))
    browser = held_by(kind_of_tree(runner.pid, python=False))
    served = held_by([psutil.Process(stand.pid)])
    files = python.files + browser.files + served.files
    return Memory(walks, python.memory, browser.memory, served.memory, files)


def grown(held: Sequence[Memory]) -> dict[str, float]:
    """Return by how many per cent each thing has grown between the first and the last look."""
    first, last = asdict(held[0]), asdict(held[-1])
    return {name: growth(first[name], last[name]) for name in first if name != "walks"}


def stand(served: ServedStand) -> dict[str, Any]:
    """Return how fast the stand answers its API, in milliseconds, and its memory, in megabytes."""
    answers = served.answers_ms(_ANSWERS + _WARM_UP)[_WARM_UP:]
    return {"answer_ms": median(answers), "memory_mb": psutil.Process(served.pid).memory_info().rss / 1e6}
