"""The hunt: how surely and how soon the explorer finds the defects that only an order of actions shows.

`python -m tests.explorer.hunt` searches for each defect under each seed and writes a table and `hunt.json`.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import click

from stand.defects import ORDERS, named
from tests.explorer.lab import OUT, lab
from tests.explorer.search import BUDGET_S, Search
from verifier.console import speak_russian
from verifier.run.interrupts import end_in_order
from verifier.whole import write_text


@dataclass(frozen=True)
class Hunted:
    """What became of one search; without a `sequence` nothing was found. `claim` is the sentence that failed."""

    defect: str
    seed: int
    seconds: float
    sequences: int
    moves: int
    claim: str = ""
    sequence: str = ""

    @property
    def is_found(self) -> bool:
        """Say whether the defect was found."""
        return bool(self.sequence)


def hunt(defect: str, seed: int, budget_s: float, out: Path) -> Hunted:
    """Search for a defect under a seed on a stand of its own."""
    with lab(out / "journals", named(defect)) as world:
        search = Search(world, lambda figures: figures.seconds > budget_s)
        finding = search.run(seed)
    figures = search.figures
    spent = round(figures.seconds, 1)
    if finding is None:
        return Hunted(defect, seed, spent, figures.sequences, figures.moves)
    text = " ".join(finding.sequence)
    return Hunted(defect, seed, spent, figures.sequences, figures.moves, finding.entry.claim, text)


def table(hunted: Iterable[Hunted]) -> str:
    """Return a line for each defect: how often it was found, how soon, and by which sentence."""
    by_defect: dict[str, list[Hunted]] = {}
    for one in hunted:
        by_defect.setdefault(one.defect, []).append(one)
    lines = [
        f"{'дефект':<34}{'найден':>10}{'медиана, с':>12}{'дольше всего, с':>17}{'действий':>10}  предложение"
    ]
    for name, ones in sorted(by_defect.items()):
        found = sorted(one.seconds for one in ones if one.is_found)
        middle, longest = (f"{found[len(found) // 2]:.0f}", f"{found[-1]:.0f}") if found else ("—", "—")
        moves = max((one.moves for one in ones if one.is_found), default="—")
        claims = ", ".join(sorted({one.claim for one in ones if one.is_found}))
        lines.append(
            f"{name:<34}{f'{len(found)} из {len(ones)}':>10}{middle:>12}{longest:>17}{moves:>10}  {claims}"
        )
    return "\n".join(lines)


def write(hunted: Sequence[Hunted], budget_s: float, out: Path) -> Path:
    """Write `hunt.json` whole or not at all, and return where it is."""
    document = {"budget_s": budget_s, "searches": [asdict(one) for one in hunted]}
    return write_text(out / "hunt.json", json.dumps(document, ensure_ascii=False, indent=1))


@click.command(help="Измерить, находит ли обход в любом порядке дефекты, которых не показывает ничто другое.")
@click.option("--seeds", type=click.IntRange(1), default=10, show_default=True, help="Сколько зёрен.")
@click.option("--first-seed", type=click.IntRange(0), default=1, show_default=True, help="С какого зерна.")
@click.option(
    "--budget", type=click.FloatRange(1), default=BUDGET_S, show_default=True, help="Сколько секунд на поиск."
)
@click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True, help="Процессов."
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=None,
    help="Новых поисков потом не начинать.",
)
@click.option(
    "--defect", "names", multiple=True, type=click.Choice([one.name for one in ORDERS]), help="Только этот."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=OUT, help="Где хранить итог."
)
def main(
    seeds: int,
    first_seed: int,
    budget: float,
    workers: int,
    minutes: float | None,
    names: tuple[str, ...],
    out: Path,
) -> None:
    """Hunt, tell, and exit with 1 where a defect was not found, with 130 after Ctrl-C."""
    end_in_order()
    until = time.monotonic() + minutes * 60 if minutes else float("inf")
    wanted = names or tuple(one.name for one in ORDERS)
    plan = [(name, seed) for seed in range(first_seed, first_seed + seeds) for name in wanted]
    hunted: list[Hunted] = []
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, spawn, initializer=_leave_interrupts_to_the_parent)
    interrupted = False
    try:
        waiting = iter(plan)
        running = {pool.submit(partial(hunt, *one, budget, out)) for one in _some(waiting, workers)}
        while running:
            done = next(as_completed(running))
            running.remove(done)
            hunted.append(done.result())
            _tell(hunted[-1], len(hunted), len(plan))
            if time.monotonic() < until:
                running |= {pool.submit(partial(hunt, *one, budget, out)) for one in _some(waiting, 1)}
    except KeyboardInterrupt:
        interrupted = True
        for process in multiprocessing.active_children():
            process.terminate()
    pool.shutdown(cancel_futures=True)
    if hunted:
        click.echo(f"\n{table(hunted)}")
        click.echo(f"Подробно: {write(hunted, budget, out)}")
    if interrupted:
        sys.exit(130)
    sys.exit(0 if all(one.is_found for one in hunted) else 1)


def _some(waiting: Iterable[tuple[str, int]], number: int) -> list[tuple[str, int]]:
    return [one for _, one in zip(range(number), waiting, strict=False)]


def _tell(one: Hunted, number: int, of: int) -> None:
    became = f"найден: {one.claim}" if one.is_found else "не найден"
    click.echo(
        f"{number} из {of} · {one.defect} · зерно {one.seed} · {became}"
        f" · последовательностей {one.sequences} · действий {one.moves} · {one.seconds:.0f} с"
    )


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())


if __name__ == "__main__":
    speak_russian()
    main(prog_name="python -m tests.explorer.hunt")
