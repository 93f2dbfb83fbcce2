"""How a verdict shows in Allure: status, message and categories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from allure_commons.model2 import Status, StatusDetails

from verifier.walk.failure import describe
from verifier.walk.journal import Entry
from verifier.walk.verdict import Verdict, worst

CATEGORIES = Path(__file__).with_name("categories.json")
"""Allure's categories, a verdict each; the words of their patterns are those by which a message begins."""

_STATUS = {
    Verdict.HOLDS: Status.PASSED,
    Verdict.DRIFT: Status.FAILED,
    Verdict.BROKEN: Status.FAILED,
    Verdict.ENVIRONMENT: Status.BROKEN,
    Verdict.UNPROVEN: Status.SKIPPED,
}


def status(verdicts: Iterable[Verdict]) -> str:
    """Return the status of what has come to these verdicts: the worst one's, and passed if all hold."""
    met = set(verdicts)
    if met <= {Verdict.HOLDS, Verdict.UNPROVEN} and met != {Verdict.HOLDS}:
        return str(Status.SKIPPED)
    return str(_STATUS[worst(met)])


def is_finding(entry: Entry) -> bool:
    """Say whether a claim was looked at and did not hold; what was not reached is no finding."""
    return entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN)


def details(found: Sequence[Entry]) -> StatusDetails:
    """Return findings as Allure tells them: the worst in short as the message, all in full below it.

    The message begins with the verdict, by which Allure sorts failures into categories. Pictures are attached,
    so their paths, which mean nothing on another machine, are left out. `found` must not be empty.
    """
    gravest = worst(entry.verdict for entry in found)
    first, *others = sorted(found, key=lambda entry: entry.verdict is not gravest)
    lines = [_headline(first), first.sentence]
    if first.expected:
        lines.append(f"Ожидалось: {first.expected}")
    if first.observed:
        lines.append(f"На деле: {first.observed}")
    lines += [f"Кроме того: {_headline(entry)}" for entry in others]
    return StatusDetails(message="\n".join(lines), trace="\n\n".join(map(describe, found)))


def _headline(entry: Entry) -> str:
    return describe(entry).partition("\n")[0]
