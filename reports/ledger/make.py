"""The ledger of a run: what its journals say of every sentence of the instruction."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from reports.ledger.headline import headline
from reports.ledger.model import FORMAT, Ledger, LedgerClaim, LedgerRun
from reports.reruns import settled, wavering
from verifier.text.model import Claim
from verifier.walk.failure import describe, remedy
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict, worst

# Neither XML nor HTML allows these, and a terminal would obey some of them.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WAVERED = "с первого раза проверить не удалось, помешало окружение"
_STOPS = (Verdict.BROKEN, Verdict.ENVIRONMENT)
_WORST_FIRST = (Verdict.BROKEN, Verdict.DRIFT, Verdict.ENVIRONMENT, Verdict.UNPROVEN, Verdict.HOLDS)


@dataclass(frozen=True)
class _Walked:
    """A claim on one walk; `stopped_by` is the claim at which that walk had stopped before, if it had."""

    entry: Entry
    journal: Journal
    stopped_by: str


def make(
    claims: Sequence[Claim], journals: Sequence[Journal], beside: Path, *, missing: Sequence[str] = ()
) -> Ledger:
    """Return the ledger of some journals for the claims of an instruction; `beside` is the ledger's own folder.

    `missing` are the parts of the run that did not come, a line each.

    Of several walks over one claim the worst verdict counts, and of those the newest that has a picture tells.
    A claim that no walk reached is unproven. Of a test that was run again, the walks of its last attempt count.
    """
    wavered = wavering(journals)
    journals = settled(journals)
    walked = _by_claim(journals)
    numbers = {claim.id: number for number, claim in enumerate(claims, 1)}
    rows = [_row(claim, walked.get(claim.id, []), numbers, beside) for claim in claims]
    for row in rows:
        row["notes"] += [f"{_WAVERED}: {test}" for test in wavered.get(row["id"], ())]
    rows = [_clean(row) for row in rows]
    counted = Counter(row["verdict"] for row in rows)
    entries = [entry for journal in journals for entry in journal.entries]
    made: Ledger = {
        "target": _listed(journal.target for journal in journals),
        "started": min((journal.started for journal in journals), default=""),
        "browser": _listed(journal.browser for journal in journals),
        "summary": {verdict.value: counted[verdict.value] for verdict in Verdict},
        "claims": rows,
        "headline": "",
        "title": _listed(journal.instruction.title for journal in journals),
        "product": _listed(journal.product for journal in journals),
        "conditions": _listed(journal.conditions for journal in journals),
        "finished": max((_finished(journal) for journal in journals), default=""),
        "duration_ms": sum(entry.duration_ms for entry in entries),
        "walks": len(journals),
        "unknown": [claim for claim in walked if claim not in numbers],
        "missing": list(missing),
        "flaky": sorted({test for tests in wavered.values() for test in tests}),
        "format": FORMAT,
    }
    made["headline"] = headline(made)
    return made


def _by_claim(journals: Sequence[Journal]) -> Mapping[str, list[_Walked]]:
    walked = defaultdict(list)
    for journal in journals:
        stopped_by = ""
        for entry in journal.entries:
            walked[entry.claim].append(_Walked(entry, journal, stopped_by))
            if entry.verdict in _STOPS:
                stopped_by = entry.claim
    return walked


def _row(claim: Claim, walked: Sequence[_Walked], numbers: Mapping[str, int], beside: Path) -> LedgerClaim:
    verdict = worst(one.entry.verdict for one in walked)
    telling = [one for one in walked if one.entry.verdict is verdict]
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
        "scenarios": sorted(
            {one.journal.scenario for one in walked if one.entry.verdict is not Verdict.UNPROVEN}
        ),
        "number": numbers[claim.id],
        "section": claim.section,
        "nearest": "",
        "remedy": "",
        "reason": "",
        "stopped_by": "",
        "spared": "",
        "step": "",
        "where": "",
        "title": "",
        "notes": [],
        "runs": _runs(walked),
        "actions": [],
        "marks": [],
        "picture_scale": 1.0,
        "snapshot": None,
    }
    if telling:
        _tell(row, max(telling, key=_weight), beside)
    if verdict is Verdict.UNPROVEN:
        row["reason"] = _reason(row, numbers)
    return row


def _weight(one: _Walked) -> tuple[bool, str, str]:
    return one.entry.picture is not None, one.journal.started, one.entry.started


def _tell(row: LedgerClaim, told: _Walked, beside: Path) -> None:
    entry, folder = told.entry, told.journal.folder
    row["expected"], row["observed"], row["nearest"] = entry.expected, entry.observed, entry.nearest
    row["duration_ms"], row["step"], row["snapshot"] = entry.duration_ms, entry.step, entry.snapshot
    if entry.picture is not None and folder is not None:
        row["picture"] = Path(os.path.relpath(folder / entry.picture, beside)).as_posix()
        row["picture_scale"] = entry.picture_scale
    row["notes"] = list(entry.notes)
    if entry.sentence != row["sentence"]:
        row["notes"].append(f"проход проверял другую редакцию предложения: «{entry.sentence}»")
    row["actions"] = [asdict(action) for action in entry.actions]
    row["marks"] = [asdict(mark) for mark in entry.marks]
    if entry.verdict is Verdict.UNPROVEN:
        row["spared"] = entry.spared
        row["stopped_by"] = "" if entry.spared else told.stopped_by
    elif entry.verdict is not Verdict.HOLDS:
        row["message"] = describe(entry, row["picture"] or "")
        row["remedy"] = remedy(entry)
    if entry.window is not None:
        row["window"], row["url"] = f"{entry.window.number}: {entry.window.name}", entry.window.url
        row["where"], row["title"] = entry.window.called, entry.window.title


def _runs(walked: Sequence[_Walked]) -> list[LedgerRun]:
    ordered = sorted(walked, key=lambda one: (_WORST_FIRST.index(one.entry.verdict), one.journal.scenario))
    return [
        {
            "scenario": one.journal.scenario,
            "verdict": one.entry.verdict.value,
            "started": one.entry.started,
            "duration_ms": one.entry.duration_ms,
        }
        for one in ordered
    ]


def _reason(row: LedgerClaim, numbers: Mapping[str, int]) -> str:
    if not row["runs"]:
        return "ни один проход до этого предложения не дошёл"
    if row["spared"]:
        return row["spared"]
    if row["stopped_by"] in numbers:
        return f"проход остановился раньше, на предложении {numbers[row['stopped_by']]} ({row['stopped_by']})"
    return "проход прервался на этом предложении" if row["actions"] else "проход прервался раньше"


def _finished(journal: Journal) -> str:
    """Return when the journal's last step ended, UTC, ISO 8601 to the second; when it began if it has no steps."""
    ends = [
        datetime.fromisoformat(entry.started) + timedelta(milliseconds=entry.duration_ms)
        for entry in journal.entries
        if entry.started
    ]
    return max(ends).isoformat(timespec="seconds") if ends else journal.started


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNPRINTABLE.sub("�", value)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return value


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(set(filter(None, values))))
