"""The command of the bench: `python -m bench`."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import sync_playwright

from bench import bars, figures, results
from bench.contest import Measured, Runner, contest
from bench.contestants import CONTESTANTS, Contestant, Place
from bench.processes import ELSEWHERE, ROOT, MeasuringError
from bench.stand import ServedStand, served
from bench.turns import Turns, turns
from verifier.console import speak_russian
from verifier.run.executable import SETTING, NoBrowserError, executable

_TOLD = {
    "start": "Запуск pytest…",
    "make_walk_s": "make walk…",
    "rendering": "Отчёты…",
    "suite": "make test…",
}
_BAD_INPUT = 4
OUT = ROOT / "reports" / "out" / "bench"


@click.command(
    help="Измерить, чего стоит прогон и всё, что к нему: рядом с голым сценарием и с другими инструментами."
)
@click.option("--rounds", type=click.IntRange(1), default=10, show_default=True, help="Сколько кругов.")
@click.option(
    "--only", multiple=True, type=click.Choice([one.name for one in CONTESTANTS]),
    help="Только эти участники; можно повторять. Без ключа — все.",
)  # fmt: skip
@click.option("--contest-only", is_flag=True, help="Только прогоны по очереди, без остальных планок.")
@click.option(
    "--steps", type=click.IntRange(1), multiple=True, default=(21, 210, 2100), show_default=True,
    help="Для скольких шагов делать отчёты.",
)  # fmt: skip
@click.option(
    "--walks", type=click.IntRange(10), help="Ещё столько прогонов подряд в одном процессе: растёт ли что."
)
@click.option("--suite", is_flag=True, help="Ещё и весь набор: «make test».")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=OUT, help="Куда писать.")
def main(
    rounds: int,
    only: tuple[str, ...],
    contest_only: bool,
    steps: tuple[int, ...],
    walks: int | None,
    suite: bool,
    out: Path,
) -> None:
    """Measure, print the tables and write them down. Whether bars are met does not change the exit code."""
    if platform.system() != "Linux":
        click.echo(ELSEWHERE, err=True)
        sys.exit(_BAD_INPUT)
    chosen = [one for one in CONTESTANTS if not only or one.name in only]
    try:
        measured, found = _measure(chosen, rounds, walks)
        if not contest_only:
            found |= _rest(steps, suite=suite)
    except (MeasuringError, NoBrowserError) as error:
        raise click.ClickException(str(error)) from None
    held_to = bars.of(measured, found)
    for table in (results.contest_table(measured), results.bars_table(held_to)):
        click.echo(f"\n{results.console(table)}")
    for path in results.write(out, measured, held_to, found):
        click.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _measure(
    chosen: Sequence[Contestant], rounds: int, walks: int | None
) -> tuple[Mapping[str, Measured], dict[str, Any]]:
    """Return what was measured on the one stand that all have in common."""
    browser, found = _browser(), dict[str, Any]()
    with tempfile.TemporaryDirectory() as folder, served() as stand, turns() as line:
        measured = contest(chosen, stand, line, browser, rounds, Path(folder), tell=click.echo)
        found["stand"] = figures.stand(stand)
        if walks:
            found["endurance"] = _endure(stand, line, browser, walks, Path(folder))
    return measured, found


def _endure(stand: ServedStand, line: Turns, browser: str, walks: int, folder: Path) -> list[dict[str, int]]:
    [worker] = [one for one in CONTESTANTS if one.name == "ours-evidence"]
    own = folder / "endurance"
    own.mkdir()
    runner, held = Runner(worker, Place(browser, own, walks + 1), stand, line), []
    try:
        runner.start()
        for one in figures.endurance(runner, stand, walks):
            held.append(one)
            click.echo(f"после {one.walks} прогонов: {asdict(one)}")
    finally:
        runner.stop()
    return [asdict(one) for one in held]


def _rest(steps: Sequence[int], *, suite: bool) -> dict[str, Any]:
    """Return the figures of whole commands; one that cannot be taken is told, and does not lose the others."""
    takings: dict[str, Callable[[], Any]] = {
        "start": lambda: asdict(figures.start()),
        "make_walk_s": lambda: figures.make_walk().wall_s,
        "rendering": lambda: [asdict(one) for one in figures.rendering(sorted(steps))],
    }
    if suite:
        takings["suite"] = figures.suite
    found = {}
    for name, take in takings.items():
        click.echo(_TOLD[name])
        try:
            found[name] = take()
        except MeasuringError as error:
            click.echo(f"Не измерено: {error}", err=True)
    return found


def _browser() -> str:
    """Return the path of the browser that everybody drives. Raises `NoBrowserError`."""
    found = executable("chromium", os.environ.get(SETTING))
    if found is not None:
        return found
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    speak_russian()
    main(prog_name="python -m bench")
