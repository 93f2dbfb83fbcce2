"""What a run has in memory before it begins: nothing that only its end, another target or another command needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
REPORTS = {"apprise", "babel", "docx", "jinja2", "junitparser", "lxml", "typst"}
SERVERS = {"authlib", "h11", "joserfc", "stand", "starlette", "trustme", "uvicorn"}
SELDOM = {"anyio", "cryptography", "httpx", "hypothesis", "rapidfuzz", "verifier.recording"}
"""For the stand alone, for targets that are sites, for drift, for the suite's own tests, for `--record`."""


def loaded(program: str) -> set[str]:
    """Return the packages that a program has in memory when it ends, and the modules right below them."""
    end = "import sys; print(*{'.'.join(name.split('.')[:n]) for name in sys.modules for n in (1, 2)}, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{end}"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_a_run_begins_without_what_only_its_end_or_another_target_needs() -> None:
    program = "import pytest; assert pytest.main(['--steps', '-p', 'no:randomly']) == 0"
    assert not loaded(program) & (REPORTS | SERVERS | SELDOM)


@pytest.mark.parametrize(
    ("program", "spared"),
    [
        (
            "import reports.cli.render",
            {"playwright", "asyncio", "allure_commons", "apprise", "docx", "typst"},
        ),
        ("import reports.cli.commands", REPORTS | {"PIL", "playwright", "pydantic"}),
        ("import reports.guide.drawing, reports.making", REPORTS | {"playwright", "pydantic", "asyncio"}),
    ],
    ids=["rendering", "the command line", "a process that draws"],
)
def test_reports_begin_without_what_they_do_not_use(program: str, spared: set[str]) -> None:
    assert not loaded(program) & spared


def test_what_make_starts_keeps_translated_modules_for_the_next_time() -> None:
    probe = [
        "make",
        "--no-print-directory",
        "--eval",
        'probe: ; @echo "$${PYTHONDONTWRITEBYTECODE-kept}"',
        "probe",
    ]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(probe, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["kept"]


def test_the_drivers_compiled_code_is_kept_for_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["verifier.run.plugin"]', encoding="utf-8")
    test = tmp_path / "test_driver.py"
    test.write_text("def test_it(playwright): assert playwright.chromium", encoding="utf-8")
    settings = f"--config-file={ROOT / 'pyproject.toml'}", f"--rootdir={tmp_path}", f"--confcutdir={tmp_path}"
    command = [sys.executable, "-m", "pytest", *settings, "-o", f"cache_dir={tmp_path / 'cache'}", str(test)]
    environment = {name: value for name, value in os.environ.items() if name != "NODE_COMPILE_CACHE"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
    assert [*(tmp_path / "cache" / "d" / "driver").rglob("*")], "nothing is kept"
