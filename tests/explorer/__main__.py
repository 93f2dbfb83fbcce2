"""The command of the explorer: `python -m tests.explorer`."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import click

from stand.defects import Defect, UnknownDefectError, named
from stand.variants import Variant, VariantError, chosen
from tests.explorer.lab import OUT, lab
from tests.explorer.moves import SequenceError, read_sequence
from tests.explorer.search import BUDGET_S, Search
from tests.explorer.shorten import shorten
from tests.explorer.telling import Progress, in_figures, report
from tests.explorer.trip import Finding, Sequence, World, walk_through
from verifier.console import speak_russian
from verifier.run.executable import NoBrowserError
from verifier.run.interrupts import end_in_order
from verifier.walk.verdict import EXIT_BROKEN, EXIT_ENVIRONMENT, Verdict

_SHORTEN_S = 120


def _sequence(_context: click.Context, _option: click.Parameter, text: str | None) -> Sequence | None:
    try:
        return read_sequence(text) if text is not None else None
    except SequenceError as error:
        raise click.BadParameter(str(error)) from None


def _defect(_context: click.Context, _option: click.Parameter, name: str | None) -> Defect | None:
    try:
        return named(name) if name is not None else None
    except UnknownDefectError as error:
        raise click.BadParameter(str(error)) from None


def _variants(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> tuple[Variant, ...]:
    try:
        return chosen(names)
    except VariantError as error:
        raise click.BadParameter(str(error)) from None


@click.command(help="Делать на стенде всё, что может ученик, в любом порядке и сверять экран с моделью.")
@click.option(
    "--budget", type=click.FloatRange(1), default=BUDGET_S, show_default=True, help="Сколько секунд искать."
)
@click.option("--seed", type=click.IntRange(0), default=None, help="Зерно; без него — новое каждый раз.")
@click.option(
    "--replay",
    callback=_sequence,
    default=None,
    help="Не искать, а повторить: начало и действия через пробел.",
)
@click.option("--defect", callback=_defect, default=None, help="Включить на стенде дефект.")
@click.option(
    "--variant",
    "variants",
    multiple=True,
    callback=_variants,
    help="Стенд верен, но выглядит иначе; можно назвать несколько раз.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=OUT, help="Где хранить найденное."
)
def main(
    budget: float,
    seed: int | None,
    replay: Sequence | None,
    defect: Defect | None,
    variants: tuple[Variant, ...],
    out: Path,
) -> None:
    """Search or replay; exit with 1 for a finding, 11 where nobody could tell, 130 after Ctrl-C."""
    end_in_order()
    shutil.rmtree(out / "journals", ignore_errors=True)
    try:
        with lab(out / "journals", defect, variants) as world:
            if replay is not None:
                finding = walk_through(world, replay)
            else:
                finding = _search(world, budget, random.randrange(10_000) if seed is None else seed)
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo("\nПрервано.")
        sys.exit(130)
    sys.exit(_conclude(finding, defect))


def _search(world: World, budget: float, seed: int) -> Finding | None:
    click.echo(f"Зерно {seed}, бюджет {budget:g} с")
    until, progress = time.monotonic() + budget, Progress(budget)
    search = Search(world, lambda _: time.monotonic() > until, progress.show)
    try:
        finding = search.run(seed)
    finally:
        progress.end()
        click.echo(f"Пройдено: {in_figures(search.figures)} · {search.figures.seconds:.0f} с")
    if finding is None:
        return None
    click.echo(f"Найдено за {search.figures.seconds:.0f} с; ищу самую короткую последовательность…")
    return shorten(world, finding, _SHORTEN_S)


def _conclude(finding: Finding | None, defect: Defect | None) -> int:
    if finding is None:
        click.echo("Расхождений с моделью нет.")
        return 0
    click.echo(f"\n{report(finding, defect.name if defect else None)}")
    return EXIT_ENVIRONMENT if finding.entry.verdict is Verdict.ENVIRONMENT else EXIT_BROKEN


if __name__ == "__main__":
    speak_russian()
    main(prog_name="python -m tests.explorer")
