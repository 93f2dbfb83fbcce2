"""The documented flows, in the order of the instruction."""

from __future__ import annotations

from flows.diary_chats.link import LINK
from flows.diary_chats.open_chats import OPEN_CHATS
from flows.diary_chats.relink import RELINK
from flows.diary_chats.sign_in import SIGN_IN
from flows.diary_chats.unlink import UNLINK
from verifier.text.model import Instruction, InstructionError
from verifier.walk.steps import registered

DOCUMENTED = (SIGN_IN, LINK, OPEN_CHATS, UNLINK, RELINK)


def check(instruction: Instruction) -> None:
    """Raise `InstructionError` unless every sentence has a step and every step a sentence.

    A sentence that nobody proves would leave a run green that knows nothing of it.
    """
    steps, claims = registered(), {claim.id: claim for claim in instruction.claims}
    for claim in instruction.claims:
        if claim.id not in steps:
            raise InstructionError(
                f'{claim.place}: у предложения «{claim.id}» нет шага; напишите шаг с @proves("{claim.id}")'
            )
    for step in steps.values():
        if step.claim not in claims:
            told = f"нет предложения «{step.claim}», его доказывает {step.place}; верните его или уберите шаг"
            raise InstructionError(f"{instruction.file}: {told}")
