"""What a run can list instead of walking: the steps, the defects."""

from __future__ import annotations

from flows.diary_chats.documented import DOCUMENTED
from stand.defects import CATALOGUE, ORDERS
from verifier.text.model import Instruction
from verifier.walk.steps import Step


def steps(instruction: Instruction) -> str:
    """Return a line for every sentence: number, claim, words, its file and line, and those of its step."""
    found = {step.claim: step for flow in DOCUMENTED for step in flow.steps}
    return "\n".join(
        f"{number:>2}  {claim.id:<17} {claim.sentence}\n    {claim.place} → {_told(found[claim.id])}"
        for number, claim in enumerate(instruction.claims, 1)
    )


def _told(step: Step) -> str:
    return f"{step.place}, не там, где разрешён только просмотр" if step.changes else step.place


def defects() -> str:
    """Return a line for every defect of the catalogue: name, claim, verdict and what is wrong."""
    return "\n".join(
        f"{one.name:<32} {one.claim:<17} {one.verdict:<12} {one.sentence}" for one in (*CATALOGUE, *ORDERS)
    )
