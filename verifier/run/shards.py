"""One part of a run that is divided among machines: which tests are its own, and the marker that says so."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from pytest_split.algorithms import Algorithms

from verifier.run.parts import Part

DIVISION = "instruction-division"
"""The plugin's name."""

_FORM = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


@dataclass(frozen=True)
class Shard:
    """Part `number`, from 1, of `of`."""

    number: int
    of: int


def read(text: str | None) -> Shard | None:
    """Read the value of `--shard`, None without one. Raises `pytest.UsageError`, one line with the remedy."""
    if not text:
        return None
    form = _FORM.fullmatch(text)
    if form is None or int(form[1]) > int(form[2]):
        raise pytest.UsageError(
            f"--shard {text}: нужна часть и сколько их всего, например --shard 2/5; первая часть — 1/5"
        )
    return Shard(int(form[1]), int(form[2]))


def durations(path: Path) -> dict[str, float]:
    """Return the seconds that each test took when they were recorded; nothing where nobody has.

    The file is the one that `--store-durations` of pytest-split writes. Raises `pytest.UsageError`.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): float(seconds) for name, seconds in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError):
        raise pytest.UsageError(
            f"--durations-path {path}: это не записанные длительности; запишите их заново: --store-durations"
        ) from None


def divide(
    items: Sequence[pytest.Item],
    shard: Shard,
    recorded: Mapping[str, float],
    is_idle: Callable[[pytest.Item], bool] = lambda _: False,
) -> tuple[list[pytest.Item], float]:
    """Return the part's own tests, in the order in which they came, and the seconds that they should take.

    All parts together are exactly all tests, whatever the order in which each machine met them: they are weighed
    under their full names, the longest first, each given to the part that has least (pytest-split's
    `least_duration`). A test without a record counts as an average one. Those that are `is_idle` are divided
    apart from the others, so that each part has its share of the work.
    """
    named = sorted(items, key=lambda item: item.nodeid)
    chosen, expected_s = set[str](), 0.0
    for ones in ([one for one in named if not is_idle(one)], [one for one in named if is_idle(one)]):
        # The plugin breaks ties by the order it is given; equal durations by the thousandth would still be a tie.
        own = Algorithms.least_duration.value(shard.of, ones, dict(recorded))[shard.number - 1]
        chosen |= {item.nodeid for item in own.selected}
        expected_s += own.duration
    return [item for item in items if item.nodeid in chosen], expected_s


class Division:
    """Takes a part's own tests out of all, and leaves its marker; registered by the root conftest.

    Each worker divides for itself and comes to the same; only the controller says that the part has ended.
    Tests that ask for the fixture `idle` are going to be skipped.
    """

    def __init__(
        self,
        config: pytest.Config,
        shard: Shard,
        target: str,
        folder: Path,
        idle: str | None = None,
    ) -> None:
        self._config = config
        self._shard = shard
        browsers = config.getoption("--browser") or ["chromium"]
        self._whole = ", ".join([target, *browsers])
        self._folder = folder
        self._idle = idle
        self._recorded = durations(Path(config.option.durations_path))
        worker = getattr(config, "workerinput", None)
        self._is_worker = worker is not None
        self._writes = worker is None or worker["workerid"] == "gw0"

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep what is the part's own."""
        own, expected_s = divide(items, self._shard, self._recorded, self._is_idle)
        part = Part(
            self._whole,
            self._shard.number,
            self._shard.of,
            _digest(items, self._recorded),
            len(own),
            len(items),
            round(expected_s, 1) if any(item.nodeid in self._recorded for item in own) else 0.0,
        )
        kept = {item.nodeid for item in own}
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
        items[:] = own
        if not config.option.collectonly and self._writes:
            part.save(self._folder)

    @property
    def leaves_some(self) -> bool:
        """Say whether other parts have tests too: then this one may prove nothing, and be in order."""
        part = self._marked()
        return part is not None and part.tests < part.of_tests

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """Say in the marker that the part has ended, when its code is known."""
        result = yield
        part = None if self._is_worker else self._marked()
        if part is not None and session.exitstatus not in (
            pytest.ExitCode.INTERRUPTED,
            pytest.ExitCode.INTERNAL_ERROR,
            pytest.ExitCode.USAGE_ERROR,
        ):
            try:
                replace(part, finished=True).save(self._folder)
            except OSError as error:
                self._config.hook.pytest_verifier_unwritten(error=error)
        return result

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say which part this was, and how much of the whole."""
        part = self._marked()
        if part is not None:
            terminalreporter.section("часть прогона")
            told = (
                f"по записи — {part.expected_s:.0f} с работы"
                if part.expected_s
                else "длительности не записаны"
            )
            terminalreporter.write_line(f"{part.called}: проверок {part.tests} из {part.of_tests}, {told}")

    def _is_idle(self, item: pytest.Item) -> bool:
        return self._idle in getattr(item, "fixturenames", ())

    def _marked(self) -> Part | None:
        path = self._folder / f"{self._shard.number}-of-{self._shard.of}.shard"
        return Part.load(path) if path.exists() else None


def _digest(items: Sequence[pytest.Item], recorded: Mapping[str, float]) -> str:
    weighed = [(name, recorded.get(name)) for name in sorted(item.nodeid for item in items)]
    return hashlib.sha256(json.dumps(weighed).encode()).hexdigest()[:16]
