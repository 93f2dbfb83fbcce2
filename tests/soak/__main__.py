"""The command of the soak: `python -m tests.soak`."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from stand.weather import WEATHERS, UnknownWeatherError, Weather, named
from tests.soak.crew import crew
from tests.soak.load import processor_load
from tests.soak.plan import Outcome, Trip, plan
from tests.soak.telling import Progress, alarm, table
from verifier.console import speak_russian
from verifier.run.executable import SETTING, NoBrowserError, executable

OUT = Path(__file__).resolve().parents[2] / "reports" / "out" / "soak"
_CORES = os.cpu_count() or 1


def _weathers(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> tuple[Weather, ...]:
    try:
        return tuple(named(name) for name in names) or WEATHERS
    except UnknownWeatherError as error:
        raise click.BadParameter(str(error)) from None


@click.command(help="Идти по инструкции много раз при меняющейся погоде и искать ложные тревоги.")
@click.option("--walks", type=click.IntRange(1), default=200, show_default=True, help="Сколько прогонов.")
@click.option("--seed", type=int, default=None, help="Зерно плана; без него — новое при каждом запуске.")
@click.option(
    "--weather", "weathers", multiple=True, callback=_weathers, help="Только эта погода; можно несколько."
)
@click.option(
    "--workers", type=click.IntRange(1), default=_CORES + 1, show_default=True, help="Сколько прогонов сразу."
)
@click.option(
    "--load",
    type=click.IntRange(0),
    default=_CORES,
    show_default=True,
    help="Сколько процессов занимают процессор.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=None,
    help="Новых прогонов через столько минут не начинать.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=OUT,
    help="Где хранить журналы ложных тревог.",
)
def main(
    walks: int,
    seed: int | None,
    weathers: tuple[Weather, ...],
    workers: int,
    load: int,
    minutes: float | None,
    out: Path,
) -> None:
    """Walk, tell, and exit with 1 where there were false alarms, with 130 after Ctrl-C."""
    try:
        executable("chromium", os.environ.get(SETTING))
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from None
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    seed = random.randrange(10_000) if seed is None else seed
    shutil.rmtree(out / "journals", ignore_errors=True)
    click.echo(f"Прогонов: {walks}, зерно {seed}, сразу {workers}, занято процессоров: {load}")
    outcomes: list[Outcome] = []
    progress = Progress(walks)
    interrupted = False
    try:
        with processor_load(load), crew(workers, out / "journals") as walkers:
            for outcome in walkers.walk(_in_time(plan(walks, seed, weathers), minutes)):
                outcomes.append(outcome)
                progress.show(outcomes)
    except KeyboardInterrupt:
        interrupted = True
    progress.end()
    _conclude(outcomes, interrupted=interrupted)


def _in_time(trips: list[Trip], minutes: float | None) -> Iterator[Trip]:
    if minutes is None:
        return iter(trips)
    end = time.monotonic() + minutes * 60
    return itertools.takewhile(lambda _: time.monotonic() < end, trips)


def _conclude(outcomes: list[Outcome], *, interrupted: bool) -> None:
    if interrupted:
        click.echo(f"Прервано; пройдено {len(outcomes)}.")
    if outcomes:
        click.echo(f"\n{table(outcomes)}")
    alarms = [outcome for outcome in outcomes if outcome.is_false_alarm]
    click.echo(f"\nЛожных тревог: {len(alarms)} из {len(outcomes)}")
    for outcome in alarms:
        click.echo(f"\n{alarm(outcome)}")
    if interrupted:
        sys.exit(130)
    sys.exit(1 if alarms else 0)


if __name__ == "__main__":
    speak_russian()
    main(prog_name="python -m tests.soak")
