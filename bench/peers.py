"""Sets up the contestants that are not ours: pinned packages from the registries, in a folder of their own."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.processes import ROOT
from verifier.console import PYTHON as INTERPRETER

HOME = ROOT / ".bench"
PYTHON = HOME / "python" / INTERPRETER
PLAYWRIGHT_TEST = HOME / "playwright_test"

_SOURCES = Path(__file__).parent / "contestants"
_LOCK = _SOURCES / "requirements.lock"
_SPEC = _SOURCES / "playwright_test"


class NotSetUpError(Exception):
    """A contestant cannot take part; the text is one line that says why."""


def python() -> Path:
    """Return the Python that has Selenium and Robot Framework Browser. Raises `NotSetUpError`."""
    if not _is_new(PYTHON, stamp := _stamp(_LOCK)):
        _say("Ставлю Selenium и Robot Framework Browser…")
        _run([sys.executable, "-m", "venv", "--clear", str(PYTHON.parents[1])], "venv не создан")
        _pip(["--require-hashes", "-r", str(_LOCK)])
        _mark(PYTHON, stamp)
    return PYTHON


def chromedriver(browser: str) -> Path:
    """Return a chromedriver of the browser's version: the machine's own, else one from PyPI. Raises `NotSetUpError`."""
    wanted = _major([browser, "--version"])
    own = shutil.which("chromedriver")
    if own and _major([own, "--version"]) == wanted:
        return Path(own)
    driver = HOME / f"chromedriver-{wanted}"
    if not driver.exists():
        _say(f"Ставлю chromedriver {wanted}…")
        _pip(
            [f"chromedriver-py=={wanted}.*", "--no-deps", "--target", str(HOME / "chromedriver")], of=python()
        )
        [binary] = (HOME / "chromedriver").glob("chromedriver_py/chromedriver_linux64")
        binary.chmod(0o755)
        binary.rename(driver)
        shutil.rmtree(HOME / "chromedriver")
    return driver


def playwright_test() -> Path:
    """Return the folder in which Playwright Test and its spec are. Raises `NotSetUpError`."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotSetUpError("нет npm: поставьте Node.js 20 или новее")
    PLAYWRIGHT_TEST.mkdir(parents=True, exist_ok=True)
    for source in _SPEC.iterdir():
        shutil.copy(source, PLAYWRIGHT_TEST)
    installed = PLAYWRIGHT_TEST / "node_modules"
    if not _is_new(installed, stamp := _stamp(_SPEC / "package-lock.json")):
        _say("Ставлю Playwright Test…")
        _run([npm, "ci", "--loglevel=error"], "npm ci не удалась", folder=PLAYWRIGHT_TEST)
        _mark(installed, stamp)
    return PLAYWRIGHT_TEST


def _major(command: Sequence[str]) -> str:
    printed = _run(command, f"{command[0]} не запускается")
    found = re.search(r"(\d+)\.\d+\.\d+", printed)
    if found is None:
        raise NotSetUpError(f"{command[0]} не называет своей версии")
    return found[1]


def _pip(arguments: Sequence[str], of: Path | None = None) -> None:
    pip = [str(of or PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    _run([*pip, *arguments], "pip install не удалась")


def _run(command: Sequence[str], refusal: str, folder: Path = ROOT) -> str:
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotSetUpError(f"{refusal}: {error}") from None
    if ran.returncode:
        last = (ran.stderr or ran.stdout).strip().splitlines()[-1:]
        raise NotSetUpError(f"{refusal}: {''.join(last)}")
    return ran.stdout


def _stamp(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _is_new(made: Path, stamp: str) -> bool:
    mark = _mark_of(made)
    return made.exists() and mark.exists() and mark.read_text(encoding="utf-8") == stamp


def _mark(made: Path, stamp: str) -> None:
    _mark_of(made).write_text(stamp, encoding="utf-8")


def _mark_of(made: Path) -> Path:
    return made.parent / f".{made.name}-installed"


def _say(line: str) -> None:
    print(line, flush=True)
