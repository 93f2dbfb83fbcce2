"""The bench's own arithmetic, its checks of what contestants leave, and its tables; how long things take is never
asserted.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from bench import bars, results
from bench.arithmetic import Bar, Spread, growth, ratio
from bench.contest import PICTURES, SIZE, Measured, check_pictures, check_state
from bench.figures import lengthened
from bench.processes import MeasuringError, Spent, run
from bench.turns import turns
from tests.support.walked import walk as made_up_walk
from verifier.text.model import Section

ROOT = Path(__file__).resolve().parents[2]


def measured(*warm: float, title: str = "кто-то") -> Measured:
    spent = [Spent(one, one * 2) for one in warm]
    return Measured(title, warm=spent, cold=spent, stand_cpu_s=[0.5] * len(warm))


@pytest.mark.parametrize(
    ("values", "spread"),
    [
        ([3.0], Spread(3.0, 3.0, 3.0, 1)),
        ([1.0, 2.0, 3.0, 4.0, 50.0], Spread(3.0, 2.0, 4.0, 5)),
        ([4.0, 1.0, 3.0, 2.0], Spread(2.5, 1.75, 3.25, 4)),
    ],
)
def test_a_spread_is_the_median_and_the_quartiles(values: list[float], spread: Spread) -> None:
    assert Spread.of(values) == spread


@pytest.mark.parametrize(
    ("figure", "way", "is_met"),
    [
        (1.5, "most", True),
        (1.51, "most", False),
        (1.5, "least", True),
        (1.49, "least", False),
        (None, "most", None),
    ],
)
def test_a_bar_is_met_up_to_its_bound(figure: float | None, way: str, is_met: bool | None) -> None:
    assert Bar("", figure, 1.5, way="most" if way == "most" else "least").is_met is is_met


def test_a_ratio_is_that_of_the_medians() -> None:
    assert ratio([3, 100, 3], [2, 2, 1]) == 1.5
    assert ratio([3], []) is ratio(None, [3]) is None


def test_growth_is_told_in_per_cent() -> None:
    assert growth(80, 84) == pytest.approx(5)


def test_who_is_slower_misses_the_bar_and_who_did_not_walk_has_no_figure() -> None:
    held = {
        bar.title: bar
        for bar in bars.of(
            {"bare": measured(2, 2, 4), "ours": measured(3, 3, 1)}, {"stand": {"answer_ms": 4}}
        )
    }
    assert held["Наш прогон без картинок ÷ голый сценарий"].figure == 1.5
    assert held["Наш прогон без картинок ÷ голый сценарий"].is_met is False
    assert held["Selenium ÷ наш прогон со свидетельствами"].is_met is None
    assert held["Стенд: ответ API, медиана"].is_met


def test_rendering_is_held_to_what_a_step_costs_in_the_shortest_walk() -> None:
    made = [
        {"steps": 21, "made_s": 4.2, "again_s": 1.0},
        {"steps": 2100, "made_s": 840.0, "again_s": 9.0},
    ]
    held = {bar.title: bar.figure for bar in bars.of({}, {"rendering": made})}
    assert held["Время на шаг: 2100 шагов ÷ 21"] == pytest.approx(2)
    assert held["Отчёты о 21 шаге"] == 4.2


def test_each_thing_that_a_long_lived_worker_holds_is_a_bar_of_its_own() -> None:
    held = [
        {"walks": 10, "python": 100, "browser": 200, "stand": 50, "files": 40},
        {"walks": 100, "python": 103, "browser": 230, "stand": 50, "files": 40},
    ]
    grown = {bar.title: bar.is_met for bar in bars.of({}, {"endurance": held}) if "прирост" in bar.title}
    assert grown == {
        "Python: прирост с 10 до 100 прогонов": True,
        "Браузер: прирост с 10 до 100 прогонов": False,
        "Стенд: прирост с 10 до 100 прогонов": True,
        "Открытые файлы: прирост с 10 до 100 прогонов": True,
    }


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"linked": True, "chats": ["Проверка инструкции 1", "7 «Б» класс"]}, []),
        ({"linked": False, "chats": ["Проверка инструкции 1"]}, ["аккаунт не привязан"]),
        ({"linked": True, "chats": []}, ["создано чатов: 0"]),
        ({"linked": True, "chats": ["Проверка инструкции 1"] * 2}, ["создано чатов: 2"]),
    ],
)
def test_a_walk_has_to_leave_its_end_state(state: dict[str, object], told: list[str]) -> None:
    assert check_state(state) == told


@pytest.mark.parametrize(
    ("number", "size", "is_blank", "told"),
    [
        (PICTURES, SIZE, False, []),
        (PICTURES - 1, SIZE, False, ["картинок 20 из 21"]),
        (PICTURES, (1280, 800), False, ["0.png: 1280 × 800"]),
        (PICTURES, SIZE, True, ["0.png: пусто"]),
    ],
)
def test_a_walk_has_to_leave_its_pictures(
    tmp_path: Path, number: int, size: tuple[int, int], is_blank: bool, told: list[str]
) -> None:
    good, first = Image.new("L", SIZE), Image.new("L", size)
    for picture in (good,) if is_blank else (good, first):
        picture.putpixel((0, 0), 255)
    paths = [tmp_path / f"{place}.png" for place in range(number)]
    good.save(paths[1], compress_level=1)
    for path in paths[2:]:
        path.hardlink_to(paths[1])
    first.save(paths[0], compress_level=1)
    assert check_pictures(paths) == told


def test_a_table_is_the_same_on_the_console_and_in_markdown() -> None:
    table = results.contest_table(
        {"bare": measured(2.0, 2.0, title="первый"), "ours": measured(3.0, 3.0, title="второй")}
    )
    assert [row[0] for row in table] == ["кто идёт", "первый", "второй"]
    assert table[2][1:] == ("3,0 (3,0–3,0)", "6,0 (6,0–6,0)", "0,5 (0,5–0,5)", *table[2][4:6], "1,50×")
    printed = results.console(table).splitlines()
    assert len({len(line) for line in printed}) == 1
    assert results.markdown(table).splitlines()[2].startswith("| первый | 2,0 (2,0–2,0) |")


def test_who_is_absent_is_told_with_the_reason() -> None:
    told = results.contest_table({"selenium": Measured("Selenium", absent="нет драйвера")})
    assert told[1][:2] == ("Selenium", "не участвует: нет драйвера")


def test_the_plot_has_a_bar_as_long_as_its_median(tmp_path: Path) -> None:
    results.write(tmp_path, {"bare": measured(2, 2, 2), "ours": measured(4, 4, 4)}, [], {})
    drawn = ElementTree.parse(tmp_path / "bench.svg")
    widths = [float(one.get("width", "")) for one in drawn.iterfind(".//{*}g/{*}rect")]
    assert widths == [210, 420]


def test_figures_are_written_for_programs(tmp_path: Path) -> None:
    held = [Bar("планка", 2.0, 1.5)]
    results.write(tmp_path, {"bare": measured(2, 3)}, held, {"make_walk_s": 9.0})
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert written["contestants"]["bare"]["warm"] == [
        {"wall_s": 2, "cpu_s": 4},
        {"wall_s": 3, "cpu_s": 6},
    ]
    assert written["bars"][0]["is_met"] is False
    assert written["figures"] == {"make_walk_s": 9.0}


def test_a_turn_lasts_from_its_answer_to_the_next_question() -> None:
    with turns() as line, ThreadPoolExecutor() as pool:
        one = line.renewed("somebody")

        def ask() -> object:
            with urllib.request.urlopen(line.address("somebody")) as answer:
                return json.load(answer)

        first = pool.submit(ask)
        asked = one.await_asked(5)
        one.given.put({"student": "кто"})
        assert first.result() == {"student": "кто"}
        begun = one.begun.get(timeout=5)
        second = pool.submit(ask)
        ended = one.await_asked(5)
        one.given.put(None)
        assert second.result() is None
    assert asked <= begun <= ended


def test_a_worker_that_does_not_ask_is_not_waited_for() -> None:
    with turns() as line, pytest.raises(TimeoutError):
        line.renewed("nobody").await_asked(0.01)


@pytest.mark.heavy
def test_the_work_of_processes_that_outlive_their_parent_counts() -> None:
    busy = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    spent = run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"]
    )
    assert spent.cpu_s >= 0.5


@pytest.mark.heavy
def test_a_process_that_is_left_behind_and_never_ends_is_ended() -> None:
    stays = "import signal; signal.pause()"
    spent = run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {stays!r}])"]
    )
    assert spent.wall_s < 5


@pytest.mark.heavy
def test_a_command_that_fails_is_told_with_what_it_printed() -> None:
    with pytest.raises(MeasuringError, match="не вышло"):
        run([sys.executable, "-c", "import sys; sys.exit('не вышло')"])


BENCH = """
.PHONY: bench walk test
bench:
\t@{python} -c 'from bench import figures; figures.{measures}()'
walk test:
\t@env >> {told}
"""


@pytest.mark.heavy
@pytest.mark.parametrize("measures", ["make_walk", "suite"])
def test_the_commands_that_are_measured_are_not_given_the_keys_of_the_bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measures: str
) -> None:
    make, told, ours = shutil.which("make"), tmp_path / "told", tmp_path / "bin" / "make"
    assert make is not None
    (tmp_path / "Makefile").write_text(BENCH.format(python=sys.executable, measures=measures, told=told))
    ours.parent.mkdir()
    ours.write_text(f'#!/bin/sh\nexec {make} -f {tmp_path / "Makefile"} "$@"\n')
    ours.chmod(0o755)
    monkeypatch.setenv("PATH", f"{ours.parent}{os.pathsep}{os.environ['PATH']}")
    given = [f"{name}=for-the-bench" for name in ("ARGS", "ROUNDS", "SUITE", "WALKS")]
    subprocess.run(["make", "bench", *given, "BROWSER_EXECUTABLE=for-all"], cwd=ROOT, check=True, timeout=60)
    environment = told.read_text(encoding="utf-8").splitlines()
    assert [line for line in environment if "for-the-bench" in line] == []
    assert "BROWSER_EXECUTABLE=for-all" in environment


def test_a_walk_is_lengthened_with_pictures_that_all_differ(tmp_path: Path) -> None:
    walk = made_up_walk(tmp_path / "real")
    several, wordless = walk.entries[0], walk.entries[1]
    several.earlier, wordless.picture, wordless.marks = [several.last], None, []
    first, second, *rest = walk.instruction.claims
    nested = Section("", first.section, (first, replace(second, parent=first.id), *rest))
    walk.instruction = replace(walk.instruction, sections=(nested,))
    long = lengthened(walk, len(walk.entries) * 2, tmp_path / "long")
    names = [view.picture for entry in long.entries for view in entry.views if view.picture]
    pictures = {(tmp_path / "long" / name).read_bytes() for name in names}
    assert len(long.entries) == len(walk.entries) * 2
    assert len(pictures) == len(names) == len(long.entries)
    assert [section.title[-2:] for section in long.instruction.sections][-1] == " 2"
    assert [one.parent for one in long.instruction.claims if one.parent] == [f"{first.id}-1", f"{first.id}-2"]
    assert len({claim.id for claim in long.instruction.claims}) == len(long.entries)


@pytest.mark.long
def test_bare_script_and_own_walk_can_be_measured_side_by_side(tmp_path: Path) -> None:
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "bench", "--rounds=1", "--contest-only", f"--out={tmp_path}"),
            *("--only=bare", "--only=ours"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert list(written["contestants"]) == ["bare", "ours"]
    for one in written["contestants"].values():
        for spent in (*one["warm"], *one["cold"]):
            assert 0 < spent["cpu_s"] < 60
            assert 0 < spent["wall_s"] < 60
    [ours, *_] = written["bars"]
    walls = {name: one["warm"][0]["wall_s"] for name, one in written["contestants"].items()}
    assert ours["figure"] == pytest.approx(walls["ours"] / walls["bare"])
