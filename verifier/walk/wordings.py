"""What the text calls each control: the words to look for on a page, sentence by sentence, in the text's own
language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from verifier.screen.control import Control
from verifier.screen.words import same
from verifier.text.model import Claim, Instruction, InstructionError


class Wordings:
    """The wordings of one text.

    Page objects know their controls by the words of the product's first text, in `original`. Another edition of it, in
    another language, quotes in each sentence the same labels in the same order: so it says what each is called there.
    """

    def __init__(
        self, text: Instruction, controls: Iterable[Control], original: Instruction | None = None
    ) -> None:
        self._glossary = glossary(original, text) if original is not None else {}
        self._labels = [label for claim in text.claims for label in claim.labels]
        self._keys = {self.key(control) for control in controls}

    @property
    def known(self) -> set[str]:
        """The wordings of all controls and all labels of the text: none of them is a likeness of another."""
        return {*self._keys, *self._labels}

    def key(self, control: Control) -> str:
        """Return the author's words for a control, in the text's language."""
        return self._glossary.get(control.label, control.label)

    def of(self, control: Control, labels: Sequence[str]) -> list[str]:
        """Return under which words to look for a control where a sentence quotes these labels.

        That is the author's words; where the sentence does not quote them, besides, those of its labels that are
        not the author's words for any other control: the text may have been brought up to date, and the page object
        not.
        """
        key = self.key(control)
        if any(same(label, key) for label in labels):
            return [key]
        return [key, *(label for label in labels if not self.is_key(label))]

    def is_key(self, label: str) -> bool:
        """Say whether a label is the author's words for some control."""
        return any(same(label, key) for key in self._keys)


def glossary(original: Instruction, text: Instruction) -> Mapping[str, str]:
    """Return what each label of the original is called in another edition.

    Raises `InstructionError`, which names file and line, where the editions do not agree.
    """
    found: dict[str, tuple[str, Claim]] = {}
    theirs = {claim.id: claim for claim in original.claims}
    for claim in text.claims:
        if claim.id not in theirs:
            continue
        before = theirs[claim.id]
        if len(claim.labels) != len(before.labels):
            raise InstructionError(
                f"{claim.place}: в предложении «{claim.id}» подписей {len(claim.labels)}, а в {before.place} "
                f"их {len(before.labels)}; процитируйте те же, в том же порядке"
            )
        for label, called in zip(before.labels, claim.labels, strict=True):
            known, first = found.setdefault(label, (called, claim))
            if not same(known, called):
                raise InstructionError(
                    f"{claim.place}: «{label}» здесь названо «{called}», а в {first.place} — «{known}»; "
                    "назовите одинаково"
                )
    return {label: called for label, (called, _) in found.items()}


def unmet(labels: Sequence[str], words: Collection[str]) -> list[str]:
    """Return the labels that are not among some words, to the letter."""
    return [label for label in labels if not any(same(label, one) for one in words)]
