"""What processes take: processor time, memory, open files, of a whole tree of them."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
_FAREWELL_S = 5
_SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of prctl(2): children whose parent has ended come to us."""


ELSEWHERE = "Сравнение меряет процессы так, как это умеет только Linux: выполните его там (подойдёт и WSL)."
"""What is told on any other system."""


class MeasuringError(Exception):
    """Something that was to be measured has not come off; the text says what it printed."""


@dataclass(frozen=True)
class Spent:
    """What something took, in seconds: by the clock, and of all processors together."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Held:
    """What a tree of processes holds: memory in bytes, and open files."""

    memory: int
    files: int


def cpu_of_tree(pid: int) -> float:
    """Return the seconds of processor that a process, all below it and all that these have outlived have taken."""
    total = 0.0
    for process in _tree(pid):
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def held_by(processes: Sequence[psutil.Process]) -> Held:
    """Return what some processes hold; memory that they share is divided among them."""
    memory = files = 0
    for process in processes:
        with suppress(psutil.Error):
            if sys.platform == "linux":
                memory += process.memory_full_info().pss
                files += process.num_fds()
    return Held(memory, files)


def kind_of_tree(pid: int, *, python: bool) -> list[psutil.Process]:
    """Return the processes of a tree that are Python, or all others of it."""
    found = []
    for process in _tree(pid):
        with suppress(psutil.Error):
            if process.name().startswith("python") == python:
                found.append(process)
    return found


def run(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)
) -> Spent:
    """Run a command to its end, and return what it and everything that it has started took.

    Raises `MeasuringError` unless it ends with one of the codes.
    """
    ran = subprocess.run(
        [sys.executable, "-m", "bench.processes", *command],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode not in codes:
        raise MeasuringError(f"{' '.join(command)}\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    return Spent(**json.loads(ran.stderr.splitlines()[-1]))


def below(pid: int) -> list[psutil.Process]:
    """Return the processes that a process has started, and those that these have."""
    return psutil.Process(pid).children(recursive=True)


def end(processes: Sequence[psutil.Process]) -> None:
    """End those of some processes that are still there."""
    for process in processes:
        with suppress(psutil.Error):
            process.terminate()


def _tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *below(pid)]


def _measure(command: Sequence[str]) -> int:
    """Run a command here, alone; say on the last line of stderr what it took."""
    if sys.platform == "linux":
        import resource  # which not every system has

        ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)
        started = time.monotonic()
        code = subprocess.run(command, check=False).returncode
        wall_s = time.monotonic() - started
        signal.signal(signal.SIGALRM, lambda *_: end(below(os.getpid())))
        signal.alarm(_FAREWELL_S)
        with suppress(ChildProcessError):  # those that it has left behind count too
            while True:
                os.wait()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"\n{json.dumps(asdict(Spent(wall_s, used.ru_utime + used.ru_stime)))}", file=sys.stderr)
        return code
    else:  # noqa: RET505  without it the line would count as unreachable
        raise MeasuringError(ELSEWHERE)


if __name__ == "__main__":
    sys.exit(_measure(sys.argv[1:]))
