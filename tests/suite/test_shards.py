"""A run in parts: the parts are exactly the whole, and a part that does not come is told of everywhere."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from junitparser import Error, JUnitXml

from reports.shards import missing
from tests.support.reports_command import run, write_walk
from verifier.run.outcomes import read as read_outcomes
from verifier.run.parts import Part
from verifier.run.shards import Shard, divide, durations, read

ROOT = Path(__file__).resolve().parents[2]


def items(count: int) -> list[pytest.Item]:
    """Tests of which many have the same short name, as they have in different modules."""
    made = [SimpleNamespace(nodeid=f"tests/test_{number}.py::test_it") for number in range(count)]
    return cast(list[pytest.Item], made)


def part(number: int, of: int = 3, **changed: Any) -> Part:
    told: dict[str, Any] = {"whole": "staging, chromium", "division": "abc", "tests": 1, "of_tests": 3}
    return Part(number=number, of=of, expected_s=1.0, **(told | {"finished": True} | changed))


@pytest.mark.parametrize("recorded", [0, 17, 40])
def test_the_parts_are_all_tests_in_whatever_order_each_machine_met_them(recorded: int) -> None:
    known = {one.nodeid: float(index % 7) for index, one in enumerate(items(40)[:recorded])}
    taken: list[str] = []
    for number in range(1, 6):
        shuffled = items(40)
        random.Random(number).shuffle(shuffled)
        own, _ = divide(shuffled, Shard(number, 5), known)
        assert own == [one for one in shuffled if one in own]
        taken += [one.nodeid for one in own]
    assert sorted(taken) == sorted(one.nodeid for one in items(40))


def test_each_part_has_its_share_of_the_work_beside_what_is_skipped() -> None:
    working = {one.nodeid for one in items(40)[::10]}
    for recorded in ({}, dict.fromkeys(working, 5.0)):
        for number in range(1, 5):
            own, _ = divide(items(40), Shard(number, 4), recorded, lambda one: one.nodeid not in working)
            assert len(working & {one.nodeid for one in own}) == 1
            assert len(own) == 10


def test_the_parts_take_equally_long() -> None:
    known = {one.nodeid: 2.0 ** (index % 5) for index, one in enumerate(items(50))}
    expected = [divide(items(50), Shard(number, 4), known)[1] for number in range(1, 5)]
    assert sum(expected) == sum(known.values())
    assert max(expected) - min(expected) <= 2


@pytest.mark.parametrize("text", ["2", "0/3", "4/3", "1/0", "a/b", "1/3/5", "-1/3", "1 / 3"])
def test_a_part_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(pytest.UsageError, match="например --shard 2/5"):
        read(text)


def test_a_run_without_parts_has_none() -> None:
    assert read(None) is None
    assert read("2/5") == Shard(2, 5)


@pytest.mark.parametrize("text", ["not json", "[1]", '{"a": "b"}'])
def test_durations_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "durations").write_text(text)
    with pytest.raises(pytest.UsageError, match="--store-durations"):
        durations(tmp_path / "durations")


def test_nothing_is_missing_where_all_parts_came(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        part(number).save(tmp_path / f"run-{number}")
    assert missing([tmp_path]) == []
    assert missing([tmp_path], ["chromium"]) == []


@pytest.mark.parametrize(
    ("parts", "expected", "said"),
    [
        ([part(1), part(3)], [], "часть 2 из 3 (staging, chromium) не пришла"),
        ([part(1), part(2, finished=False), part(3)], [], "часть 2 из 3 (staging, chromium) прервана"),
        ([part(1), part(2, of=4), part(3)], [], "делили по-разному (на 3, 4)"),
        ([part(1), part(2, division="other"), part(3)], [], "делили разные наборы проверок"),
        ([part(1), part(2), part(3)], ["chromium", "webkit"], "webkit: не пришла ни одна часть"),
    ],
    ids=["absent", "killed", "other count", "other tests", "other browser"],
)
def test_what_is_missing_is_named(tmp_path: Path, parts: list[Part], expected: list[str], said: str) -> None:
    for index, one in enumerate(parts):
        one.save(tmp_path / f"run-{index}")
    (line,) = missing([tmp_path], expected)
    assert said in line


def test_a_part_that_was_run_again_counts_by_its_good_end(tmp_path: Path) -> None:
    for index, one in enumerate([part(1), part(2, finished=False), part(2), part(3)]):
        one.save(tmp_path / f"run-{index}")
    assert missing([tmp_path]) == []


def test_a_marker_that_is_none_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "1-of-2.shard").write_text("{")
    (line,) = missing([tmp_path])
    assert "не читается" in line


@pytest.mark.heavy
def test_merged_without_one_part_nothing_is_green(tmp_path: Path) -> None:
    for number in (1, 3):
        folder = tmp_path / f"part-{number}" / "journals" / f"run{number}"
        write_walk(folder, f"walk{number}")
        part(number).save(folder)
    done = run("merge", tmp_path / "part-1", tmp_path / "part-3", "--into", tmp_path / "all")
    assert done.exit_code == 3
    assert "часть 2 из 3 (staging, chromium) не пришла" in done.stderr
    assert "прогон неполон" in done.stdout
    for name in ("ledger.html", "ledger.md", "ledger.json"):
        assert "часть 2 из 3" in (tmp_path / "all" / name).read_text(encoding="utf-8"), name
    xml = JUnitXml.fromfile(str(tmp_path / "all" / "ledger.junit.xml"))
    unproven = [case for suite in xml for case in suite if any(isinstance(one, Error) for one in case.result)]
    assert ["часть 2 из 3" in case.name for case in unproven] == [True]
    again = run("render", tmp_path / "all", "--out", tmp_path / "again", "--accepted", tmp_path)
    assert again.exit_code == 3
    assert "часть 2 из 3 (staging, chromium) не пришла" in again.stderr


def test_merged_with_all_parts_it_is_as_if_never_divided(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / f"part-{number}" / "journals" / f"run{number}"
        part(number, of=2).save(folder)
    write_walk(tmp_path / "part-1" / "journals" / "run1", "walk")
    done = run("merge", tmp_path / "part-1", tmp_path / "part-2", "--into", tmp_path / "all")
    assert (done.exit_code, done.stderr) == (0, "")


PLUGIN = """
from pathlib import Path
from tests.support.texts import school_chats
from verifier.run.run import Run
from verifier.run.shards import DIVISION, Division, Shard

pytest_plugins = ["verifier.run.events", "reports.plugin"]

def pytest_addoption(parser):
    parser.addoption("--browser")

def pytest_configure(config):
    run = Run(config, [school_chats()], Path("out"))
    division = Division(config, Shard(1, {of}), "staging", run.journals)
    config.pluginmanager.register(division, DIVISION)
    config.pluginmanager.register(run, "instruction-run")
"""


@pytest.mark.parametrize(("of", "code"), [(1, 5), (2, 0), (3, 0)])
def test_a_part_may_prove_nothing_but_a_whole_may_not(pytester: pytest.Pytester, of: int, code: int) -> None:
    pytester.makeconftest(PLUGIN.format(of=of))
    pytester.makepyfile(
        "import pytest\ndef test_a(): pytest.skip('not here')\ndef test_b(): pytest.skip('not here')"
    )
    ran = pytester.runpytest_inprocess("-p", "no:playwright", "-p", "no:randomly")
    assert ran.ret == code
    (told,), _ = read_outcomes([pytester.path / "out"])
    assert told.exit_code == code


@pytest.mark.long
def test_a_part_runs_its_own_tests_on_all_workers_and_leaves_its_marker(tmp_path: Path) -> None:
    collected, ran = set[str](), 0
    for number in (1, 2):
        out = tmp_path / f"part-{number}"
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", "-v"),
                *("--reports", str(out), "--shard", f"{number}/2", "tests/text/test_house.py"),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        names = re.findall(r"PASSED (\S+)", done.stdout)
        collected.update(names)
        ran += len(names)
        (marker,) = out.rglob("*.shard")
        told = json.loads(marker.read_text(encoding="utf-8"))
        assert (told["number"], told["of"], told["finished"]) == (number, 2, True)
        assert told["tests"] == len(names)
        assert f"проверок {len(names)} из {told['of_tests']}" in done.stdout
    assert ran == len(collected) == told["of_tests"]
    assert missing([tmp_path]) == []
