"""`python -m reports`: its help, what was typed wrong, and where nothing can be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import full_disk
from tests.support.published import PublishedStep, page, publish
from tests.support.reports_command import contents, run
from verifier.run import outcomes
from verifier.run.outcomes import RunOutcomes

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["render", "merge", "compare", "accept", "notify", "history"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_the_command_with_an_example(command: str) -> None:
    asked = run(command, "--help")
    assert asked.exit_code == 0
    assert f"Запуск: python -m reports {command}" in asked.output
    assert f"  python -m reports {command}" in asked.output.split("Пример")[1]
    assert not {"Usage", "Options", "Show this", "required"} & set(asked.output.replace(":", " ").split())


@pytest.mark.heavy
def test_module_runs_and_its_help_tells_the_commands_and_the_exit_codes() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "reports", "--help"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for word in (*COMMANDS, "Код возврата:", "сделано, но прочитаны не все журналы"):
        assert word in ran.stdout


LONG = "x" * 300


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rendr"], "нет такой команды: rendr (похоже на render); как надо: python -m reports --help"),
        (["render", "--oot", "x"], "нет такого ключа: --oot (похоже на --out)"),
        (["render", "--out"], "ключ --out записан не так"),
        (["merge", "x"], "не хватает: --into ПАПКА"),
        (["merge", "--into", "x"], "не хватает: ЖУРНАЛЫ"),
        (["render", LONG], f"{LONG}: так не назвать"),
        (["history", LONG], f"{LONG}: так не назвать"),
        (["merge", LONG, "--into", "x"], f"{LONG}: так не назвать"),
        (["accept", "a", "b"], "в команде что-то лишнее; как надо: python -m reports accept --help"),
    ],
)
def test_what_was_typed_wrong_is_told_in_a_line(arguments: list[str], said: str) -> None:
    typed = run(*arguments)
    assert typed.exit_code == 2
    assert typed.stderr.startswith(said)
    assert typed.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["render", "merge", "accept", "compare"])
def test_where_nothing_can_be_written_it_is_told_with_the_remedy(
    green: Path, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    arguments: dict[str, tuple[str | Path, ...]] = {
        "render": (green, "--out", file),
        "merge": (green, "--into", file),
        "accept": (guide, "--into", file),
        "compare": (guide, guide, "--out", file / "page.html"),
    }
    refused = run(command, *arguments[command])
    assert refused.exit_code == 4
    assert refused.stderr.startswith(f"{file}")
    assert "сюда не записать (это файл, а не папка); укажите друг" in refused.stderr
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", ["render", "merge", "accept", "compare", "history"])
def test_where_there_is_no_room_it_is_a_line_and_what_was_there_stays(
    green: Path, tmp_path: Path, command: str
) -> None:
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.", page())]))
    out = tmp_path / "there"
    arguments: dict[str, tuple[str | Path, ...]] = {
        "render": (green, "--out", out, "--allure", out / "allure"),
        "merge": (green, "--into", out),
        "accept": (guide, "--into", out),
        "compare": (guide, guide, "--out", out / "page.html"),
        "history": (green, "--history", out),
    }
    leave_outcomes(green / "journals" / "one")
    assert run(command, *arguments[command]).exit_code == 0
    if command == "history":
        leave_outcomes(green / "journals" / "one", run="another")
    before = contents(out)
    assert before
    with full_disk.short_files(100):
        refused = run(command, *arguments[command])
    assert refused.exit_code == 4, refused.output
    (line,) = refused.stderr.splitlines()
    assert "сюда не записать (файл больше, чем здесь разрешено); укажите друг" in line
    assert contents(out) == before


def leave_outcomes(folder: Path, run: str = "one") -> None:
    moment = "2026-01-02T03:04:05+00:00"
    told = RunOutcomes(run=run, target="stand", started=moment, finished=moment, exit_code=0)
    outcomes.save(told, folder)
