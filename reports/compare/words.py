"""Which words of a text were added and which removed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_TOKENS = re.compile(r"\w+(?:-\w+)*|\s+|[^\w\s]")


RunKind = Literal["same", "removed", "added"]


class Run(NamedTuple):
    """Neighbouring words of one fate."""

    kind: RunKind
    text: str


def changes(before: str, after: str) -> tuple[Run, ...]:
    """Return both texts as one, in runs of words, removed ones before those that took their place."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    runs: list[Run] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(runs, Run("same", "".join(old[i1:i2])))
            continue
        _add(runs, Run("removed", "".join(old[i1:i2])))
        _add(runs, Run("added", "".join(new[j1:j2])))
    return tuple(_joined(runs))


def _add(runs: list[Run], run: Run) -> None:
    if run.text:
        runs.append(run)


def _joined(runs: list[Run]) -> list[Run]:
    """Close the gaps of a single space between changed words: readers take phrases in, not words."""
    joined: list[Run] = []
    removed = added = ""
    for place, run in enumerate(runs):
        between = 0 < place < len(runs) - 1 and run.kind == "same" and not run.text.strip()
        if between and (removed or added):
            removed, added = removed + run.text, added + run.text
        elif run.kind == "removed":
            removed += run.text
        elif run.kind == "added":
            added += run.text
        else:
            joined += _flushed(removed, added)
            removed = added = ""
            joined.append(run)
    return joined + _flushed(removed, added)


def _flushed(removed: str, added: str) -> list[Run]:
    return [run for run in (Run("removed", removed), Run("added", added)) if run.text]
