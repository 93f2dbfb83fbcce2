"""The weathers that can be put over a stand: what becomes of each request, drawn from a seed.

What is drawn for a request depends on the seed, on its method and path, and on how often it was made before, and
not on what else is under way: the same walk under the same seed meets the same weather on any machine.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from rapidfuzz import process

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
"""What a proxy may send twice, RFC 9110 §9.2.2."""


@dataclass(frozen=True)
class Asked:
    """A request as the weather sees it; `number` counts the requests to its system from 0."""

    system: str
    method: str
    path: str
    number: int


@dataclass(frozen=True)
class Fate:
    """What becomes of a request; times are in seconds.

    `there` and `back` are how long it and its answer travel. An answer that is `overtaken` comes after one to a
    later request. A request that is `copied` reaches the system once more after it was answered, and nobody hears
    that answer. `status` is an error that comes in the answer's stead. An answer can end half-way or never come,
    and a connection can be refused before the request has reached the system.
    """

    there: float = 0
    back: float = 0
    overtaken: bool = False
    copied: bool = False
    status: int | None = None
    end: Literal["whole", "cut", "never", "refused"] = "whole"


_UNHARMED = Fate()
Draw = Callable[[int, Asked, Random], Fate]


@dataclass(frozen=True)
class Weather:
    """A kind of weather; `sentence` tells it in Russian, `is_outage` says that it takes answers away for good."""

    name: str
    sentence: str
    is_outage: bool
    draw: Draw = lambda _seed, _asked, _chance: _UNHARMED
    bytes_per_second: int | None = None
    """What one connection carries each way; None for as much as there is."""


class UnknownWeatherError(LookupError):
    """No weather bears a name; the text is one line for the person who asked for it."""


class Forecast:
    """One weather under one seed, from its first request on."""

    def __init__(self, weather: Weather, seed: int) -> None:
        self.weather = weather
        self.seed = seed
        self._made: Counter[str] = Counter()

    def __str__(self) -> str:
        return f"{self.weather.name}:{self.seed}"

    def fate(self, system: str, method: str, path: str) -> Fate:
        """Draw what becomes of the next request."""
        asked = Asked(system, method, path, self._count(system))
        again = self._count(f"{system} {method} {path}")
        return self.weather.draw(self.seed, asked, Random(f"{self.seed} {system} {method} {path} {again}"))

    def _count(self, key: str) -> int:
        self._made[key] += 1
        return self._made[key] - 1


def _jitter(_seed: int, _asked: Asked, chance: Random) -> Fate:
    return Fate(there=chance.uniform(0, 0.06), back=chance.uniform(0, 0.12) + 0.7 * (chance.random() < 0.04))


def _slow(_seed: int, _asked: Asked, chance: Random) -> Fate:
    return Fate(there=chance.uniform(0.15, 0.3), back=chance.uniform(0.15, 0.3))


def _reordered(_seed: int, _asked: Asked, chance: Random) -> Fate:
    return Fate(there=chance.uniform(0, 0.03), overtaken=chance.random() < 0.25)


def _repeated(_seed: int, asked: Asked, chance: Random) -> Fate:
    return Fate(back=chance.uniform(0, 0.15), copied=asked.method in IDEMPOTENT and chance.random() < 0.5)


def _cut(_seed: int, _asked: Asked, chance: Random) -> Fate:
    return Fate(end="cut" if chance.random() < 0.03 else "whole")


def _stalled(_seed: int, _asked: Asked, chance: Random) -> Fate:
    return Fate(end="never" if chance.random() < 0.02 else "whole")


def _bursts(status: int) -> Draw:
    def draw(seed: int, asked: Asked, _chance: Random) -> Fate:
        return Fate(status=status) if _in_burst(seed, asked) else _UNHARMED

    return draw


def _in_burst(seed: int, asked: Asked) -> bool:
    lengths = Random(f"{seed} {asked.system}")
    at = 0
    for in_burst in itertools.cycle((False, True)):
        at += lengths.randint(2, 9) if in_burst else lengths.randint(0, 80)
        if asked.number < at:
            break
    return in_burst


def _blackout(system: str) -> Draw:
    def draw(seed: int, asked: Asked, _chance: Random) -> Fate:
        begins = Random(f"{seed} {system}").randint(0, 40)
        dark = asked.system.removesuffix("_former") == system and asked.number >= begins
        return Fate(end="refused") if dark else _UNHARMED

    return draw


CALM = Weather("calm", "Тихо: ответы приходят сразу.", False)

WEATHERS = (
    CALM,
    Weather("jitter", "Задержки скачут: от нуля до секунды на ответ.", False, _jitter),
    Weather("slow", "Сеть медленная: на каждый ответ уходит 0,3–0,6 секунды.", False, _slow),
    Weather("reordered", "Ответы приходят не в том порядке, в каком спрошены.", False, _reordered),
    Weather("repeated", "Посредник повторяет запросы, которые повторять можно.", False, _repeated),
    Weather("throttled", "Канал узкий: 32 КиБ в секунду.", False, bytes_per_second=32 * 1024),
    Weather("cut", "Соединения рвутся посреди ответа.", True, _cut),
    Weather("burst502", "Временами системы отвечают ошибкой 502.", True, _bursts(502)),
    Weather("burst503", "Временами системы отвечают ошибкой 503.", True, _bursts(503)),
    Weather("stalled", "Некоторые запросы остаются без ответа.", True, _stalled),
    Weather("blackout-diary", "Дневник пропадает и не возвращается.", True, _blackout("diary")),
    Weather("blackout-vk", "VK ID пропадает и не возвращается.", True, _blackout("vk_id")),
    Weather("blackout-messenger", "VK Мессенджер пропадает и не возвращается.", True, _blackout("messenger")),
)
"""All weathers, the harmless ones first."""


def read(text: str) -> tuple[Weather, int | None]:
    """Return the weather and the seed that `NAME` or `NAME:SEED` stands for; without a seed None in its place.

    Raises `UnknownWeatherError`.
    """
    name, colon, seed = text.partition(":")
    weather = named(name)
    if not colon:
        return weather, None
    if not seed.isdecimal():
        raise UnknownWeatherError(f"«{seed}» не номер погоды; нужно целое число, например {name}:7")
    return weather, int(seed)


def named(name: str) -> Weather:
    """Return a weather by its name. Raises `UnknownWeatherError`, which lists the known ones."""
    found = next((weather for weather in WEATHERS if weather.name == name), None)
    if found is None:
        known = [weather.name for weather in WEATHERS]
        near = process.extractOne(name, known, score_cutoff=60)
        hint = f" Похоже на {near[0]}." if near else ""
        raise UnknownWeatherError(f"нет погоды «{name}»; есть {', '.join(known)}.{hint}")
    return found


def forecast(text: str | None) -> Forecast:
    """Return what `NAME` or `NAME:SEED` stands for, under some seed where none is told; calm for nothing at all.

    Raises `UnknownWeatherError`.
    """
    weather, seed = read(text) if text else (CALM, 0)
    return Forecast(weather, Random().randrange(10_000) if seed is None else seed)
