"""Nothing secret is left by a run, however it ends: canaries are planted, runs made, and every byte searched."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.suite.canary import site
from tests.suite.canary.search import canaries_below, canaries_in, short_canaries_below, short_canaries_in

pytestmark = [pytest.mark.long, pytest.mark.first]
ROOT = Path(__file__).resolve().parents[2]
PLANT, SHORT, UNCOVER = (f"tests.suite.canary.{name}" for name in ("plant", "short", "uncover"))


@dataclass
class Left:
    """What a run has left behind: its exit code, what it said, and a folder with all its files."""

    code: int
    said: str
    folder: Path

    def files(self, pattern: str) -> list[Path]:
        return [file for file in self.folder.rglob(pattern) if file.is_file()]


def run(folder: Path, chosen: str, *arguments: str, **variables: str) -> Left:
    (folder / "tmp").mkdir(parents=True)
    left = folder / "left"
    ini = {"cache_dir": f"{left}/cache", "junit_logging": "all", "junit_family": "xunit1"}
    command = [
        *(sys.executable, "-m", "pytest", "-n0", "-p", "no:randomly", "-l", "-rA", "-v", "--color=no"),
        *("-p", PLANT, *(part for name, value in ini.items() for part in ("-o", f"{name}={value}"))),
        *("--target=stand", "--pictures=on", "--tracing=on", "--har=on", f"--reports={left}"),
        *(f"--alluredir={left}/allure", f"--junitxml={left}/junit.xml", f"--log-file={left}/log.txt"),
        *("--log-cli-level=WARNING", *arguments, "-k", chosen, "tests/suite/canary/runs.py"),
    ]
    ours = {"PYTEST_ADDOPTS": "", "TMPDIR": str(folder / "tmp"), "GITHUB_STEP_SUMMARY": ""}
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | ours | variables,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return Left(ran.returncode, ran.stdout + ran.stderr, folder)


@pytest.mark.parametrize(
    ("chosen", "code", "told"),
    [
        (["holds"], 0, "1 passed"),
        (["drift or environment or broken"], 1, "3 failed"),
        (["assertion or expect or teardown", "-n1", "-Wdefault"], 1, "2 failed, 1 passed, "),
        (["interrupted and sigint", "-s"], 2, "KeyboardInterrupt"),
        (["interrupted and sigterm"], 2, "KeyboardInterrupt"),
        (["hangs"], 3, "Timeout"),
    ],
    ids=["green", "findings", "failures", "sigint", "sigterm", "time-out"],
)
def test_nothing_secret_is_left(tmp_path: Path, chosen: list[str], code: int, told: str) -> None:
    left = run(tmp_path, *chosen)
    assert (left.code, told in left.said) == (code, True), left.said[-3000:]
    assert canaries_in(left.said.encode(), "console") == []
    assert canaries_below(left.folder) == []
    assert left.files("tmp/**/*") == []
    assert left.files("trace*.zip")
    assert left.files("traffic*.har")


def test_nothing_secret_is_left_by_a_worker_that_dies(tmp_path: Path) -> None:
    left = run(tmp_path, "dies", "-n1")
    assert "crashed" in left.said, left.said[-3000:]
    assert canaries_in(left.said.encode(), "console") == []
    assert canaries_below(left.folder) == []


@pytest.mark.parametrize(
    ("chosen", "code"), [("holds", 0), ("drift or environment or broken", 1)], ids=["green", "findings"]
)
def test_names_and_passwords_of_a_few_letters_are_not_left(tmp_path: Path, chosen: str, code: int) -> None:
    left = run(tmp_path, chosen, "-p", SHORT)
    assert left.code == code, left.said[-3000:]
    assert short_canaries_in(left.said.encode()) == []
    hits = short_canaries_below(left.folder)
    assert hits == [], "\n".join(hits)
    assert left.files("trace*.zip")
    assert left.files("traffic*.har")


def test_search_finds_names_and_passwords_of_a_few_letters(tmp_path: Path) -> None:
    left = run(tmp_path, "broken", "-p", SHORT, "-p", UNCOVER)
    hits = short_canaries_below(left.folder)
    for place in ("trace.zip!trace.trace", "trace.zip!resources", "traffic.har", ".json!"):
        assert any(place in hit for hit in hits), f"nothing found in {place}"


def test_search_finds_what_is_not_hidden(tmp_path: Path) -> None:
    left = run(tmp_path, "assertion or expect", "-Wdefault", "-p", UNCOVER)
    hits = canaries_below(left.folder)
    assert canaries_in(left.said.encode(), "console")
    for place in ("trace.zip!trace.trace", "trace.zip!trace.network", "trace.zip!resources", "traffic.har"):
        assert any(place in hit for hit in hits), f"nothing found in {place}"
    for place in ("junit.xml", "log.txt", "-result.json", "-attachment.json"):
        assert any(place in hit for hit in hits), f"nothing found in {place}"


@pytest.fixture(scope="module")
def night() -> Iterator[site.Site]:
    with site.site() as running:
        yield running


@pytest.mark.parametrize(
    ("chosen", "code", "told"),
    [
        (["site"], 0, "1 passed"),
        (["fault"], 1, "1 failed"),
        (["interrupted and sigint", "-s"], 2, "KeyboardInterrupt"),
        (["interrupted and sigterm"], 2, "KeyboardInterrupt"),
        (["hangs"], 3, "Timeout"),
        (["dies", "-n1"], 3, "crashed"),
    ],
    ids=["green", "failure", "sigint", "sigterm", "time-out", "worker"],
)
def test_nothing_that_a_site_is_reached_with_is_left(
    tmp_path: Path, night: site.Site, chosen: list[str], code: int, told: str
) -> None:
    options, variables, secrets = night.told(tmp_path)
    left = run(tmp_path / "run", *chosen, *options, f"--history={tmp_path}/run/history", **variables)
    assert (left.code, told in left.said) == (code, True), left.said[-3000:]
    assert canaries_in(left.said.encode(), "console") == []
    assert canaries_below(left.folder) == []
    kept = site.kept_by(tmp_path / "state")
    assert any(file.name == "state.json" for file in kept)
    assert [
        str(file) for file, text in kept.items() if any(secret in _plain(text) for secret in secrets)
    ] == []


def _plain(text: str) -> str:
    """Return a JSON document's text with no escapes in it; another text as it is."""
    with contextlib.suppress(ValueError):
        return "\n".join(_texts(json.loads(text)))
    return text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *_texts(item))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield str(value)


def test_search_finds_what_a_site_is_reached_with(tmp_path: Path, night: site.Site) -> None:
    options, variables, _ = night.told(tmp_path)
    left = run(tmp_path / "run", "fault or site", *options, "-p", UNCOVER, **variables)
    hits = "\n".join([*canaries_in(left.said.encode(), "console"), *canaries_below(left.folder)]).casefold()
    assert [name for name, mark in site.MARKS.items() if mark not in hits] == []


CONNECT = ("kanar-folder-7Fh3kQ9zT", "kanar%2Bword%25", "kanar-query%2B9zT")


def test_keys_of_servers_of_browsers_are_not_left(tmp_path: Path) -> None:
    folder, word, query = CONNECT
    left = run(tmp_path, "holds", f"--connect=ws://tester:{word}@127.0.0.1:9/{folder}/?key={query}")
    assert left.code == 11, left.said[-3000:]
    assert "127.0.0.1:9" in left.said
    assert canaries_in(left.said.encode(), "console") == []
    assert canaries_below(left.folder) == []


def test_search_finds_keys_of_servers_of_browsers(tmp_path: Path) -> None:
    folder, word, query = CONNECT
    address = f"ws://tester:{word}@127.0.0.1:9/{folder}/?key={query}"
    left = run(tmp_path, "holds", f"--connect={address}", "-p", UNCOVER)
    hits = "\n".join([*canaries_in(left.said.encode(), "console"), *canaries_below(left.folder)]).casefold()
    assert [one for one in CONNECT if one.casefold() not in hits] == []


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt", "eXIf", "jpeg"])
def test_search_finds_what_is_told_about_a_picture(tmp_path: Path, kind: str) -> None:
    file, picture, told = tmp_path / f"{kind}.png", Image.new("RGB", (4, 4)), PngInfo()
    exif = Image.Exif()
    exif[0x010E] = "kanar"
    match kind:
        case "tEXt" | "zTXt":
            told.add_text("Comment", "kanar", zip=kind == "zTXt")
        case "iTXt":
            told.add_itxt("Comment", "Канарейка", zip=True)
        case "eXIf":
            picture.save(file, exif=exif)
        case "jpeg":
            file = file.with_suffix(".jpg")
            picture.save(file, exif=exif)
    if not file.exists():
        picture.save(file, pnginfo=told)
    assert canaries_below(tmp_path)
