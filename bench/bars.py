"""The bars that the figures are held to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.arithmetic import Bar, growth, ratio
from bench.contest import Measured

_RATIOS = (
    ("Наш прогон без картинок ÷ голый сценарий", "ours", "bare", 1.10),
    ("Наш прогон со свидетельствами ÷ голый сценарий", "ours-evidence", "bare", 1.50),
    ("Наш прогон со свидетельствами ÷ сценарий с картинками", "ours-evidence", "bare-pictures", 0.95),
    ("Наш прогон со свидетельствами ÷ Playwright Test с трассой", "ours-evidence", "playwright-test", 0.90),
)
_RIVALS = (
    ("Selenium ÷ наш прогон со свидетельствами", "selenium", 1.5),
    ("Robot Framework ÷ наш прогон со свидетельствами", "robot", 1.5),
)
_GROWTH = {
    "python": "Python",
    "browser": "Браузер",
    "stand": "Стенд",
    "files": "Открытые файлы",
}


def of(measured: Mapping[str, Measured], figures: Mapping[str, Any]) -> list[Bar]:
    """Return every bar with its figure; those that nothing was measured for have none."""
    warm = {name: [spent.wall_s for spent in one.warm] for name, one in measured.items()}
    held = [
        Bar(title, ratio(warm.get(ours), warm.get(other)), bound) for title, ours, other, bound in _RATIOS
    ]
    held += [
        Bar(title, ratio(warm.get(rival), warm.get("ours-evidence")), bound, way="least")
        for title, rival, bound in _RIVALS
    ]
    bare = [spent.wall_s for spent in measured["bare"].cold] if "bare" in measured else []
    whole = figures.get("make_walk_s")
    held.append(
        Bar("make walk ÷ голый сценарий, оба с запуска", ratio([whole] if whole else None, bare), 2.5)
    )
    held += _rendering(figures.get("rendering", []))
    begun = figures.get("start", {})
    held.append(Bar("От команды pytest до первого шага", begun.get("first_step_s"), 1.2, "с"))
    held.append(Bar("Из этого стенд", begun.get("stand_s"), 0.2, "с"))
    held.append(
        Bar(
            "Весь набор: часы ÷ (работа ÷ ядра)",
            figures.get("suite"),
            1.15,
            note=_asked("--suite", figures.get("suite")),
        )
    )
    held += _growth(figures.get("endurance", []))
    stand = figures.get("stand", {})
    held.append(Bar("Стенд: ответ API, медиана", stand.get("answer_ms"), 5, "мс"))
    held.append(Bar("Стенд: память", stand.get("memory_mb"), 150, "МБ"))
    return held


def _rendering(made: Sequence[Mapping[str, float]]) -> list[Bar]:
    by_steps = {int(one["steps"]): one for one in made}
    short, long = by_steps.get(21), made[-1] if len(made) > 1 else None
    held = [
        Bar("Отчёты о 21 шаге", short["made_s"] if short else None, 4, "с"),
        Bar(
            "Они же без изменений ещё раз ÷ в первый",
            short["again_s"] / short["made_s"] if short else None,
            0.5,
        ),
    ]
    each = [one["made_s"] / one["steps"] for one in made]
    if long:
        held.append(
            Bar(
                f"Время на шаг: {int(long['steps'])} шагов ÷ {int(made[0]['steps'])}", each[-1] / each[0], 1.1
            )
        )
    return held


def _growth(held: Sequence[Mapping[str, int]]) -> list[Bar]:
    if len(held) < 2:
        return [Bar("Долгий процесс: ничего не растёт", None, 5, "%", note=_asked("--walks 1000", None))]
    first, last = held[0], held[-1]
    return [
        Bar(
            f"{title}: прирост с {first['walks']} до {last['walks']} прогонов",
            growth(first[name], last[name]),
            5,
            "%",
        )
        for name, title in _GROWTH.items()
    ]


def _asked(option: str, figure: float | None) -> str:
    return "" if figure is not None else f"с ключом {option}"
