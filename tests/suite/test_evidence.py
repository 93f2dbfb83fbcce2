"""What a run records of its browsers is kept freed of secrets or not at all, and nothing raw outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.suite.visits import KEPT_BY_COOKIE
from verifier.run.evidence import EVIDENCE
from verifier.run.raw import RawFolder

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
TIME_S = 15
"""For a test and its clean-up, where one of them is not to come to its end."""
ENDS_S = 120
"""By then a run of two such tests has ended, on a machine that has much else to do, too."""


@contextmanager
def started(folder: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    (folder / "tmp").mkdir(exist_ok=True)
    command = [
        *(sys.executable, "-u", "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider"),
        *(f"--reports={folder / 'out'}", f"--junitxml={folder / 'junit.xml'}", *arguments),
    ]
    environment = os.environ | {"PYTEST_ADDOPTS": "", "TMPDIR": str(folder / "tmp")} | environment
    with subprocess.Popen(
        [*command, "tests/suite/visits.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()  # else its end would be waited for, which may never come
            raise


def said(folder: Path, *arguments: str, **environment: str) -> str:
    with started(folder, *arguments, **environment) as process:
        return process.communicate()[0]


def kept(folder: Path) -> dict[str, list[str]]:
    """Return which recordings are kept of which test."""
    found: dict[str, list[str]] = {}
    for file in sorted((folder / "out" / "artefacts").glob("*/*/*.*")):
        found.setdefault(file.parent.name.split("-py-test-")[1].removesuffix("-chromium"), []).append(
            file.name
        )
    return found


def left_in_temporary_folder(folder: Path) -> list[str]:
    return [path.name for path in (folder / "tmp").iterdir() if not path.name.startswith("pytest-of-")]


@pytest.mark.long
@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_recordings_are_kept_as_asked_for_and_named(tmp_path: Path, workers: str) -> None:
    told = said(
        tmp_path, workers, "--tracing=on", "--har=retain-on-failure", "-k", "holds or fails or two or errs"
    )
    assert kept(tmp_path) == {
        "holds": ["trace.zip"],
        "fails": ["trace.zip", "traffic.har"],
        "two": ["trace-1.zip", "trace-2.zip"],
        "errs": ["trace.zip", "traffic.har"],
    }
    assert "Сохранено без секретов: 7, в " in told
    named = list(ET.parse(tmp_path / "junit.xml").iter("property"))
    assert {one.get("name") for one in named} == {"playwright_trace", "playwright_har"}
    assert all((ROOT / str(one.get("value"))).is_file() for one in named)
    assert left_in_temporary_folder(tmp_path) == []


@pytest.mark.long
def test_nothing_is_recorded_unless_asked_for_and_earlier_recordings_are_forgotten(tmp_path: Path) -> None:
    finished, goes_on = (tmp_path / "out" / "artefacts" / name for name in ("finished", "goes-on"))
    for folder in (finished, goes_on):
        folder.mkdir(parents=True)
    (finished / ".finished").touch()
    told = said(tmp_path, "-n0", "-k", "fails")
    assert list((tmp_path / "out" / "artefacts").iterdir()) == [goes_on]
    assert "записи браузера" not in told


@pytest.mark.long
def test_recording_that_cannot_be_freed_of_secrets_is_destroyed_and_told_of(tmp_path: Path) -> None:
    told = said(tmp_path, "-n0", "--tracing=on", "--har=on", "-k", "refused")
    assert kept(tmp_path) == {}
    assert "test_refused[chromium]: трасса не сохранена: .trace: в записи остались секреты" in told
    assert "test_refused[chromium]: HAR не сохранён: .har: в записи остались секреты" in told
    assert "1 passed" in told
    assert left_in_temporary_folder(tmp_path) == []


@pytest.mark.only_browser("chromium")
def test_a_browser_that_is_to_take_pictures_is_started_with_their_density(tmp_path: Path) -> None:
    told = said(tmp_path, "-n0", "--pictures=on", "-k", "pictured")
    assert "1 passed" in told, told


@pytest.mark.long
def test_a_page_that_does_not_say_what_it_keeps_is_not_waited_for(tmp_path: Path) -> None:
    with started(
        tmp_path, "-n0", "--tracing=on", "--har=on", f"--timeout={TIME_S}", "-k", "spins or after"
    ) as process:
        told = process.communicate(timeout=ENDS_S)[0]
    assert process.returncode == pytest.ExitCode.OK, told
    assert "2 passed" in told
    assert kept(tmp_path) == {
        "spins": ["trace.zip", "traffic.har"],
        "comes-after": ["trace.zip", "traffic.har"],
    }
    [trace] = (tmp_path / "out" / "artefacts").glob("*/*-spins-*/trace.zip")
    with zipfile.ZipFile(trace) as packed:
        read = b"".join(packed.read(name) for name in packed.namelist())
    assert b"document.cookie" in read
    assert KEPT_BY_COOKIE.encode() not in read  # the browser tells its cookies, whatever the page does
    assert left_in_temporary_folder(tmp_path) == []


@pytest.mark.long
def test_run_with_workers_that_is_asked_to_end_ends_in_order(tmp_path: Path) -> None:
    waits = tmp_path / "waits"
    os.mkfifo(waits)
    with started(tmp_path, "-n1", "--tracing=on", "-k", "waits", VISIT_WAITS=str(waits)) as process:
        assert waits.read_text() == "waiting"
        assert list((tmp_path / "tmp").glob("instruction-raw-*"))
        process.send_signal(signal.SIGTERM)
        told = process.communicate()[0]
    assert process.returncode == pytest.ExitCode.INTERRUPTED, told
    assert left_in_temporary_folder(tmp_path) == []
    assert kept(tmp_path) == {"waits": ["trace.zip"]}


def test_what_browsers_keep_for_a_time_is_in_the_private_folder(
    pytestconfig: pytest.Config, page: Page
) -> None:
    page.goto("about:blank")
    kept = [path.name for path in pytestconfig.stash[EVIDENCE].folder.iterdir()]
    assert any(name.startswith("playwright") for name in kept), kept


def test_raw_files_are_private_and_those_of_a_killed_run_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = tmp_path / "instruction-raw-killed"
    goes_on = RawFolder()
    killed.mkdir()
    (killed / ".in-use").touch()
    (killed / "secret.trace").touch()
    (tmp_path / "instruction-raw-of-another-kind").mkdir()
    another = RawFolder()
    assert not killed.exists()
    assert goes_on.path.exists()
    assert goes_on.path.stat().st_mode & 0o777 == 0o700
    for folder in (goes_on, another):
        folder.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["instruction-raw-of-another-kind"]


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["--video=on"], {}, "ERROR: --video: в записи экрана личные данные не закрыть"),
        (
            ["--screenshot=only-on-failure"],
            {},
            "ERROR: --screenshot: в записи экрана личные данные не закрыть",
        ),
        (
            ["--target=staging"],
            {
                "DEBUG": "pw:api",
                **{f"STAGING_{name}": "x1" for name in ("DIARY_LOGIN", "DIARY_PASSWORD")},
                **{f"STAGING_VK_{name}": "x1" for name in ("LOGIN", "PASSWORD", "NAME")},
            },
            "ERROR: DEBUG=pw: журнал Playwright печатает пароли; уберите переменную",
        ),
    ],
    ids=["video", "screenshot", "debug"],
)
def test_what_nothing_can_be_taken_out_of_is_refused(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    assert said(tmp_path, *arguments, **environment).strip().startswith(told)
