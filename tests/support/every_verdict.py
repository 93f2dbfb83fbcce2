"""A small project with a test of each verdict, whose walks are made by hand, and a run of it with Allure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = "reports/out/allure-results"

PLUGIN = """
from pathlib import Path
from tests.support.texts import school_chats
from verifier.run.run import Run

pytest_plugins = ["verifier.run.events", "reports.plugin"]

def pytest_configure(config):
    config.pluginmanager.register(Run(config, [school_chats()], Path("reports/out"), "stand"), "instruction-run")
"""

TESTS = """
import io
from pathlib import Path

import pytest
from PIL import Image

from tests.support.texts import school_chats
from verifier.walk.journal import Action, Entry, Journal, Window, now
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed
from verifier.screen.trouble import Unavailable
from verifier.run.events import WALKED
from verifier.run.evidence import KEPT
from verifier.run.hooks import Kept

PAGE = "https://dnevnik2.petersburgedu.ru/students/chats"

@pytest.fixture
def walk(request):
    def walk(*verdicts):
        run = request.config.pluginmanager.get_plugin("instruction-run")
        told = ("stand", request.node.nodeid, "chromium 1", school_chats())
        journal = Journal(*told, folder=run.journals, product="1.2")
        walks = request.node.stash.setdefault(WALKED, [])
        journal.name = f"{len(walks)}-{journal.name}"  # two walks may begin in the same millisecond
        walks.append(journal)
        for claim, verdict in zip(journal.instruction.claims, verdicts):
            entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/diary_chats/link.py:19", verdict)
            if verdict is not Verdict.UNPROVEN:
                picture = io.BytesIO()
                Image.new("RGB", (80, 50), (11, 93, 102)).save(picture, "PNG")
                entry.picture = journal.keep_picture(picture.getvalue(), claim.id)
                entry.snapshot = '- tab "Чаты" [selected]'
                entry.window = Window(1, "дневник", PAGE, "Чаты")
                entry.started, entry.duration_ms = now(), 40
                told = (1, PAGE, now(), 20)
                entry.actions = [Action("press", "вкладка «Чаты»", *told), Action("choose", "вкладка «Чаты»", *told)]
            if verdict not in (Verdict.HOLDS, Verdict.UNPROVEN):
                entry.expected, entry.observed = "кнопка «Войти»", "вместо неё «Вход»"
            journal.entries.append(entry)
        journal.save()
        findings = [one for one in journal.entries if one.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN)]
        if findings:
            raise WalkFailed(findings, journal)
    return walk

def test_holds(walk): walk(*[Verdict.HOLDS] * 21)
def test_drift(walk): walk(Verdict.HOLDS, Verdict.DRIFT, Verdict.HOLDS)
def test_environment(walk): walk(Verdict.ENVIRONMENT, Verdict.UNPROVEN)
def test_unproven(): pytest.skip("только на стенде")
def test_outage(): raise Unavailable("страница открывается", "ошибка 503")

@pytest.mark.parametrize("link_window", ["popup"])
def test_broken(walk, request, link_window):
    trace = Path("trace.zip")
    trace.write_bytes(b"PK trace")
    request.node.stash[KEPT] = [Kept("trace", trace, "контекст 1")]
    walk(Verdict.HOLDS, Verdict.HOLDS, Verdict.BROKEN, Verdict.UNPROVEN)

def test_better_at_last(walk):
    walk(Verdict.HOLDS)
    walk(Verdict.HOLDS if Path("again").exists() else Verdict.BROKEN)
"""

CI = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "school/diary-chats",
    "GITHUB_SHA": "c0ffee",
    "GITHUB_RUN_NUMBER": "7",
    "GITHUB_RUN_ID": "123",
    "GITHUB_WORKFLOW": "nightly",
}


def lay_down(folder: Path) -> None:
    """Make the project."""
    scenarios = folder / "tests" / "scenarios"
    scenarios.mkdir(parents=True)
    (folder / "conftest.py").write_text(PLUGIN, encoding="utf-8")
    (scenarios / "test_walks.py").write_text(TESTS, encoding="utf-8")


def run_tests(folder: Path, *arguments: str, code: int = 1) -> None:
    """Run the project's tests, as a CI job does; results that are there already stay."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:playwright"]
    ran = subprocess.run(
        [*command, f"--rootdir={folder}", f"--alluredir={RESULTS}", *arguments, "tests"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI_"))}
        | CI
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
