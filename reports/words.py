"""The words that reports share: actions, marks, moments and durations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, get_timezone_location

from verifier.walk.journal import ActionKind, MarkKind

ACTIONS: Mapping[ActionKind, str] = {
    "open": "открыть",
    "reload": "обновить",
    "back": "вернуться назад",
    "forward": "пойти вперёд",
    "close": "закрыть окно",
    "find": "найти окно",
    "leave": "дождаться, что окна больше нет",
    "press": "нажать",
    "choose": "выбрать",
    "fill": "заполнить",
    "type": "набрать на клавиатуре",
    "see": "увидеть",
    "miss": "убедиться, что нет",
    "check": "проверить",
}

MARKS: Mapping[MarkKind, str] = {
    "pressed": "нажато",
    "filled": "заполнено",
    "seen": "видно",
    "absent": "нет",
}

_RUSSIAN = Locale("ru")
_CLOCKS: Mapping[str, str] = {"Europe/Moscow": "МСК"}
"""What Russians call the time of a zone in short; of the others the city is told."""


def singular(number: int) -> bool:
    """Say whether a Russian verb beside this number stands in the singular: 1, 21, 101, but not 11."""
    return _RUSSIAN.plural_form(number) == "one"


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a Russian noun that goes with a number: 1 картинка, 2 картинки, 5 картинок."""
    return {"one": one, "few": few}.get(_RUSSIAN.plural_form(number), many)


def seconds(duration_ms: int) -> str:
    """Return a duration in words, from a tenth of a second up."""
    if duration_ms < 59_950:
        return f"{duration_ms / 1000:.1f} с".replace(".", ",")
    minutes, rest = divmod(round(duration_ms / 1000), 60)
    return f"{minutes} мин {rest} с" if rest else f"{minutes} мин"


def period(started: str, finished: str, timezone: str) -> str:
    """Return from when to when something went on, by the clock of a zone; both ends are ISO 8601 with an offset."""
    first, last = (local(datetime.fromisoformat(moment), timezone) for moment in (started, finished))
    if first.date() != last.date():
        return f"{day(first)}, {first:%H:%M} — {day(last)}, {last:%H:%M} ({clock(timezone)})"
    end = "" if f"{first:%H:%M}" == f"{last:%H:%M}" else f"–{last:%H:%M}"
    return f"{day(first)}, {first:%H:%M}{end} ({clock(timezone)})"


def one_zone(timezones: Iterable[str]) -> str:
    """Return the zone by whose clock several walks are told: the one of all of them, else UTC."""
    found = set(timezones)
    return found.pop() if len(found) == 1 else "UTC"


def local(moment: datetime, timezone: str) -> datetime:
    """Return a moment by the clock of a zone; UTC where a journal names one that nobody knows."""
    try:
        return moment.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(UTC)


def clock(timezone: str) -> str:
    """Return by which clock `local` tells the time: «МСК», «Екатеринбург», «UTC»."""
    if timezone in _CLOCKS:
        return _CLOCKS[timezone]
    try:
        return get_timezone_location(ZoneInfo(timezone), locale=_RUSSIAN, return_city=True)
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"


def day(moment: datetime) -> str:
    """Return a date in words: «2 января 2026»."""
    return format_date(moment, "d MMMM y", locale=_RUSSIAN)
