"""What a soak tells: one line while it lasts, a table and the false alarms at its end."""

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
    false = sum(outcome.is_false_alarm for outcome in outcomes)
    left = spent_s / len(outcomes) * (walks - len(outcomes)) if outcomes else 0
    return (
        f"{len(outcomes)} из {walks} · подтверждено {verdicts[Verdict.HOLDS]}"
        f" · окружение {verdicts[Verdict.ENVIRONMENT]} · ложных тревог {false} · осталось {_minutes(left)}"
    )


def _minutes(seconds: float) -> str:
    return f"{round(seconds / 60)} мин" if seconds >= 60 else "меньше минуты"


def table(outcomes: Iterable[Outcome]) -> str:
    """Return how many walks came to which verdict in which weather."""
    by_weather: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_weather.setdefault(outcome.trip.weather, []).append(outcome)
    known = [weather.name for weather in WEATHERS if weather.name in by_weather]
    rows = [("погода", "прогонов", *(title for title, _ in _COLUMNS), "ложных")]
    rows += [_row(name, by_weather[name]) for name in known]
    rows.append(_row("всего", [one for name in known for one in by_weather[name]]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    false = sum(outcome.is_false_alarm for outcome in outcomes)
    counts = (len(outcomes), *(verdicts[verdict] for _, verdict in _COLUMNS), false)
    return (name, *(str(count) if count else "·" for count in counts))


def alarm(outcome: Outcome) -> str:
    """Return a false alarm with all that is needed to understand and to repeat it."""
    verdict = outcome.verdict.in_words if outcome.verdict else "до конца не дошёл"
    lines = [
        f"{outcome.trip.weather}, зерно {outcome.trip.seed}: {verdict}",
        *(f"    {line}" for line in outcome.told.splitlines()),
    ]
    if outcome.journal is not None and outcome.journal.exists():
        lines.append(f"    Журнал: {_near(outcome.journal)}")
    return "\n".join([*lines, f"    Повторить: {outcome.trip.command}"])


def _near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
