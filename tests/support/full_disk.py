"""A full disk: a small file system of its own where the machine lets one be mounted, elsewhere short files alone.

As a plugin of a run in a process of its own (`-p tests.support.full_disk`) it lets tests write nothing but short files.
"""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOM_KB = 300
"""Enough for the first pictures of a walk, and for little else."""
_SHORT_BYTES = 30_000
_MOUNTED = """
mount -t tmpfs -o size="$1" none "$2" || exit 99
place=$2 kept=$3
cp -a "$kept/." "$place"; shift 3
"$@"; code=$?
cp -a "$place/." "$kept"
exit $code
"""
_APART = ("unshare", "--map-root-user", "--mount")
"""In a name space of its own: nobody else sees what is mounted there, and it goes with the process."""


def options(place: Path, kept: Path) -> tuple[list[str], list[str]]:
    """Return what stands before a command and what is added to it, so that it finds `place` full.

    What is in `kept` is there at the beginning, and what is left there at the end is in `kept`.
    """
    if not _can_mount():
        place.rmdir()
        place.symlink_to(kept)
        return [], ["-p", "tests.support.full_disk"]
    return [*_APART, "sh", "-c", _MOUNTED, "sh", f"{ROOM_KB}k", str(place), str(kept)], []


@contextmanager
def short_files(most: int = _SHORT_BYTES) -> Iterator[None]:
    """Let this process write no file that is longer than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call() -> Generator[None]:
    """Let no test write more."""
    with short_files():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish() -> Generator[None]:
    """Nor the run at its end."""
    with short_files():
        return (yield)


def _can_mount() -> bool:
    try:
        tried = subprocess.run([*_APART, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    except FileNotFoundError:
        return False
    return tried.returncode == 0
