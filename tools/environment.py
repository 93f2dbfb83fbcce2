"""The environment with the project's packages: which Python has it, and how it is made with nothing but Python."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from tools.calling import ROOT, call, python
from verifier.console import MAKE, PYTHON

FOLDER = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
DECLARED = ROOT / "pyproject.toml"


class NoEnvironmentError(Exception):
    """The packages cannot be installed; the message is one line of Russian that says what to do."""


def own_python() -> Path:
    """Return where the Python of the project's own environment is, once that is made."""
    return FOLDER / PYTHON


def is_ours() -> bool:
    """Tell whether this Python is the one of the project's own environment."""
    return Path(sys.prefix).resolve() == FOLDER.resolve()


def is_ready() -> bool:
    """Tell whether this Python has the project's packages: as locked in our own environment, at all in another."""
    stamp = FOLDER / ".installed"
    if is_ours() and stamp.exists():
        installed = stamp.stat().st_mtime
        return all(file.stat().st_mtime <= installed for file in (LOCK, DECLARED))
    return all(map(_is_installed, _declared()))


def make() -> None:
    """Make the project's own environment, empty. Raises `NoEnvironmentError`."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise NoEnvironmentError(
            f"У {sys.executable} нет модулей venv и ensurepip: выполните «apt install python3-venv»."
        )
    if python("-m", "venv", "--clear", str(FOLDER)) != 0:
        raise NoEnvironmentError(
            "Окружение .venv не создаётся: проверьте место на диске и права на папку проекта."
        )


def install() -> None:
    """Install what the lock names, and the project itself. Raises `NoEnvironmentError`.

    The project is installed from its folder, without an index: its build backend is in the lock.
    """
    if find_spec("pip") is not None:
        into = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    elif uv := shutil.which("uv"):  # makes environments without pip
        into = [uv, "pip", "install", "--quiet", "--python", sys.executable]
    else:
        raise NoEnvironmentError(
            f"У {sys.executable} нет pip: удалите папку .venv и повторите другим Python."
        )
    print("Ставлю пакеты Python…", flush=True)
    for what in (
        ("--require-hashes", "-r", str(LOCK)),
        ("--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)),
    ):
        if call(*into, *what) != 0:
            raise NoEnvironmentError(
                f"Пакеты Python не поставились: проверьте сеть и повторите «{MAKE} setup»."
            )
    (FOLDER / ".installed").touch()


def _declared() -> Iterator[str]:
    project = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    told = project["project"]
    yield told["name"]
    extras = told["optional-dependencies"].values()
    for lines in (told["dependencies"], *extras, *project["dependency-groups"].values()):
        yield from (re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines)


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
