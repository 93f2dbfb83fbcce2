"""What became of the tests of a run, as data beside its journals: the part that no journal knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

from verifier import plain, whole
from verifier.text.model import Instruction
from verifier.walk.journal import ClaimKey, Count, Moment
from verifier.walk.verdict import EXIT_BROKEN, EXIT_DRIFT, EXIT_ENVIRONMENT

FILE = ".outcomes"
"""A run leaves this file among its journals."""

Kind = Literal["passed", "failed", "skipped", "flaky", "quarantined"]
"""How a test has ended. Flaky is one that the environment had failed and that passed when it was run again;
quarantined is one that has failed and was expected to."""

_LARGEST = 16_000_000
"""Bytes of a file of outcomes."""

_GRAVITY = (0, EXIT_DRIFT, EXIT_ENVIRONMENT, EXIT_BROKEN)


class OutcomesError(ValueError):
    """A file does not tell of a run; the text is one line: file, what is wrong, the remedy."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Outcome(_Frozen):
    """One test of a run, over all its attempts.

    `verdicts` are those of its failure, of all attempts where it is flaky; a failure without one is the suite's
    own. `message` is the first line of what was said of it, `duration_ms` what its attempts took together.
    """

    test: str
    outcome: Kind
    verdicts: tuple[str, ...] = ()
    duration_ms: Count = 0
    attempts: Count = 1
    message: str = ""


class Exemption(_Frozen):
    """An entry of the quarantine: what may fail, who sees to it, why, and until which day.

    `what` is a claim of the text that `text` names, or a test, with all its variants. The outcomes of older versions
    do not name the text: there the claim is that of any text.
    """

    what: str
    text: str = ""
    owner: str
    reason: str
    until: date

    @property
    def named(self) -> str:
        """The test, or the claim with its text."""
        return f"{self.text}/{self.what}" if self.text else self.what

    def covers_test(self, test: str) -> bool:
        """Say whether a test is meant, in whatever variant."""
        return test == self.what or test.startswith(f"{self.what}[")

    def covers_claim(self, key: ClaimKey) -> bool:
        """Say whether a claim is meant."""
        text, claim = key
        return claim == self.what and self.text in ("", text)


class RunOutcomes(_Frozen):
    """A run as a whole; times are UTC, ISO 8601. `instructions` are the texts that it claims to walk.

    `max_flaky` is how many flaky tests it was allowed, None for any; `unreturned` how many accounts are not as they
    were found.
    """

    run: str
    target: str
    started: Moment
    finished: Moment
    exit_code: Count
    max_flaky: Count | None = None
    unreturned: Count = 0
    instructions: tuple[Instruction, ...] = ()
    tests: tuple[Outcome, ...] = ()
    quarantine: tuple[Exemption, ...] = ()


def save(outcomes: RunOutcomes, journals: Path) -> Path:
    """Write the outcomes beside a run's journals, whole or not at all. Raises `UnwrittenError`."""
    return whole.write_text(journals / FILE, outcomes.model_dump_json(indent=1) + "\n")


def load(path: Path) -> RunOutcomes:
    """Read outcomes back. Raises `OutcomesError`."""
    try:
        return RunOutcomes.model_validate_json(to_json(plain.document(path, _LARGEST)), strict=True)
    except (OSError, ValueError):
        raise OutcomesError(f"{path}: исходы прогона не читаются; повторите прогон") from None


def read(places: Iterable[Path]) -> tuple[list[RunOutcomes], list[str]]:
    """Return the outcomes of the runs in some places, the earliest first; each run once.

    The others are a line for each file that cannot be read.
    """
    runs: dict[str, RunOutcomes] = {}
    errors = []
    for file in found(places):
        try:
            one = load(file)
        except OutcomesError as error:
            errors.append(str(error))
        else:
            runs[one.run] = one
    return sorted(runs.values(), key=lambda one: (one.started, one.run)), errors


def found(places: Iterable[Path]) -> list[Path]:
    """Return the files of outcomes in and below some places; beside a journal that is named itself too."""
    roots = [place if place.is_dir() else place.parent for place in places if place.exists()]
    return sorted({file for root in roots for file in root.rglob(FILE)})


def bring(places: Iterable[Path], journals: Path) -> list[str]:
    """Copy the outcomes of runs to where their journals have been brought together. Raises `UnwrittenError`.

    Returns a line for each file that cannot be read: that stays where it is.
    """
    errors = []
    for file in found(places):
        try:
            load(file)
        except OutcomesError as error:
            errors.append(str(error))
            continue
        folder = journals / file.resolve().parent.name
        if folder.resolve() != file.resolve().parent:
            whole.copy(file, folder / FILE)
    return errors


def together(codes: Iterable[int]) -> int:
    """Return the exit code of several runs, the gravest: one that did not come to an end outweighs all others."""
    ranked = sorted(set(codes), key=lambda code: _GRAVITY.index(code) if code in _GRAVITY else len(_GRAVITY))
    return ranked[-1] if ranked else 0
