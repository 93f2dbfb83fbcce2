"""What a summary consists of; the schema is made of these classes, and their words are its documentation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from verifier import plain
from verifier.run.outcomes import Exemption, Kind
from verifier.whole import write_text

FILE = "summary.json"
FORMAT = 3
_LARGEST = 64_000_000
"""Bytes of a summary."""


class SummaryError(ValueError):
    """A file is not a summary; the text is one line: file, what is wrong, the remedy."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(_Frozen):
    """A sentence that does not hold, or could not be checked."""

    text: str = Field(description="The name of its text.")
    claim: str
    number: str = Field(
        description="What readers call it in its text: 6, or 6а for the first item below that."
    )
    sentence: str
    file: str
    line: int
    verdict: Literal["drift", "broken", "environment"]
    expected: str
    observed: str
    nearest: str = Field(description="What the page says instead, where the words alone differ.")
    quarantined: bool = Field(description="It was expected, and nobody is called because of it.")


class Unproven(_Frozen):
    """A claim at which nobody looked."""

    text: str
    claim: str


class Text(_Frozen):
    """A text of the run, and how many of its sentences came to each verdict."""

    name: str
    title: str
    claims: dict[str, int]
    headline: str = Field(description="In Russian.")


class Failure(_Frozen):
    """A test that has failed, is flaky, or has failed in quarantine."""

    test: str
    outcome: Kind
    verdicts: tuple[str, ...] = Field(description="Empty for a failure of the suite itself.")
    attempts: int
    message: str


class Exempt(Exemption):
    """An entry of the quarantine, and whether the run has needed it."""

    needed: bool


class Summary(_Frozen):
    """One run, or several runs and shards together. Times are UTC, ISO 8601; what is not known is empty or null."""

    format: Literal[3] = 3
    runs: tuple[str, ...] = Field(description="Names of the runs, as their folders of journals are called.")
    target: str
    browser: str
    product: str
    conditions: str
    started: str
    finished: str
    exit_code: int | None = Field(
        description="pytest's, the gravest of all runs; null when no run has told it."
    )
    headline: str = Field(description="The ledger's, in Russian.")
    claims: dict[str, int] = Field(description="How many sentences came to each verdict.")
    texts: tuple[Text, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = Field(description="Parts of a divided run that did not come, in Russian.")
    unproven: tuple[Unproven, ...]
    tests: dict[str, int] = Field(description="How many tests ended in each way.")
    failures: tuple[Failure, ...]
    max_flaky: int | None = Field(description="How many flaky tests are allowed; null for any number.")
    too_flaky: bool
    quarantine: tuple[Exempt, ...]
    unreturned: int = Field(0, description="How many borrowed accounts are not as they were found.")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a summary."""
    return Summary.model_json_schema()


def save(summary: Summary, folder: Path) -> Path:
    """Write `summary.json` into a folder, whole or not at all, and return its path. Raises `UnwrittenError`."""
    text = json.dumps(summary.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return write_text(folder / FILE, f"{text}\n")


def load(path: Path) -> Summary:
    """Read a summary back. Raises `SummaryError`."""
    try:
        return Summary.model_validate(plain.document(path, _LARGEST))
    except (OSError, ValueError):
        raise SummaryError(
            f"{path}: итога прогона здесь нет или он не читается; сделайте его: python -m reports render"
        ) from None
