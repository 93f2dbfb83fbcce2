"""What the CI files call: the commands of their jobs, with the store's values where the files put them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / ".github" / "workflows"
GITLAB = ROOT / ".gitlab-ci.yml"
NIGHTLY = ("python", "-m", "tools.nightly")

_EXPRESSION = re.compile(r"\$\{\{ *([a-z]+)\.([A-Za-z_]+) *\}\}")
_SHELL = re.compile(r"\$\{?([A-Z_]+)\}?")


@dataclass(frozen=True)
class Call:
    """One call of `tools.nightly`: its arguments, and the variables that the CI sets for it."""

    arguments: tuple[str, ...]
    variables: Mapping[str, str]

    def value(self, option: str) -> str:
        """Return what an option is given."""
        return self.arguments[self.arguments.index(option) + 1]


class Store:
    """What a CI keeps for its jobs, by the names under which docs/nightly.md tells a team to enter it."""

    def __init__(self, secrets: Mapping[str, str], variables: Mapping[str, str]) -> None:
        self._contexts: dict[str, Mapping[str, str]] = {"secrets": secrets, "vars": variables}

    def github(self, workflow: str, job: str, **contexts: Mapping[str, str]) -> Call:
        """Return the nightly call of a job in `.github/workflows/`. Raises `KeyError` for a value nobody has set."""
        found = read(WORKFLOWS / workflow)["jobs"][job]
        known = {**self._contexts, **contexts}
        ((step, command),) = (
            (step, command) for step in found["steps"] if "run" in step for command in _nightly([step["run"]])
        )
        variables = {name: _filled(value, known) for name, value in step.get("env", {}).items()}
        return Call(tuple(shlex.split(_filled(command, known))), variables)

    def caller(self, workflow: str, job: str) -> tuple[str, dict[str, Mapping[str, str]]]:
        """Return the workflow that a job calls, and its inputs and secrets."""
        found = read(WORKFLOWS / workflow)["jobs"][job]
        secrets = {name: _filled(value, self._contexts) for name, value in found["secrets"].items()}
        return Path(found["uses"]).name, {"inputs": found["with"], "secrets": secrets}


def gitlab(job: str, **variables: str) -> tuple[str, ...]:
    """Return the arguments of a job's nightly call in `.gitlab-ci.yml`."""
    (command,) = _nightly(read(GITLAB)[job]["script"])
    return tuple(shlex.split(_SHELL.sub(lambda match: variables[match[1]], command)))


def gitlab_matrix() -> dict[str, list[str]]:
    """Return the values of each variable that the matrix of `.gitlab-ci.yml` sets for its parts."""
    (row,) = read(GITLAB)["part"]["parallel"]["matrix"]
    return dict(row)


def parts() -> Sequence[int]:
    """Return the numbers of the parts that a browser's night has on GitHub."""
    matrix: Sequence[int] = read(WORKFLOWS / "nightly-browser.yml")["jobs"]["part"]["strategy"]["matrix"][
        "part"
    ]
    return matrix


def read(path: Path) -> Any:
    """Return what a CI file says."""
    return YAML(typ="safe").load(path)


def _nightly(commands: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """Yield the arguments of each command that calls `tools.nightly`."""
    for command in commands:
        before, called, after = command.partition(" ".join(NIGHTLY))
        if called:
            assert before == ".venv/bin/", command
            yield after


def _filled(text: str, contexts: Mapping[str, Mapping[str, str]]) -> str:
    return _EXPRESSION.sub(lambda match: str(contexts[match[1]][match[2]]), str(text))
