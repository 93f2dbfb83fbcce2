"""What a run leaves for machines at its end: outcomes beside its journals, the summary, a line of history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reports import history, summary
from reports.ledger import Ledger
from verifier.run import outcomes
from verifier.run.accounts import ACCOUNTS
from verifier.run.outcomes import RunOutcomes
from verifier.run.quarantine import Quarantine
from verifier.run.tally import Tally
from verifier.walk.journal import Journal, now


class Record:
    """Keeps what a run is called and when it began, and writes it down with what came of it."""

    def __init__(self, config: pytest.Config, name: str, target: str, out: Path) -> None:
        self._config = config
        self._name = name
        self._target = target
        self._out = out
        self._started = now()
        self._max_flaky: int | None = config.getoption("--max-flaky", None)

    def is_too_flaky(self, tally: Tally) -> bool:
        """Say whether more tests passed only when they were run again than the run may have."""
        return self._max_flaky is not None and len(tally.flaky) > self._max_flaky

    def write(self, tally: Tally, exit_code: int, made: Ledger, journals: Sequence[Journal]) -> None:
        """Write all of it; a run without a single test leaves nothing. Raises `OSError`."""
        if not tally.outcomes:
            return
        quarantine = self._config.pluginmanager.get_plugin("instruction-quarantine")
        accounts = self._config.stash.get(ACCOUNTS, None)
        run = RunOutcomes(
            run=self._name,
            target=self._target or made["target"],
            started=self._started,
            finished=now(),
            exit_code=exit_code,
            max_flaky=self._max_flaky,
            unreturned=len(accounts.unreturned()) if accounts else 0,
            tests=tally.outcomes,
            quarantine=quarantine.entries if isinstance(quarantine, Quarantine) else (),
        )
        if (folder := self._out / "journals" / self._name).exists():
            outcomes.save(run, folder)
        summary.save(summary.make(made, [run]), self._out)
        if folder := self._config.getoption("--history", None):
            history.append(folder, [history.night(run, journals)])
