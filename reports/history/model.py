"""One line of the history: what became of each test and each claim in one run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Literal

from pydantic import BaseModel, ConfigDict

from reports.reruns import settled, wavering
from verifier.run.outcomes import Kind, RunOutcomes
from verifier.walk.journal import Journal
from verifier.walk.verdict import Verdict, worst


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Trial(_Frozen):
    """What became of a test; the duration is that of all its attempts together."""

    outcome: Kind
    verdict: Verdict | None = None
    duration_ms: int


class Proof(_Frozen):
    """What became of a claim; the duration is the median of the steps that came to a verdict.

    `wavered` says that it could not be checked at first and was checked again.
    """

    verdict: Verdict
    wavered: bool
    duration_ms: int


class Night(_Frozen):
    """One run. `started` is UTC, ISO 8601; tests are named by their node ids, claims by theirs."""

    format: Literal[1] = 1
    run: str
    target: str
    browser: str
    started: str
    exit_code: int
    tests: dict[str, Trial]
    claims: dict[str, Proof]


def night(run: RunOutcomes, journals: Sequence[Journal]) -> Night:
    """Return the line of a run; the journals are that run's."""
    wavered = wavering(journals)
    entries = defaultdict(list)
    for journal in settled(journals):
        for entry in journal.entries:
            entries[entry.claim].append(entry)
    return Night(
        run=run.run,
        target=run.target,
        browser=", ".join(sorted({journal.browser for journal in journals})),
        started=run.started,
        exit_code=run.exit_code,
        tests={
            one.test: Trial(
                outcome=one.outcome,
                verdict=worst(map(Verdict, one.verdicts)) if one.verdicts else None,
                duration_ms=one.duration_ms,
            )
            for one in run.tests
        },
        claims={
            claim: Proof(
                verdict=worst(entry.verdict for entry in found),
                wavered=claim in wavered,
                duration_ms=round(median([entry.duration_ms for entry in found if entry.started] or [0])),
            )
            for claim, found in entries.items()
        },
    )
