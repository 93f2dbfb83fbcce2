"""What a ledger consists of, as `ledger.json` holds it."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

FORMAT = 3


class LedgerRun(TypedDict):
    """What one scenario's walk said of a claim; `started` is in UTC, empty when the step was not reached."""

    scenario: str
    verdict: str
    started: str
    duration_ms: int


class LedgerClaim(TypedDict):
    """One sentence and its verdict, with the evidence of the walk that gave it.

    `text` and `id` together tell it from all others; `number` is what readers call it in its text, 6 or 6а. `picture`
    is relative to the ledger. `scenarios` are those that came to a verdict, `runs` all that had the claim before them,
    the worst first. `reason` says why nobody looked, `stopped_by` which claim of the same text stopped the walk before
    this one, `spared` why the walk left it out on purpose. `marks` and `actions` are the journal's.
    """

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
    text: str
    number: str
    section: str
    nearest: str
    remedy: str
    reason: str
    stopped_by: str
    spared: str
    step: str
    where: str
    title: str
    notes: list[str]
    runs: list[LedgerRun]
    actions: list[dict[str, Any]]
    marks: list[dict[str, Any]]
    picture_scale: float
    snapshot: str | None


class LedgerText(TypedDict):
    """One text of the ledger: how many of its sentences came to each verdict, and the same in Russian."""

    name: str
    title: str
    file: str
    summary: dict[str, int]
    headline: str


class Ledger(TypedDict):
    """What `ledger.json` holds. The claims of each text stand together, in the order of `texts`.

    `started` is the earliest walk's, `finished` the end of the last step of all, both in UTC; `timezone` is by whose
    clock readers are told. `duration_ms` is what the steps of all walks took together. `conditions` is what was put
    in their way on purpose, such as bad weather, as the option that repeats it. `unknown` are claims that journals
    have and the texts have not; `flaky` are scenarios that could not be walked at first and were walked again.
    `missing` says what of the run did not come, a line each: nobody knows what it would have found.
    """

    target: str
    started: str
    browser: str
    summary: dict[str, int]
    claims: list[LedgerClaim]
    headline: str
    title: str
    texts: list[LedgerText]
    product: str
    conditions: str
    finished: str
    timezone: str
    duration_ms: int
    walks: int
    unknown: list[str]
    flaky: list[str]
    missing: list[str]
    format: int
