"""`python -m reports merge`: journals of several runs together, and those that cannot be used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.reports_command import contents, interrupt_copying, run, write_walk

pytestmark = pytest.mark.heavy


def half(run_folder: Path) -> Path:
    path = run_folder / "half.json"
    path.write_text((run_folder / "green.json").read_text(encoding="utf-8")[:400], encoding="utf-8")
    return path


def interrupted(run_folder: Path) -> Path:
    path = run_folder / "killed.part"
    path.write_text("{", encoding="utf-8")
    return path


def foreign(run_folder: Path) -> Path:
    path = run_folder / "package.json"
    path.write_text('{"name": "not a journal"}', encoding="utf-8")
    return path


def binary(run_folder: Path) -> Path:
    path = run_folder / "binary.json"
    path.write_bytes(b"\xff\xfe\x00")
    return path


def escaping(run_folder: Path) -> Path:
    document = json.loads((run_folder / "green.json").read_text(encoding="utf-8"))
    document["entries"][1]["picture"] = "../../secret.png"
    path = run_folder / "escaping.json"
    path.write_text(json.dumps(document | {"name": "escaping"}), encoding="utf-8")
    return path


def older(run_folder: Path) -> Path:
    document = json.loads((run_folder / "green.json").read_text(encoding="utf-8"))
    path = run_folder / "older.json"
    path.write_text(json.dumps(document | {"name": "older", "format": 1}), encoding="utf-8")
    return path


def namesake(run_folder: Path) -> Path:
    document = json.loads((run_folder / "green.json").read_text(encoding="utf-8"))
    path = run_folder / "namesake.json"
    path.write_text(json.dumps(document | {"target": "staging"}), encoding="utf-8")
    return path


def without_picture(run_folder: Path) -> Path:
    path = write_walk(run_folder, "bare")
    next(run_folder.glob("bare-*.png")).unlink()
    return path


@pytest.mark.parametrize(
    ("spoil", "said", "remedy"),
    [
        (half, "не журнал или он записан не до конца", "повторите прогон"),
        (interrupted, "записан не до конца", "повторите прогон"),
        (foreign, "не журнал", "повторите прогон"),
        (binary, "не читается", "повторите прогон"),
        (escaping, "называет файлы вне своей папки", "повторите прогон"),
        (older, "журнал формата 1, читаются с 2", "сделайте прогон этой версией"),
        (namesake, "под этим именем есть другой журнал", "оставьте один из них"),
        (without_picture, "нет картинки bare-01-press-link.png", "скопируйте журнал вместе с его картинками"),
    ],
)
def test_journal_that_cannot_be_used_is_named_with_the_remedy_and_the_others_count(
    green: Path, tmp_path: Path, spoil: Callable[[Path], Path], said: str, remedy: str
) -> None:
    path = spoil(green / "journals" / "one")
    merged = run("merge", green, "--into", tmp_path / "merged")
    assert merged.exit_code == 3
    (line,) = merged.stderr.splitlines()
    assert line.startswith(str(path))
    assert said in line
    assert line.endswith(remedy)
    assert "3 из 3 " in merged.output


def test_merge_brings_runs_together_and_counts_a_journal_once(green: Path, red: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "journals" / "one"
    shutil.copytree(green / "journals" / "one", copy)
    into = tmp_path / "merged"
    merged = run("merge", green, red, tmp_path / "copy", "--into", into)
    assert merged.exit_code == 0
    assert f"{copy / 'green.json'}: этот журнал уже есть, второй раз не считается" in merged.output
    assert merged.output.count("второй раз") == 1
    for run_name, name in (("one", "green"), ("two", "red")):
        assert (into / "journals" / run_name / f"{name}.json").exists()
        assert (into / "journals" / run_name / f"{name}-01-press-link.png").exists()
    made = json.loads((into / "ledger.json").read_text(encoding="utf-8"))
    assert made["summary"]["drift"] == 1
    assert made["summary"]["holds"] == 2
    assert made["walks"] == 2


def test_merge_adds_to_what_is_there(green: Path, red: Path, tmp_path: Path) -> None:
    into = tmp_path / "merged"
    run("merge", green, "--into", into)
    merged = run("merge", red, "--into", into)
    assert merged.exit_code == 0
    assert "Журналов: 2" in merged.output


@pytest.mark.parametrize("after", [0, 1, 3])
def test_interrupted_merge_leaves_what_was_there(
    green: Path, red: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    into = tmp_path / "merged"
    first = tmp_path / "first" / "journals" / "one"
    write_walk(first, "first")
    run("merge", first, "--into", into)
    before = contents(into)
    with monkeypatch.context() as patch:
        interrupt_copying(patch, after)
        stopped = run("merge", green, red, "--into", into)
    assert stopped.exit_code == 130
    assert "Прервано" in stopped.stderr
    assert contents(into) == before
    assert run("merge", green, red, "--into", into).exit_code == 0
