"""What the history says of each test and claim: how it went, how often it wavered, whether it grows slower."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from statistics import median

from reports.history.model import Night, Proof, Trial
from reports.history.notices import Notice
from verifier.walk.journal import ClaimKey
from verifier.walk.verdict import Verdict

SHOWN = 60
"""How many of the latest runs a row shows; rates are of these too."""
_HALF = 3
"""A trend compares the medians of two halves; each needs so many durations to be worth comparing."""


@dataclass(frozen=True)
class Moment:
    """One run of one test or claim; `kind` is a verdict, or *flaky*, *quarantined* or *skipped*."""

    kind: str
    duration_ms: int
    started: str
    timezone: str


@dataclass(frozen=True)
class Streak:
    """Since when a claim has not held: its first moment, how many runs that is, and the messages about it since then.

    Runs in which it was not looked at neither begin nor end it.
    """

    since: Moment
    runs: int
    told: Sequence[Notice]


@dataclass(frozen=True)
class Row:
    """A test or a claim over the latest runs that had it, the earliest first; `sentence` is the claim's.

    `streak` is that of a claim which does not hold at present.

    `flake_rate` is the share of runs in which the environment failed it, whether or not it passed when it was run
    again; skipped ones left out. `change` is by how much the later half of its durations is longer than the
    earlier: 0.5 is half as long again, None where there are too few.
    """

    name: str
    sentence: str
    moments: Sequence[Moment]
    streak: Streak | None = None

    @property
    def flake_rate(self) -> float:
        """The share of runs in which the environment failed it."""
        ran = [one.kind for one in self.moments if one.kind not in ("skipped", Verdict.UNPROVEN)]
        return sum(kind in ("flaky", Verdict.ENVIRONMENT) for kind in ran) / len(ran) if ran else 0.0

    @property
    def failing(self) -> int:
        """In how many runs it did not pass, for whatever reason."""
        passed = (Verdict.HOLDS, "skipped", Verdict.UNPROVEN)
        return sum(one.kind not in passed for one in self.moments)

    @property
    def durations(self) -> list[int]:
        """The durations of the runs in which it passed at once, in milliseconds."""
        return [one.duration_ms for one in self.moments if one.kind == Verdict.HOLDS and one.duration_ms]

    @property
    def change(self) -> float | None:
        """By how much it has become slower."""
        half = len(self.durations) // 2
        if half < _HALF:
            return None
        before, after = median(self.durations[:half]), median(self.durations[-half:])
        return after / before - 1


def tests(nights: Sequence[Night]) -> list[Row]:
    """Return a row per test, those that wavered or failed most first."""
    moments: dict[str, list[Moment]] = defaultdict(list)
    for night in nights:
        for name, one in night.tests.items():
            moments[name].append(_moment(night, *_tested(one)))
    rows = [Row(name, "", found[-SHOWN:]) for name, found in moments.items()]
    return sorted(rows, key=lambda row: (-row.flake_rate, -row.failing, row.name))


def claims(nights: Sequence[Night], notices: Sequence[Notice] = ()) -> list[Row]:
    """Return a row per claim, text by text, in the order in which the latest run tells of them.

    A claim of a line that does not name its text is that of the one text that has such a claim, if only one has.
    """
    texts = _texts_by_claim(nights)
    moments: dict[ClaimKey, list[Moment]] = defaultdict(list)
    sentences: dict[ClaimKey, str] = {}
    order: dict[ClaimKey, int] = {}
    for night in nights:
        for text, proofs in night.claims.items():
            for number, (claim, one) in enumerate(proofs.items()):
                key = (text or _only(texts[claim]), claim)
                moments[key].append(_moment(night, *_proved(one)))
                sentences[key] = one.sentence or sentences.get(key, "")
                order[key] = number
    alone = len({text for text, _ in moments}) == 1
    return [
        Row(
            claim if alone or not text else f"{text}/{claim}",
            sentences[text, claim],
            found[-SHOWN:],
            _streak(found, [one for one in notices if (text, claim) in one.claims]),
        )
        for (text, claim), found in sorted(moments.items(), key=lambda one: (one[0][0], order[one[0]]))
    ]


def _streak(moments: Sequence[Moment], notices: Sequence[Notice]) -> Streak | None:
    looked = [one for one in moments if one.kind not in ("skipped", Verdict.UNPROVEN)]
    failing = list(takewhile(lambda one: one.kind not in (Verdict.HOLDS, "flaky"), reversed(looked)))
    if not failing:
        return None
    since = failing[-1]
    told: dict[str, Notice] = {}
    for one in notices:
        if one.sent >= datetime.fromisoformat(since.started):
            told.setdefault(one.audience, one)
    return Streak(since, len(failing), list(told.values()))


def _texts_by_claim(nights: Sequence[Night]) -> Mapping[str, set[str]]:
    texts: dict[str, set[str]] = defaultdict(set)
    for night in nights:
        for text, proofs in night.claims.items():
            for claim in proofs:
                texts[claim] |= {text} - {""}
    return texts


def _only(texts: set[str]) -> str:
    return next(iter(texts)) if len(texts) == 1 else ""


def _moment(night: Night, kind: str, duration_ms: int) -> Moment:
    return Moment(kind, duration_ms, night.started, night.timezone)


def _tested(one: Trial) -> tuple[str, int]:
    if one.outcome == "failed":
        return (one.verdict or Verdict.BROKEN).value, one.duration_ms
    return (Verdict.HOLDS.value if one.outcome == "passed" else one.outcome), one.duration_ms


def _proved(one: Proof) -> tuple[str, int]:
    wavered = one.wavered and one.verdict is Verdict.HOLDS
    return ("flaky" if wavered else one.verdict.value), one.duration_ms
