"""One line of the history: what became of each test and each claim in one run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from reports.reruns import settled, wavering
from reports.words import one_zone
from verifier.run.outcomes import Kind, RunOutcomes
from verifier.walk.journal import ClaimKey, Entry, Journal
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

    `wavered` says that it could not be checked at first and was checked again. `sentence` is the claim's.
    """

    sentence: str
    verdict: Verdict
    wavered: bool
    duration_ms: int


class Night(_Frozen):
    """One run. `started` is UTC, ISO 8601, and told by the clock of `timezone`.

    Tests are named by their node ids; claims by their texts, and in each by their own ids.
    """

    format: Literal[2] = 2
    run: str
    target: str
    browser: str
    started: str
    timezone: str
    exit_code: int
    tests: dict[str, Trial]
    claims: dict[str, dict[str, Proof]]

    @model_validator(mode="before")
    @classmethod
    def _bring_up(cls, line: Any) -> Any:
        """Make up for what lines of the first format lack: their claims are of a text whose name is empty."""
        if not isinstance(line, dict) or line.get("format") != 1:
            return line
        try:
            claims = {claim: {"sentence": "", **proof} for claim, proof in line["claims"].items()}
        except (KeyError, TypeError, AttributeError):
            raise ValueError("no line of the first format") from None
        return line | {"format": 2, "timezone": "Europe/Moscow", "claims": {"": claims} if claims else {}}


def night(run: RunOutcomes, journals: Sequence[Journal]) -> Night:
    """Return the line of a run; the journals are that run's."""
    wavered = wavering(journals)
    entries: dict[ClaimKey, list[Entry]] = defaultdict(list)
    for journal in settled(journals):
        for entry in journal.entries:
            entries[journal.key(entry)].append(entry)
    claims: dict[str, dict[str, Proof]] = defaultdict(dict)
    for (text, claim), found in entries.items():
        claims[text][claim] = Proof(
            sentence=found[-1].sentence,
            verdict=worst(entry.verdict for entry in found),
            wavered=(text, claim) in wavered,
            duration_ms=round(median([entry.duration_ms for entry in found if entry.started] or [0])),
        )
    return Night(
        run=run.run,
        target=run.target,
        browser=", ".join(sorted({journal.browser for journal in journals})),
        started=run.started,
        timezone=one_zone(journal.timezone for journal in journals),
        exit_code=run.exit_code,
        tests={
            one.test: Trial(
                outcome=one.outcome,
                verdict=worst(map(Verdict, one.verdicts)) if one.verdicts else None,
                duration_ms=one.duration_ms,
            )
            for one in run.tests
        },
        claims=claims,
    )
