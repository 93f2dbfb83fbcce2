"""The project as it is set up: everything locked, installed from its own folder, with its types."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def declared() -> Iterator[str]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield from project["build-system"]["requires"]
    yield from project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        yield from extra
    for group in project["dependency-groups"].values():
        yield from group


def test_what_is_declared_is_locked() -> None:
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)}
    missing = {canonicalize_name(Requirement(line).name) for line in declared()} - locked
    assert not missing, "нет в requirements.lock: выполните «make lock»"


def test_lock_names_no_index() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", LOCK)


def test_project_is_installed_with_its_types(tmp_path: Path) -> None:
    code = "from importlib.resources import files; assert files('verifier').joinpath('py.typed').is_file()"
    elsewhere = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=elsewhere, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, f"проект не установлен, выполните «make setup»:\n{done.stderr}"
