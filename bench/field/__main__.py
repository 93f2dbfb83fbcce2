"""`python -m bench.field`: the whole trial; exits with 1 where a bar is not met.

Walks each text on each release, side by side where cores allow, holds what was told against `truth.toml`, prints the
table and leaves it in `reports/out/field/` as page and data, beside the reports of every walk.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from bench.field import page, releases, truth
from bench.field.score import FINDINGS, Cell, Score
from bench.field.walks import NoVerdictError, Trip, Walked, take
from bench.results import console, number
from verifier.console import speak_russian
from verifier.walk.verdict import Verdict

OUT = Path(__file__).resolve().parents[2] / "reports" / "out" / "field"
HANDBOOK, UP_TO_DATE = "handbook", "handbook-8"
TRIPS = (
    *(Trip(HANDBOOK, release) for release in releases.RELEASES),
    Trip(HANDBOOK, releases.RELEASES[0], "wagtail-english"),
    Trip(UP_TO_DATE, releases.RELEASES[-1]),
    Trip(UP_TO_DATE, releases.RELEASES[0]),
)


@click.command(
    help="Пройти памятку редактора Wagtail на шести его выпусках и сравнить сказанное с тем, что верно."
)
def main() -> int:
    """Walk, compare and tell; return 0 where every bar is met, else 1."""
    for release in releases.RELEASES:
        releases.install(release)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        walked = list(pool.map(lambda trip: take(trip, OUT), TRIPS))
    known = truth.read()
    cells = [cell for one in walked for cell in compared(one, known)]
    score = Score(tuple(cells))
    _print(walked, cells, score)
    print(f"Подробно: {page.write(OUT, walked, cells, known)}")
    return 0 if score.meets_the_bars else 1


def compared(walked: Walked, known: Mapping[tuple[str, str, str], truth.Truth]) -> Iterator[Cell]:
    """Yield what a walk said of each sentence beside what is true; every edition of a text has the same truth."""
    trip, before = walked.trip, list[Verdict]()
    for entry in walked.entries:
        yield Cell(
            trip.name,
            trip.release,
            entry.claim,
            known[trip.text, trip.release, entry.claim].verdict,
            entry.verdict,
            goes_on=any(one in FINDINGS for one in before),
            begins_anew=Verdict.BROKEN in before,
        )
        before.append(entry.verdict)


def _print(walked: Sequence[Walked], cells: Sequence[Cell], score: Score) -> None:
    rows = []
    for one in (*walked, None):
        part = score if one is None else Score(tuple(cell for cell in cells if cell.text == one.trip.name))
        rows.append(
            [
                one.trip.name if one is not None else "всего",
                str(len(part.cells)),
                str(len(part.wrong)),
                str(len(part.found)),
                str(len(part.false_alarms)),
                str(len(part.of_wrong_kind)),
                str(len(part.unproven)),
                str(len(part.by_going_on)),
                str(len(part.by_beginning_anew)),
                number(sum(each.seconds for each in walked) if one is None else one.seconds, 0),
            ]
        )
    heads = (
        "текст и выпуск", "предложений", "неверных", "найдено", "ложных тревог", "не тот вид", "не дошёл",
        "за первой находкой", "за первой поломкой", "с",
    )  # fmt: skip
    print("Полевая проверка")
    print(console([heads, *rows]), flush=True)
    for name, value in page.figures(score).items():
        print(f"  {name}: {value}")


if __name__ == "__main__":
    try:
        speak_russian()
        sys.exit(main(standalone_mode=False))
    except truth.TruthError as error:
        print(error, file=sys.stderr)
        sys.exit(4)
    except (NoVerdictError, releases.InstallError) as error:
        print(error, file=sys.stderr)
        sys.exit(11)
