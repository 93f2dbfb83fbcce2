"""Releases of the product, each in an environment of its own: `.field/<release>`, as its lock says.

python -m bench.field.releases [ВЫПУСК...]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

RELEASES = ("5.2", "6.0", "6.3", "7.0", "7.4", "8.0")
"""In the order in which they came out; the newest patch of each is in its lock."""
_ROOT = Path(__file__).resolve().parents[2]
_LOCKS = Path(__file__).with_name("locks")
_FOLDER = _ROOT / ".field"


class InstallError(RuntimeError):
    """A release could not be installed; the text is one line: which, and the remedy."""


def install(release: str) -> None:
    """Make the environment of a release unless it is as its lock says. Raises `InstallError`."""
    folder, lock = _FOLDER / release, _LOCKS / f"{release}.lock"
    kept = folder / "installed.lock"
    if kept.exists() and kept.read_bytes() == lock.read_bytes():
        return
    print(f"Ставлю выпуск {release}…", file=sys.stderr, flush=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        # The lock names everything; without --no-deps pip would want a hash for an extra, too.
        subprocess.run([*pip, "--no-input", "--no-deps", "--require-hashes", "-r", str(lock)], check=True)
    except subprocess.CalledProcessError as error:
        raise InstallError(
            f"выпуск {release} не ставится (код {error.returncode}); "
            "проверьте, отвечает ли указатель пакетов, и повторите"
        ) from None
    kept.write_bytes(lock.read_bytes())


def main(releases: Sequence[str]) -> None:
    """Install some releases, all of them unless any are named.

    Exits with 4 for one that has no lock, with 11 for one that fails.
    """
    for release in releases or RELEASES:
        if release not in RELEASES:
            print(f"нет выпуска {release}; есть {', '.join(RELEASES)}", file=sys.stderr)
            sys.exit(4)
        try:
            install(release)
        except InstallError as error:
            print(error, file=sys.stderr)
            sys.exit(11)


if __name__ == "__main__":
    main(sys.argv[1:])
