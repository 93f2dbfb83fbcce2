"""The moves: what can be done when, in which words, and what the model is like afterwards.

Each place has a module of its own, and all of them are read here.
"""

from __future__ import annotations

from tests.explorer import moves_chats, moves_diary, moves_vk, moves_windows
from tests.explorer.model import STARTS, Model
from tests.explorer.move import MOVES, Move

__all__ = ["MOVES", "PLACES", "Move", "SequenceError", "follow", "read_sequence"]

PLACES = (moves_diary, moves_vk, moves_chats, moves_windows)
"""The modules that enter moves."""


def follow(model: Model, names: tuple[str, ...]) -> Model | None:
    """Return the model after some moves; None when one of them is not possible."""
    for name in names:
        if not MOVES[name].possible(model):
            return None
        model = MOVES[name].after(model)
    return model


class SequenceError(ValueError):
    """A text names no sequence that can be made; the message is one line for the person who wrote it."""


def read_sequence(text: str) -> tuple[str, ...]:
    """Return the start and the moves that a text names. Raises `SequenceError` where they cannot be made."""
    start, *moves = text.split() or [""]
    if start not in STARTS:
        raise SequenceError(f"нет начала «{start}»; есть: {', '.join(STARTS)}")
    model = STARTS[start]
    for number, name in enumerate(moves, 1):
        if name not in MOVES:
            raise SequenceError(f"действие {number}: «{name}» не бывает; бывают: {', '.join(MOVES)}")
        if not MOVES[name].possible(model):
            can = ", ".join(move.name for move in MOVES.values() if move.possible(model))
            raise SequenceError(f"действие {number}: «{name}» здесь невозможно; возможны: {can}")
        model = MOVES[name].after(model)
    return (start, *moves)
