"""The ledger: what a run's journals say of every sentence of the instruction."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

from flows.instruction import Claim
from flows.journal import Entry, Journal
from flows.verdict import Verdict, worst
from reports.failure import describe


class LedgerClaim(TypedDict):
    """One sentence and its verdict; `picture` is relative to the ledger."""

    id: str
    sentence: str
    file: str
    line: int
    verdict: str
    expected: str
    observed: str
    message: str
    window: str
    url: str
    duration_ms: int
    picture: str | None
    scenarios: list[str]


class Ledger(TypedDict):
    """What `ledger.json` holds; `started` is the earliest walk's, in UTC."""

    target: str
    started: str
    browser: str
    summary: dict[str, int]
    claims: list[LedgerClaim]


def make(claims: Sequence[Claim], journals: Sequence[Journal], beside: Path) -> Ledger:
    """Return the ledger of some journals for the claims of an instruction; `beside` is the ledger's own folder.

    Of several walks over one claim the worst verdict counts. A claim that no walk reached is unproven.
    """
    rows = [_row(claim, journals, beside) for claim in claims]
    counted = Counter(row["verdict"] for row in rows)
    return {
        "target": _listed(journal.target for journal in journals),
        "started": min((journal.started for journal in journals), default=""),
        "browser": _listed(journal.browser for journal in journals),
        "summary": {verdict.value: counted[verdict.value] for verdict in Verdict},
        "claims": rows,
    }


def write(ledger: Ledger, folder: Path) -> Path:
    """Write `ledger.json`, whole or not at all, and return its path. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ledger.json"
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(ledger, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def headline(ledger: Ledger) -> str:
    """Return the ledger in one honest line of Russian."""
    summary, total = ledger["summary"], len(ledger["claims"])
    parts = [f"Подтверждено предложений: {summary['holds']} из {total}"]
    parts += [
        f"{verdict.in_words}: {summary[verdict.value]}" for verdict in Verdict if _counts(verdict, summary)
    ]
    return "; ".join(parts)


def _counts(verdict: Verdict, summary: dict[str, int]) -> bool:
    return verdict is not Verdict.HOLDS and summary[verdict.value] > 0


def _row(claim: Claim, journals: Sequence[Journal], beside: Path) -> LedgerClaim:
    walked = [
        (entry, journal) for journal in journals for entry in journal.entries if entry.claim == claim.id
    ]
    verdict = worst(entry.verdict for entry, _ in walked)
    telling = [(entry, journal) for entry, journal in walked if entry.verdict is verdict]
    entry, journal = max(telling, key=lambda pair: pair[0].picture is not None, default=(None, None))
    row: LedgerClaim = {
        "id": claim.id,
        "sentence": claim.sentence,
        "file": claim.file,
        "line": claim.line,
        "verdict": verdict.value,
        "expected": "",
        "observed": "",
        "message": "",
        "window": "",
        "url": "",
        "duration_ms": 0,
        "picture": None,
        "scenarios": sorted({walk.scenario for one, walk in walked if one.verdict is not Verdict.UNPROVEN}),
    }
    if entry is not None and journal is not None:
        _tell(row, entry, journal, beside)
    return row


def _tell(row: LedgerClaim, entry: Entry, journal: Journal, beside: Path) -> None:
    row["expected"], row["observed"] = entry.expected, entry.observed
    row["duration_ms"] = entry.duration_ms
    if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN):
        row["message"] = describe(entry, journal.folder)
    if entry.window is not None:
        row["window"], row["url"] = f"{entry.window.number}: {entry.window.name}", entry.window.url
    if entry.picture is not None and journal.folder is not None:
        row["picture"] = Path(os.path.relpath(journal.folder / entry.picture, beside)).as_posix()


def _listed(values: Any) -> str:
    return ", ".join(sorted(set(values)))
