"""Tests that were run again: which of their walks count, and what had wavered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from verifier.walk.journal import ClaimKey, Journal
from verifier.walk.verdict import Verdict

_Test = tuple[Path | None, str, str]


def settled(journals: Sequence[Journal]) -> list[Journal]:
    """Return the journals that count: of a test that was run again those of its last attempt."""
    last = _last(journals)
    return [journal for journal in journals if journal.attempt == last[_test(journal)]]


def wavering(journals: Sequence[Journal]) -> dict[ClaimKey, list[str]]:
    """Return the claims that could not be checked on an attempt that no longer counts, each with its tests."""
    last = _last(journals)
    found: dict[ClaimKey, set[str]] = defaultdict(set)
    for journal in journals:
        if journal.attempt < last[_test(journal)]:
            for entry in journal.entries:
                if entry.verdict is Verdict.ENVIRONMENT:
                    found[journal.key(entry)].add(journal.scenario)
    return {claim: sorted(tests) for claim, tests in found.items()}


def _last(journals: Sequence[Journal]) -> dict[_Test, int]:
    last: dict[_Test, int] = defaultdict(int)
    for journal in journals:
        last[_test(journal)] = max(last[_test(journal)], journal.attempt)
    return last


def _test(journal: Journal) -> _Test:
    return journal.folder, journal.target, journal.scenario
