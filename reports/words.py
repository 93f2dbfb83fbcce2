"""The words that reports share: actions, marks, moments and durations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

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

_MOSCOW = timezone(timedelta(hours=3))
_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


def singular(number: int) -> bool:
    """Say whether a Russian verb beside this number stands in the singular: 1, 21, 101, but not 11."""
    return number % 10 == 1 and number % 100 != 11


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a Russian noun that goes with a number: 1 картинка, 2 картинки, 5 картинок."""
    if singular(number):
        return one
    return few if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else many


def seconds(duration_ms: int) -> str:
    """Return a duration in words, from a tenth of a second up."""
    if duration_ms < 59_950:
        return f"{duration_ms / 1000:.1f} с".replace(".", ",")
    minutes, rest = divmod(round(duration_ms / 1000), 60)
    return f"{minutes} мин {rest} с" if rest else f"{minutes} мин"


def period(started: str, finished: str) -> str:
    """Return from when to when something went on, by the clock of Moscow; both ends are ISO 8601 with an offset."""
    first, last = (datetime.fromisoformat(moment).astimezone(_MOSCOW) for moment in (started, finished))
    if first.date() != last.date():
        return f"{_day(first)}, {first:%H:%M} — {_day(last)}, {last:%H:%M} (МСК)"
    end = "" if f"{first:%H:%M}" == f"{last:%H:%M}" else f"–{last:%H:%M}"
    return f"{_day(first)}, {first:%H:%M}{end} (МСК)"


def _day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
