"""The soak: a plan that can be repeated, the law of each weather, and what it tells, also when it is interrupted."""

from __future__ import annotations

import dataclasses
import os
import shlex
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from stand.variants import VARIANTS
from stand.weather import WEATHERS, named
from tests.soak.load import processor_load
from tests.soak.plan import Outcome, Trip, allowed, plan
from tests.soak.telling import alarm, hostile_table, table
from tests.support.hostile import HOSTILE
from verifier.walk.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]
STORM = Trip("stalled", 7, "popup", "enter")
BREEZE = Trip("jitter", 3, "same", "enter")
SPIN = Trip("cut", 5, "same", "enter", hostile="spins")


def test_a_plan_repeats_itself_and_changes_the_weather() -> None:
    trips = plan(len(WEATHERS) * 4, 5)
    assert trips == plan(len(WEATHERS) * 4, 5)
    assert trips != plan(len(WEATHERS) * 4, 6)
    assert Counter(trip.weather for trip in trips) == {weather.name: 4 for weather in WEATHERS}
    assert len({(trip.link_window, trip.door) for trip in trips}) == 4


@pytest.mark.parametrize("share", [0, 0.25, 1])
def test_a_plan_has_hostile_pages_in_some_of_its_walks(share: float) -> None:
    met = Counter(trip.hostile for trip in plan(400, 5, hostile_share=share))
    assert 400 - met[""] == pytest.approx(400 * share, abs=40)
    assert set(met) - {""} == ({page.name for page in HOSTILE} if share else set())


def test_a_plan_can_be_for_some_weathers_alone() -> None:
    assert {trip.weather for trip in plan(5, 1, [named("slow"), named("cut")])} == {"slow", "cut"}


@pytest.mark.parametrize("verdict", [*Verdict, None])
def test_law(verdict: Verdict | None) -> None:
    assert (verdict in allowed(named("jitter"))) is (verdict is Verdict.HOLDS)
    assert (verdict in allowed(named("cut"))) is (verdict in (Verdict.HOLDS, Verdict.ENVIRONMENT))


@pytest.mark.parametrize(
    ("weather", "verdict", "is_caught", "is_wrong"),
    [
        ("jitter", Verdict.BROKEN, True, False),
        ("jitter", Verdict.BROKEN, False, True),
        ("jitter", Verdict.HOLDS, False, True),
        ("jitter", Verdict.ENVIRONMENT, False, True),
        ("cut", Verdict.ENVIRONMENT, False, False),
        ("cut", Verdict.HOLDS, False, True),
        ("cut", None, False, True),
    ],
)
def test_law_of_a_hostile_page(
    weather: str, verdict: Verdict | None, is_caught: bool, is_wrong: bool
) -> None:
    trip = Trip(weather, 1, "same", "enter", hostile="spins")
    assert Outcome(trip, verdict, 1, is_caught=is_caught).is_wrong is is_wrong


def test_the_command_that_repeats_a_walk_names_weather_seed_and_variant() -> None:
    assert shlex.split(STORM.command)[-3:] == [
        "--weather",
        "stalled:7",
        "tests/scenarios/test_documented_walk.py::test_instruction_holds_in_each_other_variant[chromium-popup-enter]",
    ]
    assert BREEZE.command.endswith("::test_instruction_holds")
    hostile = "::test_a_page_that_does_not_let_go_is_a_finding_in_time[chromium-spins]"
    assert shlex.split(SPIN.command)[-1].endswith(hostile)
    other = Trip("jitter", 3, "same", "enter", ("survey", "gosuslugi"))
    assert "--variant survey --variant gosuslugi --weather jitter:3" in other.command


def test_a_plan_draws_variants_that_can_be_had_together() -> None:
    trips = plan(200, 1)
    drawn = Counter(len(trip.variants) for trip in trips)
    assert sorted(drawn) == [0, 1, 3]
    assert {name for trip in trips for name in trip.variants} == {
        one.name for one in VARIANTS if one.verdict == "holds"
    }
    assert {trip.link_window for trip in trips if "vk-form-in-frame" in trip.variants} == {"popup"}


@pytest.mark.long
def test_every_command_finds_its_test() -> None:
    scenarios = {shlex.split(trip.command)[-1] for trip in plan(100, 1)}
    assert len(scenarios) == 4 + len(HOSTILE)
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", *scenarios],
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(scenarios)} tests collected" in listed.stdout


def test_the_table_counts_verdicts_by_weather_and_false_alarms() -> None:
    outcomes = [
        Outcome(BREEZE, Verdict.HOLDS, 1),
        Outcome(BREEZE, Verdict.ENVIRONMENT, 1),
        Outcome(STORM, Verdict.ENVIRONMENT, 1),
        Outcome(STORM, None, 1),
    ]
    rows = {line.split()[0]: line.split()[1:] for line in table(outcomes).splitlines()}
    assert rows["jitter"] == ["2", "1", "1", "·", "·", "·", "1"]
    assert rows["stalled"] == ["2", "·", "1", "·", "·", "1", "1"]
    assert rows["всего"] == ["4", "1", "2", "·", "·", "1", "2"]


def test_hostile_pages_are_counted_apart() -> None:
    outcomes = [
        Outcome(BREEZE, Verdict.HOLDS, 1),
        Outcome(SPIN, Verdict.BROKEN, 1, is_caught=True),
        Outcome(SPIN, Verdict.ENVIRONMENT, 1),
        Outcome(dataclasses.replace(SPIN, hostile="alerts"), Verdict.BROKEN, 1),
    ]
    rows = {line.split()[0]: line.split()[1:] for line in hostile_table(outcomes).splitlines()}
    assert rows["spins"] == ["2", "1", "1", "·"]
    assert rows["alerts"] == ["1", "·", "·", "1"]
    assert rows["всего"] == ["3", "1", "1", "1"]
    assert table(outcomes).splitlines()[-1].split() == ["всего", "1", "1", "·", "·", "·", "·", "·"]
    assert hostile_table(outcomes[:1]) == ""
    assert "враждебная страница alerts" in alarm(outcomes[-1])


def test_a_false_alarm_is_told_with_its_journal_and_the_command_that_repeats_it(tmp_path: Path) -> None:
    journal = tmp_path / "journal.json"
    journal.touch()
    told = alarm(Outcome(BREEZE, Verdict.BROKEN, 1, "press-link: ожидалось: кнопка", journal))
    assert told.splitlines() == [
        "jitter, зерно 3: не работает",
        "    press-link: ожидалось: кнопка",
        f"    Журнал: {journal}",
        f"    Повторить: {BREEZE.command}",
    ]


def test_the_load_ends_with_what_it_was_for() -> None:
    with processor_load(1) as (burner,):
        os.kill(burner, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(burner, 0)


@pytest.mark.long
def test_an_interrupted_soak_tells_what_it_has_found_and_leaves_nothing_running(tmp_path: Path) -> None:
    arguments = [
        "--walks",
        "50",
        "--weather",
        "blackout-diary",
        "--workers",
        "1",
        "--load",
        "1",
        "--hostile",
        "0",
        "--out",
        str(tmp_path),
    ]
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "tests.soak", *arguments],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        told = next(line for line in running.stdout if line.startswith("1 из 50"))
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does on Ctrl-C: to the whole group
        told += running.stdout.read()
    assert running.returncode == 130
    assert "Traceback" not in told
    assert "Прервано; пройдено 1." in told
    assert "Ложных тревог: 0 из 1" in told
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(("stand-", "playwright"))]
    busy = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
    assert str(tmp_path) not in busy
