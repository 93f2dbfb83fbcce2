"""The matrix of defects and claims: which defect was found by which sentence, as a page and as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypedDict

from reports.page import template
from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict
from verifier.whole import write_text

_TEMPLATE = Path(__file__).parent / "templates" / "defects.html"


class Row(TypedDict):
    """One defect: what had to be found, and what was; `verdicts` has the verdict of each claim that was looked at."""

    name: str
    sentence: str
    kind: str
    scenario: str
    claim: str
    verdict: str
    verdicts: dict[str, str]
    expected: str
    observed: str
    seconds: float
    outcome: str


OUTCOMES: Mapping[str, str] = {
    "survived": "не замечен",
    "broken off": "проверка сорвалась",
    "wrong claim": "замечен не тем предложением",
    "wrong verdict": "вердикт не тот",
    "vague": "замечен, но сказано неточно",
    "caught": "замечен",
}
"""The outcomes, the worst first, and what readers see."""


class Guarded(TypedDict):
    """A claim, and how many defects it has caught as it had to."""

    id: str
    number: str
    sentence: str
    guards: int


class Matrix(TypedDict):
    """What `defects.json` holds; `summary` counts the outcomes."""

    summary: dict[str, int]
    claims: list[Guarded]
    defects: list[Row]


def matrix(text: Instruction, rows: Sequence[Row]) -> Matrix:
    """Return the matrix as data: survivors first, and how many defects guard each claim."""
    order = list(OUTCOMES)
    places = [claim.id for claim in text.claims]
    ranked = sorted(
        rows, key=lambda row: (order.index(row["outcome"]), places.index(row["claim"]), row["name"])
    )
    guards = Counter(row["claim"] for row in rows if row["outcome"] == "caught")
    outcomes = Counter(row["outcome"] for row in rows)
    return {
        "summary": {outcome: outcomes[outcome] for outcome in OUTCOMES},
        "claims": [
            {"id": one.id, "number": text.numbers[one.id], "sentence": one.sentence, "guards": guards[one.id]}
            for one in text.claims
        ],
        "defects": ranked,
    }


def write(text: Instruction, rows: Sequence[Row], folder: Path) -> Path:
    """Write `defects.html` and `defects.json`, each whole or not at all; return the page. Raises `UnwrittenError`."""
    data = matrix(text, rows)
    write_text(folder / "defects.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return write_text(folder / "defects.html", _page(data))


def headline(rows: Sequence[Row]) -> str:
    """Return the outcome in one line of Russian."""
    counted = Counter(row["outcome"] for row in rows)
    parts = [f"{words}: {counted[outcome]}" for outcome, words in OUTCOMES.items() if counted[outcome]]
    return f"Дефектов проверено: {len(rows)}; " + "; ".join(parts)


def _page(data: Matrix) -> str:
    return template(_TEMPLATE).render(
        data,
        groups=[(outcome, list(rows)) for outcome, rows in groupby(data["defects"], itemgetter("outcome"))],
        numbers={claim["id"]: claim["number"] for claim in data["claims"]},
        signs={verdict.value: verdict.sign for verdict in Verdict},
        verdict_words={verdict.value: verdict.in_words for verdict in Verdict},
        outcome_words=OUTCOMES,
    )
