"""What a soak tells: one line while it lasts, tables, false alarms and hostile pages not caught at its end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from stand.weather import WEATHERS
from tests.soak.plan import Outcome
from verifier.walk.verdict import Verdict

_COLUMNS: tuple[tuple[str, Verdict | None], ...] = (
    ("подтверждено", Verdict.HOLDS),
    ("окружение", Verdict.ENVIRONMENT),
    ("слова", Verdict.DRIFT),
    ("не работает", Verdict.BROKEN),
    ("не дошёл", None),
)
_LOG_EVERY_S = 60


class Progress:
    """One line that is written over on a terminal; in a log a line a minute."""

    def __init__(self, walks: int, out: TextIO = sys.stdout) -> None:
        self._walks = walks
        self._out = out
        self._began = time.monotonic()
        self._told: float | None = None
        self._width = 0

    def show(self, outcomes: Sequence[Outcome]) -> None:
        """Tell how far the soak has come."""
        now = time.monotonic()
        line = _standing(outcomes, self._walks, now - self._began)
        if self._out.isatty():
            self._out.write(f"\r{line.ljust(self._width)}")
            self._width = len(line)
        elif self._told is None or now - self._told >= _LOG_EVERY_S:
            self._told = now
            self._out.write(f"{line}\n")
        self._out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._out.isatty():
            self._out.write("\n")


def _standing(outcomes: Sequence[Outcome], walks: int, spent_s: float) -> str:
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    wrong = sum(outcome.is_wrong for outcome in outcomes)
    left = spent_s / len(outcomes) * (walks - len(outcomes)) if outcomes else 0
    return (
        f"{len(outcomes)} из {walks} · подтверждено {verdicts[Verdict.HOLDS]}"
        f" · окружение {verdicts[Verdict.ENVIRONMENT]} · не так {wrong} · осталось {_minutes(left)}"
    )


def _minutes(seconds: float) -> str:
    return f"{round(seconds / 60)} мин" if seconds >= 60 else "меньше минуты"


def table(outcomes: Iterable[Outcome]) -> str:
    """Return how many walks that met no hostile page came to which verdict in which weather."""
    by_weather: dict[str, list[Outcome]] = {}
    for outcome in (one for one in outcomes if not one.trip.hostile):
        by_weather.setdefault(outcome.trip.weather, []).append(outcome)
    known = [weather.name for weather in WEATHERS if weather.name in by_weather]
    rows = [("погода", "прогонов", *(title for title, _ in _COLUMNS), "ложных")]
    rows += [_row(name, by_weather[name]) for name in known]
    rows.append(_row("всего", [one for name in known for one in by_weather[name]]))
    return _set(rows)


def _set(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def hostile_table(outcomes: Iterable[Outcome]) -> str:
    """Return how many walks met which hostile page, and what came of them; empty where none met any."""
    by_page: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.trip.hostile:
            by_page.setdefault(outcome.trip.hostile, []).append(outcome)
    if not by_page:
        return ""
    met = {**dict(sorted(by_page.items())), "всего": [one for all_ in by_page.values() for one in all_]}
    rows: list[tuple[str, ...]] = [
        ("враждебная страница", "прогонов", "поймана вовремя", "раньше помешало окружение", "не поймана")
    ]
    for name, of_it in met.items():
        caught, wrong = sum(one.is_caught for one in of_it), sum(one.is_wrong for one in of_it)
        counts = (len(of_it), caught, len(of_it) - caught - wrong, wrong)
        rows.append((name, *map(_count, counts)))
    return _set(rows)


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    false = sum(outcome.is_wrong for outcome in outcomes)
    counts = (len(outcomes), *(verdicts[verdict] for _, verdict in _COLUMNS), false)
    return (name, *map(_count, counts))


def _count(count: int) -> str:
    return str(count) if count else "·"


def alarm(outcome: Outcome) -> str:
    """Return what went wrong with all that is needed to understand and to repeat it."""
    verdict = outcome.verdict.in_words if outcome.verdict else "до конца не дошёл"
    hostile = f", враждебная страница {outcome.trip.hostile}" if outcome.trip.hostile else ""
    lines = [
        f"{outcome.trip.weather}, зерно {outcome.trip.seed}{hostile}: {verdict}",
        *(f"    {line}" for line in outcome.told.splitlines()),
    ]
    if outcome.journal is not None and outcome.journal.exists():
        lines.append(f"    Журнал: {_near(outcome.journal)}")
    return "\n".join([*lines, f"    Повторить: {outcome.trip.command}"])


def _near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
