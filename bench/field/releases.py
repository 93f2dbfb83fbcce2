"""Releases of the product, each in an environment of its own: `.field/<release>`, as its lock says.

python -m bench.field.releases [ВЫПУСК...]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from verifier.console import PYTHON

RELEASES = ("5.2", "6.0", "6.3", "7.0", "7.4", "8.0")
"""In the order in which they came out; the newest patch of each is in its lock."""
_ROOT = Path(__file__).resolve().parents[2]
_LOCKS = Path(__file__).with_name("locks")
_FOLDER = _ROOT / ".field"
_KEPT = "installed.lock"


class InstallError(RuntimeError):
    """A release could not be installed; the text is one line: which, and the remedy."""


def install(release: str) -> None:
    """Make the environment of a release unless it is as its lock says. Raises `InstallError`.

    Others may do so at the same time: the first to be ready is kept.
    """
    if release not in RELEASES:
        raise InstallError(f"нет выпуска {release}; есть {', '.join(RELEASES)}")
    folder, lock = _FOLDER / release, _LOCKS / f"{release}.lock"
    if _is_as(folder, lock):
        return
    print(f"Ставлю выпуск {release}…", file=sys.stderr, flush=True)
    _FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{release}-", dir=_FOLDER) as made:
        _install(Path(made) / "environment", lock, release)
        if not _is_as(folder, lock):
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # somebody else was quicker by a moment
                (Path(made) / "environment").rename(folder)


def _is_as(folder: Path, lock: Path) -> bool:
    kept = folder / _KEPT
    return kept.exists() and kept.read_bytes() == lock.read_bytes()


def _install(folder: Path, lock: Path, release: str) -> None:
    pip = [str(folder / PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        # The lock names everything; without --no-deps pip would want a hash for an extra, too.
        subprocess.run([*pip, "--no-input", "--no-deps", "--require-hashes", "-r", str(lock)], check=True)
    except subprocess.CalledProcessError as error:
        raise InstallError(
            f"выпуск {release} не ставится (код {error.returncode}); "
            "проверьте, отвечает ли указатель пакетов, и повторите"
        ) from None
    (folder / _KEPT).write_bytes(lock.read_bytes())


def main(releases: Sequence[str]) -> None:
    """Install some releases, all unless any are named. Exits with 4 for an unknown one, with 11 where it fails."""
    for release in releases or RELEASES:
        try:
            install(release)
        except InstallError as error:
            print(error, file=sys.stderr)
            sys.exit(11 if release in RELEASES else 4)


if __name__ == "__main__":
    main(sys.argv[1:])
