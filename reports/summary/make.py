"""The summary of some journals and of the outcomes of the runs that left them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from reports.ledger.model import Ledger, LedgerClaim
from reports.summary.model import Exempt, Failure, Finding, Summary, Text, Unproven
from verifier.run.outcomes import Kind, Outcome, RunOutcomes, together
from verifier.walk.verdict import EXIT_ENVIRONMENT, Verdict

_INTERRUPTED = 2
"""pytest's exit code of a run that was asked to end."""
_FINDINGS = (Verdict.DRIFT, Verdict.BROKEN, Verdict.ENVIRONMENT)


def make(ledger: Ledger, runs: Sequence[RunOutcomes]) -> Summary:
    """Return the summary of a ledger and of the runs behind it; of runs that say nothing, the ledger alone speaks."""
    tests = [test for run in runs for test in run.tests]
    counted = Counter(test.outcome for test in tests)
    limits = [run.max_flaky for run in runs if run.max_flaky is not None]
    limit = min(limits, default=None)
    exempt = _exempt(ledger, runs)
    return Summary(
        runs=tuple(dict.fromkeys(run.run for run in runs)),
        target=ledger["target"] or ", ".join(sorted({run.target for run in runs})),
        browser=ledger["browser"],
        product=ledger["product"],
        conditions=ledger["conditions"],
        started=min([run.started for run in runs] or [ledger["started"]]),
        finished=max([run.finished for run in runs] or [ledger["finished"]]),
        exit_code=_exit_code(ledger, runs),
        headline=ledger["headline"],
        claims=dict(ledger["summary"]),
        texts=tuple(
            Text(name=text["name"], title=text["title"], claims=text["summary"], headline=text["headline"])
            for text in ledger["texts"]
        ),
        findings=tuple(_finding(row, exempt) for row in ledger["claims"] if row["verdict"] in _FINDINGS),
        missing=tuple(ledger["missing"]),
        unproven=tuple(
            Unproven(text=row["text"], claim=row["id"])
            for row in ledger["claims"]
            if row["verdict"] == Verdict.UNPROVEN
        ),
        tests={kind: counted[kind] for kind in get_args(Kind)},
        failures=tuple(_failure(test) for test in tests if test.outcome not in ("passed", "skipped")),
        max_flaky=limit,
        too_flaky=limit is not None and counted["flaky"] > limit,
        quarantine=exempt,
        unreturned=sum(run.unreturned for run in runs),
    )


def _exit_code(ledger: Ledger, runs: Sequence[RunOutcomes]) -> int | None:
    codes = [run.exit_code for run in runs]
    if ledger["missing"]:
        # What did not come, or was cut off, could not be checked, as if its machine had been the environment.
        codes = [EXIT_ENVIRONMENT, *(code for code in codes if code != _INTERRUPTED)]
    return together(codes) if codes else None


def _finding(row: LedgerClaim, exempt: Sequence[Exempt]) -> Finding:
    same = {name: value for name, value in row.items() if name in Finding.model_fields}
    is_exempt = any(one.covers_claim((row["text"], row["id"])) for one in exempt)
    return Finding.model_validate(same | {"claim": row["id"], "quarantined": is_exempt})


def _failure(test: Outcome) -> Failure:
    return Failure(**test.model_dump(exclude={"duration_ms"}))


def _exempt(ledger: Ledger, runs: Sequence[RunOutcomes]) -> tuple[Exempt, ...]:
    entries = {(entry.what, entry.text): entry for run in runs for entry in run.quarantine}
    failing = [(row["text"], row["id"]) for row in ledger["claims"] if row["verdict"] in _FINDINGS]
    excused = [test.test for run in runs for test in run.tests if test.outcome == "quarantined"]
    return tuple(
        Exempt(
            **entry.model_dump(),
            needed=any(map(entry.covers_claim, failing)) or any(map(entry.covers_test, excused)),
        )
        for _, entry in sorted(entries.items())
    )
