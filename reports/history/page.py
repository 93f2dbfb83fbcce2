"""The history as one self-contained page, in the ledger's style, with a small plot per test and claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from reports.history import trends
from reports.history.file import Read
from reports.history.model import Night
from reports.history.trends import Streak
from reports.page import template
from reports.words import day, local, period, plural, seconds
from verifier.walk.verdict import Verdict
from verifier.whole import write_text

_TEMPLATE = Path(__file__).parent / "templates" / "history.html.j2"
_WORDS: Mapping[str, str] = {
    **{verdict.value: verdict.in_words for verdict in Verdict},
    "flaky": "прошло не с первого раза",
    "quarantined": "в карантине",
    "skipped": "пропущено",
}
_SIGNS: Mapping[str, str] = {
    **{verdict.value: verdict.sign for verdict in Verdict},
    "flaky": "~",
    "quarantined": "‖",
    "skipped": "–",
}
_DOWN: Mapping[str, int] = {"holds": 6, "skipped": 14, "unproven": 14}
"""How far below the top of its row a bar ends; what failed has the full height, so that it is seen without colour."""
_SLOWER = 0.2
"""From which growth of its duration a row is marked as slower."""


def write(history: Read, path: Path) -> Path:
    """Write the page, whole or not at all, and return it. Raises `UnwrittenError`."""
    return write_text(path, render(history))


def render(history: Read) -> str:
    """Return the page of a history."""
    nights = history.nights
    return template(_TEMPLATE).render(
        nights=nights,
        spoilt=history.spoilt,
        claims=trends.claims(nights, history.notices),
        tests=trends.tests(nights),
        headline=headline(nights),
        covered=period(nights[0].started, nights[-1].started, nights[-1].timezone) if nights else "",
        words=_WORDS,
        signs=_SIGNS,
        line=polyline,
        seconds=seconds,
        moment=lambda one: period(one.started, one.started, one.timezone),
        since=since,
        slower=_SLOWER,
        heights=_DOWN,
        shown=trends.SHOWN,
    )


def since(streak: Streak) -> str:
    """Tell since when a claim has not held, and who was told of it when."""
    zone = streak.since.timezone
    told = f"с {_day(datetime.fromisoformat(streak.since.started), zone)}"
    if streak.runs > 1:
        told += f", {streak.runs} {plural(streak.runs, 'прогон', 'прогона', 'прогонов')} подряд"
    messages = [f"{one.audience} {_day(one.sent, zone)}" for one in streak.told]
    return f"{told}; сообщено: {', '.join(messages)}" if messages else told


def _day(moment: datetime, zone: str) -> str:
    return day(local(moment, zone))


def headline(nights: Sequence[Night]) -> str:
    """Return the history in one line of Russian."""
    if not nights:
        return "прогонов ещё нет"
    count, green = len(nights), sum(night.exit_code == 0 for night in nights)
    wavering = sum(any(row.outcome == "flaky" for row in night.tests.values()) for night in nights)
    told = f"{count} {plural(count, 'прогон', 'прогона', 'прогонов')}; без замечаний: {green}"
    return f"{told}; с нестабильными проверками: {wavering}" if wavering else told


def polyline(values: Sequence[int], width: int, height: int) -> str:
    """Return the points of a line through some values, from zero up, for a plot of a size; the last is at its right."""
    top = max(values, default=0) or 1
    across = width / max(len(values) - 1, 1)
    return " ".join(
        f"{number * across:.1f},{height - 1 - value / top * (height - 2):.1f}"
        for number, value in enumerate(values)
    )
