"""The rows of a ledger: every sentence of a text, its verdict, and the evidence of the walk that tells of it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reports.ledger.model import LedgerClaim, LedgerRun
from verifier.text.model import Claim, Instruction
from verifier.walk.failure import describe, remedy
from verifier.walk.journal import ClaimKey, Entry, Journal
from verifier.walk.verdict import Verdict, worst

_WAVERED = "с первого раза проверить не удалось, помешало окружение"
_STOPS = (Verdict.BROKEN, Verdict.ENVIRONMENT)
_WORST_FIRST = (Verdict.BROKEN, Verdict.DRIFT, Verdict.ENVIRONMENT, Verdict.UNPROVEN, Verdict.HOLDS)


@dataclass(frozen=True)
class Walked:
    """A claim on one walk.

    `stopped_by` is the claim at which that walk had stopped before, if it had, `resumed` the title of the section with
    which it went on after this claim, if it did.
    """

    entry: Entry
    journal: Journal
    stopped_by: str
    resumed: str


def by_claim(journals: Sequence[Journal]) -> Mapping[ClaimKey, list[Walked]]:
    """Return what some walks say, by the claims that they say it of."""
    walked = defaultdict(list)
    for journal in journals:
        stopped_by = ""
        for entry, resumed in zip(journal.entries, _resumed(journal), strict=True):
            walked[journal.key(entry)].append(Walked(entry, journal, stopped_by, resumed))
            if entry.verdict in _STOPS:
                stopped_by = entry.claim
    return walked


def rows(
    text: Instruction,
    walked: Mapping[ClaimKey, Sequence[Walked]],
    wavered: Mapping[ClaimKey, Sequence[str]],
    beside: Path,
) -> list[LedgerClaim]:
    """Return a row for every sentence of a text, in its order; `beside` is the ledger's own folder.

    `wavered` has the tests in which a claim could not be checked at first and was checked again.
    """
    numbers = text.numbers
    made = []
    for claim in text.claims:
        key = text.name, claim.id
        row = _row(text.name, claim, walked.get(key, []), numbers, beside)
        row["notes"] += [f"{_WAVERED}: {test}" for test in wavered.get(key, ())]
        made.append(row)
    return made


def _row(
    text: str, claim: Claim, walked: Sequence[Walked], numbers: Mapping[str, str], beside: Path
) -> LedgerClaim:
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
        "text": text,
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
    told = max(telling, key=_weight, default=None)
    if told is not None:
        _tell(row, told, beside)
    if verdict is Verdict.UNPROVEN:
        row["reason"] = _reason(row, numbers, told.resumed if told is not None else "")
    return row


def _resumed(journal: Journal) -> list[str]:
    """Return for each entry the title of the section in which the walk went on from there; empty where it did not."""
    sections = {claim.id: claim.section for claim in journal.instruction.claims}
    resumed, found = "", list[str]()
    for entry in reversed(journal.entries):
        if entry.verdict is not Verdict.UNPROVEN:
            resumed = sections.get(entry.claim, "")
        found.append(resumed)
    return found[::-1]


def _weight(one: Walked) -> tuple[bool, str, str]:
    return one.entry.picture is not None, one.journal.started, one.entry.started


def _tell(row: LedgerClaim, told: Walked, beside: Path) -> None:
    entry, folder = told.entry, told.journal.folder
    row["expected"], row["observed"], row["nearest"] = entry.expected, entry.observed, entry.nearest
    row["duration_ms"], row["step"], row["snapshot"] = entry.duration_ms, entry.step, entry.snapshot
    if entry.picture is not None and folder is not None:
        picture = folder.resolve() / entry.picture  # by the real folders: a link leads back to another place
        row["picture"] = Path(os.path.relpath(picture, beside.resolve())).as_posix()
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


def _runs(walked: Sequence[Walked]) -> list[LedgerRun]:
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


def _reason(row: LedgerClaim, numbers: Mapping[str, str], resumed: str) -> str:
    if not row["runs"]:
        return "ни один проход до этого предложения не дошёл"
    if row["spared"]:
        return row["spared"]
    if row["stopped_by"] in numbers:
        where = f"на предложении {numbers[row['stopped_by']]} ({row['stopped_by']})"
        if resumed:
            return f"проход прервался раньше, {where}, и пошёл дальше с раздела «{resumed}»"
        return f"проход остановился раньше, {where}"
    return "проход прервался на этом предложении" if row["actions"] else "проход прервался раньше"
