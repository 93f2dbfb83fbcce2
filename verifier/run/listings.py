"""What a run can list instead of walking: the steps, and what a stand can be put under."""

from __future__ import annotations

import argparse

from verifier.run.choice import Choice
from verifier.run.settings import stand_of
from verifier.walk.steps import Step


def asked(option: argparse.Namespace, choice: Choice) -> str:
    """Return the list that a command line asks for. Raises `TargetError` where the product has no stand."""
    if option.steps:
        return steps(choice)
    stand = stand_of(choice)
    return stand.defects() if option.defects else stand.variants()


def steps(choice: Choice) -> str:
    """Return a line for every sentence: number, claim, words, its file and line, and those of its step."""
    found = choice.steps
    return "\n".join(
        f"{text.numbers[claim.id]:>3}  {claim.id:<17} {claim.sentence}\n    {claim.place} → {_told(found[claim.id])}"
        for text in choice.texts
        for claim in text.claims
    )


def _told(step: Step) -> str:
    return f"{step.place}, не там, где разрешён только просмотр" if step.changes else step.place
