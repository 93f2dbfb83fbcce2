"""What a weather has in store for each request, drawn from its seed; and how a weather is named."""

from __future__ import annotations

import pytest

from stand.weather import (
    CALM,
    WEATHERS,
    Fate,
    Forecast,
    UnknownWeatherError,
    Weather,
    forecast,
    named,
    read,
)

REQUESTS = [
    ("diary", "GET", "/login"),
    ("diary", "GET", "/static/main.js"),
    ("diary", "POST", "/api/user/auth/login"),
    ("vk_id", "GET", "/authorize"),
    ("messenger", "GET", "/"),
] * 40


def fates(name: str, seed: int) -> list[Fate]:
    forecast = Forecast(named(name), seed)
    return [forecast.fate(*request) for request in REQUESTS]


@pytest.mark.parametrize("weather", WEATHERS, ids=lambda weather: weather.name)
def test_a_weather_is_one_sentence_and_repeats_itself_under_its_seed(weather: Weather) -> None:
    assert weather.sentence[0].isupper()
    assert weather.sentence.endswith(".")
    assert fates(weather.name, 7) == fates(weather.name, 7)
    has_chance = weather.name not in ("calm", "throttled")
    assert any(fates(weather.name, 7) != fates(weather.name, seed) for seed in range(3)) is has_chance


def test_what_a_request_meets_does_not_depend_on_what_else_is_under_way() -> None:
    alone, among = Forecast(named("jitter"), 3), Forecast(named("jitter"), 3)
    among.fate("messenger", "GET", "/")
    assert alone.fate("diary", "GET", "/login") == among.fate("diary", "GET", "/login")


@pytest.mark.parametrize("weather", WEATHERS, ids=lambda weather: weather.name)
def test_only_outages_take_answers_away(weather: Weather) -> None:
    drawn = [fate for seed in range(5) for fate in fates(weather.name, seed)]
    harmed = [fate for fate in drawn if fate.status is not None or fate.end != "whole"]
    assert bool(harmed) is weather.is_outage
    assert max(fate.there + fate.back for fate in drawn) <= 1
    assert len(harmed) < len(drawn)


@pytest.mark.parametrize("status", [502, 503])
def test_bursts_come_in_a_row_and_pass(status: int) -> None:
    forecast = Forecast(named(f"burst{status}"), 5)
    answers = [forecast.fate("diary", "GET", f"/{number}").status for number in range(400)]
    rows = "".join("x" if answer == status else "." for answer in answers).replace(".", " ").split()
    assert set(answers) == {None, status}
    assert len(rows) > 3
    assert all(2 <= len(row) <= 18 for row in rows[1:-1])


@pytest.mark.parametrize("system", ["diary", "vk_id", "messenger"])
def test_a_blackout_takes_one_system_and_does_not_end(system: str) -> None:
    forecast = Forecast(named(f"blackout-{system.removesuffix('_id')}"), 1)
    ends = {
        other: [forecast.fate(other, "GET", "/").end for _ in range(60)]
        for other in ("diary", "vk_id", "messenger")
    }
    begins = ends[system].index("refused")
    assert set(ends.pop(system)[begins:]) == {"refused"}
    assert all(set(other) == {"whole"} for other in ends.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stormy", "нет погоды «stormy»; есть calm, jitter, "),
        ("jiter:3", "Похоже на jitter."),
        ("jitter:x", "«x» не номер погоды"),
    ],
)
def test_unknown_weather_is_told_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UnknownWeatherError) as caught:
        read(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_weather_is_named_with_or_without_a_seed() -> None:
    assert read("jitter:7") == (named("jitter"), 7)
    assert read("calm") == (CALM, None)


def test_a_forecast_has_a_seed_even_where_none_is_told_and_is_calm_where_nothing_is() -> None:
    assert str(forecast("jitter:7")) == "jitter:7"
    drawn = [forecast("jitter") for _ in range(5)]
    assert {one.weather.name for one in drawn} == {"jitter"}
    assert len({one.seed for one in drawn}) > 1
    assert (forecast(None).weather, forecast("").weather) == (CALM, CALM)
