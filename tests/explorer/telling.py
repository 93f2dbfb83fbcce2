"""What the explorer tells its reader: progress, a finding as numbered sentences, and the figures at the end."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TextIO

from tests.explorer.model import start_in_words
from tests.explorer.moves import MOVES
from tests.explorer.search import Figures
from tests.explorer.trip import Finding, Sequence
from verifier.walk.failure import describe

_LOG_EVERY_S = 30


class Progress:
    """One line that is written over on a terminal; in a log a line every half minute."""

    def __init__(self, budget_s: float, out: TextIO = sys.stdout) -> None:
        self._budget_s = budget_s
        self._out = out
        self._told_s = -float(_LOG_EVERY_S)

    def show(self, figures: Figures) -> None:
        """Tell how far the search has come."""
        line = f"{in_figures(figures)} · осталось {max(0, self._budget_s - figures.seconds):.0f} с"
        if self._out.isatty():
            self._out.write(f"\r{line}\x1b[K")
        elif figures.seconds - self._told_s >= _LOG_EVERY_S:
            self._told_s = figures.seconds
            self._out.write(f"{line}\n")
        self._out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._out.isatty():
            self._out.write("\n")


def in_figures(figures: Figures) -> str:
    """Return how much has been walked and covered, on one line."""
    return (
        f"последовательностей {figures.sequences} · действий {figures.moves}"
        f" · состояний {len(figures.states)} · переходов {len(figures.transitions)}"
    )


def told(sequence: Sequence) -> str:
    """Return a sequence as numbered sentences."""
    start, *moves = sequence
    lines = [f"  {number}. {MOVES[name].words}" for number, name in enumerate(moves, 1)]
    return "\n".join([start_in_words(start), *lines])


def report(finding: Finding, defect: str | None = None) -> str:
    """Return a finding: the way to it, what was expected and seen, how to repeat it, and a test to paste."""
    entry, text = finding.entry, " ".join(finding.sequence)
    picture = ""
    if entry.picture and finding.journal.folder is not None:
        path = finding.journal.folder / entry.picture
        picture = str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    on = f" DEFECT={defect}" if defect else ""
    return "\n\n".join(
        [
            told(finding.sequence),
            describe(entry, picture),
            f'Повторить: make explore REPLAY="{text}"{on}',
            f"Готовый тест для tests/scenarios/test_found.py:\n\n{ready_test(finding)}",
        ]
    )


def ready_test(finding: Finding) -> str:
    """Return the source of a test that walks the sequence, to be pasted into a file among the scenarios."""
    name = re.sub(r"\W+", "_", f"{finding.entry.claim}_after_{finding.sequence[-1]}")
    return (
        "from tests.explorer.conftest import Explore\n\n\n"
        f"def test_{name}(explore: Explore) -> None:\n"
        f'    explore("{" ".join(finding.sequence)}")\n'
    )
