"""The project that the engine stands in: where its own files are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds the engine, `flows/`, `targets.toml` and what runs leave."""


def shown(path: Path) -> str:
    """Return a path as readers are told it: below the project or the current folder without what is above.

    Such a one has slashes on every system: journals, reports and their links go from one to another.
    """
    whole = path.resolve()
    for folder in (ROOT, Path.cwd()):
        if whole.is_relative_to(folder):
            return whole.relative_to(folder).as_posix()
    return str(path)


def at_home(path: str) -> Path:
    """Return a path that somebody has written; `~` stands for a home folder, where the system knows whose."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)
