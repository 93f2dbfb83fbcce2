"""The written instruction about the school chats, for tests that are about it."""

from __future__ import annotations

from flows.diary_chats.product import PRODUCT
from verifier.text.model import Instruction
from verifier.text.reading import read

SCHOOL_CHATS = PRODUCT.folder / PRODUCT.texts[0]


def school_chats() -> Instruction:
    """Return the instruction."""
    return read(SCHOOL_CHATS)
