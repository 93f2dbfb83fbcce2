"""The table of the trial as a page that works offline, and as data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.field.score import Cell, Score
from bench.field.truth import Truth
from bench.field.walks import Walked
from bench.results import number
from verifier.walk.verdict import Verdict
from verifier.whole import write_text

_TEMPLATE = Path(__file__).with_name("page.html.j2")


def figures(score: Score) -> dict[str, str]:
    """Return what a reader is told of a score: what each figure is, and the figure."""
    drift, broken = Verdict.DRIFT, Verdict.BROKEN
    return {
        "ложных тревог": str(len(score.false_alarms)),
        "найдено из неверного": f"{len(score.found)} из {len(score.wrong)} ({_percent(score.recall)})",
        "верно назван вид": _percent(score.right_kind),
        "слова расходятся: точность, полнота": _both(score, drift),
        "не работает: точность, полнота": _both(score, broken),
        "найдено за первой находкой прохода": str(len(score.by_going_on)),
        "из них за первой поломкой": str(len(score.by_beginning_anew)),
        "не дошёл": str(len(score.unproven)),
    }


def write(
    out: Path, walked: Sequence[Walked], cells: Sequence[Cell], known: Mapping[tuple[str, str, str], Truth]
) -> Path:
    """Write `field.html` and `field.json` into a folder, whole or not at all, and return the page's path."""
    score = Score(tuple(cells))
    texts = []
    for text in dict.fromkeys(one.trip.text for one in walked):
        walks = [one for one in walked if one.trip.text == text]
        texts.append({"name": text, "walks": walks, "rows": _rows(text, walks, cells, known)})
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE.parent), undefined=StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    rendered = environment.get_template(_TEMPLATE.name).render(
        figures=figures(score), texts=texts, verdicts=list(Verdict), number=number
    )
    write_text(out / "field.html", rendered)
    document = {
        "figures": figures(score),
        "seconds": {one.trip.name: round(one.seconds, 1) for one in walked},
        "cells": [
            {
                "walk": cell.text,
                "release": cell.release,
                "sentence": cell.sentence,
                "truth": cell.truth.value,
                "told": cell.told.value,
                "behind_a_finding": cell.goes_on,
                "behind_a_broken_one": cell.begins_anew,
            }
            for cell in cells
        ],
    }
    write_text(out / "field.json", json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return out / "field.html"


def _rows(
    text: str,
    walks: Sequence[Walked],
    cells: Sequence[Cell],
    known: Mapping[tuple[str, str, str], Truth],
) -> list[dict[str, object]]:
    by_place = {(cell.text, cell.sentence): cell for cell in cells}
    return [
        {
            "id": entry.claim,
            "sentence": entry.sentence,
            "cells": [
                {
                    "cell": by_place[walk.trip.name, entry.claim],
                    "seen": known[text, walk.trip.release, entry.claim].seen,
                    "observed": next(one.observed for one in walk.entries if one.claim == entry.claim),
                }
                for walk in walks
            ],
        }
        for entry in walks[0].entries
    ]


def _both(score: Score, verdict: Verdict) -> str:
    return f"{_percent(score.precision_of(verdict))}, {_percent(score.recall_of(verdict))}"


def _percent(share: float | None) -> str:
    return "нечего считать" if share is None else f"{number(100 * share, 0)} %"
