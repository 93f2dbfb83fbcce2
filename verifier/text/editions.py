"""A text in several languages: what its editions have to have in common."""

from __future__ import annotations

from itertools import zip_longest

from verifier.text.model import Instruction, InstructionError

_ALIKE = "в каждом языке одни и те же предложения в одном порядке"


def check_same(text: Instruction, original: Instruction) -> None:
    """Raise `InstructionError` unless an edition has the original's sentences and named sections, in their order.

    Its steps are the original's: a sentence that it has not would be verified by nobody, and missed by nobody.
    """
    for ours, theirs in zip_longest(text.claims, original.claims):
        if theirs is None:
            raise InstructionError(
                f"{ours.place}: предложения «{ours.id}» нет в {original.file}; {_ALIKE}, добавьте его и туда"
            )
        if ours is None:
            raise InstructionError(
                f"{text.file}: нет предложения «{theirs.id}», как в {theirs.place}; {_ALIKE}, добавьте его"
            )
        if ours.id != theirs.id:
            raise InstructionError(
                f"{ours.place}: здесь предложение «{ours.id}», а в {theirs.place} — «{theirs.id}»; {_ALIKE}"
            )
        if (ours.parent, ours.is_alternative) != (theirs.parent, theirs.is_alternative):
            raise InstructionError(
                f"{ours.place}: предложение «{ours.id}» вложено не так, как в {theirs.place}; "
                "в каждом языке одни и те же вложенные пункты и пометки .or"
            )
    here, there = (
        {
            section.id: (section.is_fresh, [claim.id for claim in section.claims])
            for section in one.sections
            if section.id
        }
        for one in (text, original)
    )
    for name in (*there, *here):
        if here.get(name) != there.get(name):
            raise InstructionError(
                f"{text.file}: раздел «{name}» не тот, что в {original.file}; "
                "дайте разделам одинаковые имена, пометки и одни и те же предложения"
            )
