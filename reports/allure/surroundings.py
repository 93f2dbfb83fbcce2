"""What an Allure report says around its tests: environment, categories, who ran them."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from reports.allure.outcome import CATEGORIES
from verifier.walk.journal import Journal
from verifier.whole import write_text


def environment(journals: Sequence[Journal]) -> dict[str, str]:
    """Return what was tested with what; nothing that names a machine or a person."""
    told = {
        "Цель": _listed(journal.target for journal in journals),
        "Версия системы": _listed(journal.product for journal in journals),
        "Браузер": _listed(journal.browser for journal in journals),
        "Инструкция": _listed(journal.instruction.file for journal in journals),
        "Python": platform.python_version(),
        "Playwright": version("playwright"),
    }
    return {name: value for name, value in told.items() if value}


def executor(environ: Mapping[str, str]) -> dict[str, str | int] | None:
    """Return who runs the tests, from the variables of GitHub Actions, GitLab or Jenkins; None elsewhere."""
    if environ.get("GITHUB_ACTIONS"):
        project = f"{environ['GITHUB_SERVER_URL']}/{environ['GITHUB_REPOSITORY']}"
        return {
            "name": "GitHub Actions",
            "type": "github",
            "url": project,
            "buildOrder": int(environ["GITHUB_RUN_NUMBER"]),
            "buildName": f"{environ['GITHUB_WORKFLOW']} #{environ['GITHUB_RUN_NUMBER']}",
            "buildUrl": f"{project}/actions/runs/{environ['GITHUB_RUN_ID']}",
        }
    if environ.get("GITLAB_CI"):
        return {
            "name": "GitLab CI",
            "type": "gitlab",
            "url": environ["CI_PROJECT_URL"],
            "buildOrder": int(environ["CI_PIPELINE_IID"]),
            "buildName": f"{environ['CI_JOB_NAME']} #{environ['CI_PIPELINE_IID']}",
            "buildUrl": environ["CI_JOB_URL"],
        }
    if environ.get("JENKINS_URL"):
        return {
            "name": "Jenkins",
            "type": "jenkins",
            "url": environ["JENKINS_URL"],
            "buildOrder": int(environ["BUILD_NUMBER"]),
            "buildName": f"{environ['JOB_NAME']} #{environ['BUILD_NUMBER']}",
            "buildUrl": environ["BUILD_URL"],
        }
    return None


def write_surroundings(journals: Sequence[Journal], folder: Path, environ: Mapping[str, str]) -> None:
    """Write `environment.properties`, `categories.json` and, in CI, `executor.json`. Raises `UnwrittenError`."""
    lines = [f"{_escaped(name)} = {_escaped(value)}" for name, value in environment(journals).items()]
    write_text(folder / "environment.properties", "\n".join(lines) + "\n")
    write_text(folder / "categories.json", CATEGORIES.read_text(encoding="utf-8"))
    if (who := executor(environ)) is not None:
        write_text(folder / "executor.json", json.dumps(who, ensure_ascii=False, indent=1))


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted({value for value in values if value}))


def _escaped(text: str) -> str:
    """Return a key or a value as a properties file takes it."""
    for special in ("\\", " ", ":", "=", "#", "!"):
        text = text.replace(special, f"\\{special}")
    return text
