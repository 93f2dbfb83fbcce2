"""Shortening a finding: the fewest moves after which the same sentence fails.

Each try takes seconds in a browser; the model tells at once which shorter sequences are possible at all.
"""

from __future__ import annotations

import time

from tests.explorer.model import STARTS
from tests.explorer.moves import follow
from tests.explorer.trip import Finding, Sequence, World, walk_through


def shorten(world: World, finding: Finding, seconds: float) -> Finding:
    """Leave out moves, as long as the same sentence fails without them; `seconds` is about how long to try."""
    until, tried = time.monotonic() + seconds, {finding.sequence}
    best, size = finding, max(1, len(finding.sequence) // 2)
    while size and time.monotonic() < until:
        shorter = _shorter(world, best, size, tried, until)
        best, size = (shorter, min(size, len(shorter.sequence) - 1)) if shorter else (best, size // 2)
    return best


def _shorter(world: World, best: Finding, size: int, tried: set[Sequence], until: float) -> Finding | None:
    start, *moves = best.sequence
    for first in range(len(moves)):
        candidate = (start, *moves[:first], *moves[first + size :])
        if candidate in tried or follow(STARTS[start], candidate[1:]) is None:
            continue
        tried.add(candidate)
        if time.monotonic() > until:
            return None
        found = walk_through(world, candidate)
        if found is not None and found.entry.claim == best.entry.claim:
            return found
    return None
