"""What the verifier says of sentences beside what is true of them: how much it finds, and how often it is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.walk.verdict import Verdict

FINDINGS = (Verdict.DRIFT, Verdict.BROKEN)


@dataclass(frozen=True)
class Cell:
    """One sentence on one release: what is true, and what a walk came to say.

    `goes_on` says that an earlier sentence of the same walk was a finding already, `begins_anew` that one was broken.
    """

    text: str
    release: str
    sentence: str
    truth: Verdict
    told: Verdict
    goes_on: bool = False
    begins_anew: bool = False

    @property
    def is_right(self) -> bool:
        """Say whether what was told is what is true."""
        return self.told is self.truth


@dataclass(frozen=True)
class Score:
    """Counts over some cells; shares are None where there is nothing to have a share of."""

    cells: tuple[Cell, ...]

    @property
    def false_alarms(self) -> list[Cell]:
        """What holds and is told not to."""
        return [one for one in self.cells if one.truth is Verdict.HOLDS and one.told in FINDINGS]

    @property
    def wrong(self) -> list[Cell]:
        """What does not hold."""
        return [one for one in self.cells if one.truth in FINDINGS]

    @property
    def found(self) -> list[Cell]:
        """What does not hold and is told not to, of whatever kind."""
        return [one for one in self.wrong if one.told in FINDINGS]

    @property
    def missed(self) -> list[Cell]:
        """What does not hold and is not told."""
        return [one for one in self.wrong if one.told not in FINDINGS]

    @property
    def of_wrong_kind(self) -> list[Cell]:
        """What is found as drift and is broken, or the other way round."""
        return [one for one in self.found if not one.is_right]

    @property
    def by_going_on(self) -> list[Cell]:
        """What was found only because the walk had gone on past a finding before it."""
        return [one for one in self.found if one.goes_on]

    @property
    def by_beginning_anew(self) -> list[Cell]:
        """What was found only because the walk had begun anew behind a broken sentence."""
        return [one for one in self.found if one.begins_anew]

    @property
    def unproven(self) -> list[Cell]:
        """What was not reached."""
        return [one for one in self.cells if one.told is Verdict.UNPROVEN]

    @property
    def recall(self) -> float | None:
        """The share of what does not hold that is found."""
        return _share(self.found, self.wrong)

    @property
    def right_kind(self) -> float | None:
        """The share of what is found that is told as what it is."""
        return _share([one for one in self.found if one.is_right], self.found)

    def precision_of(self, verdict: Verdict) -> float | None:
        """Return the share of what is told as this that is this."""
        told = [one for one in self.cells if one.told is verdict]
        return _share([one for one in told if one.is_right], told)

    def recall_of(self, verdict: Verdict) -> float | None:
        """Return the share of what is this that is told as this."""
        true = [one for one in self.cells if one.truth is verdict]
        return _share([one for one in true if one.is_right], true)

    @property
    def meets_the_bars(self) -> bool:
        """Say whether no alarm is false, 95 % of what does not hold is found, and 90 % of that is of the right kind."""
        return (
            not self.false_alarms
            and (self.recall is None or self.recall >= 0.95)
            and (self.right_kind is None or self.right_kind >= 0.9)
        )


def _share(some: Sequence[Cell], of: Sequence[Cell]) -> float | None:
    return len(some) / len(of) if of else None
