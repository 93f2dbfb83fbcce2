"""Who takes the walk in the bench: a program for each, which takes turns (`bench/turns.py`)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import peers

_HERE = Path(__file__).parent
_JOURNALS = "journals/*/*.png"


@dataclass(frozen=True)
class Place:
    """What a contestant finds: the browser, a folder of its own for what it keeps, and how many turns there are."""

    browser: str
    folder: Path
    turns: int


@dataclass(frozen=True)
class Contestant:
    """A program that takes the walk.

    `command` returns how it is started and what it needs in its environment besides; it may raise
    `peers.NotSetUpError`. `pictures` and `trace` say what it has to leave of each walk, `kept` where in its folder
    the pictures are.
    """

    name: str
    title: str
    command: Callable[[Place], Sequence[str]]
    pictures: bool = True
    trace: bool = False
    kept: str = "tmp*/*.png"
    environment: Callable[[Place], dict[str, str]] = field(default=lambda _place: {})


def _bare(_place: Place) -> Sequence[str]:
    return [sys.executable, str(_HERE / "bare.py")]


def _ours(*options: str) -> Callable[[Place], Sequence[str]]:
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider"]

    def command(place: Place) -> Sequence[str]:
        kept = f"--reports={place.folder}"
        return [*pytest, "--timeout=0", kept, *options, str(_HERE / "ours.py")]

    return command


def _playwright_test(_place: Place) -> Sequence[str]:
    folder = peers.playwright_test()
    runner = folder / "node_modules" / "@playwright" / "test" / "cli.js"
    return ["node", str(runner), "test", f"--config={folder}"]


def _selenium(_place: Place) -> Sequence[str]:
    return [str(peers.python()), str(_HERE / "selenium_script.py")]


def _robot(place: Place) -> Sequence[str]:
    quiet = ["--console", "none", "--loglevel", "INFO"]
    return [
        *(str(peers.python()), "-m", "robot", *quiet, "--outputdir", str(place.folder / "robot")),
        str(_HERE / "instruction.robot"),
    ]


CONTESTANTS = (
    Contestant("bare", "Playwright, сценарий без свидетельств", _bare, pictures=False),
    Contestant("bare-pictures", "Playwright, сценарий с картинками", _bare),
    Contestant("ours", "Наш прогон без картинок", _ours("--pictures=off"), pictures=False),
    Contestant(
        "ours-evidence", "Наш прогон со всеми свидетельствами", _ours("--pictures=on"), kept=_JOURNALS
    ),
    Contestant(
        "ours-trace",
        "Наш прогон со свидетельствами и трассой",
        _ours("--pictures=on", "--tracing=on"),
        trace=True,
        kept=_JOURNALS,
    ),
    Contestant(
        "playwright-test",
        "Playwright Test с трассой и картинками",
        _playwright_test,
        trace=True,
    ),
    Contestant(
        "selenium",
        "Selenium с картинками",
        _selenium,
        environment=lambda place: {
            "BENCH_CHROMEDRIVER": str(peers.chromedriver(place.browser)),
            "TZ": "Europe/Moscow",
        },
    ),
    Contestant("robot", "Robot Framework Browser с картинками", _robot),
)
