"""The workers of a parallel run that is asked to end: they are asked too, and given the time to bring accounts back."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from verifier.run.accounts import Accounts

PATIENCE_S = 180.0
"""How long an interrupted run waits for its accounts: they come back by the steps that a pupil would take."""


class Workers:
    """Ends the workers of a run in order; registered by the root conftest where they are started.

    pytest-xdist takes a worker that has not ended within seconds for hung, and kills it. A signal may have come to
    this process alone, so it is passed on; of several, a worker that is cleaning up minds only the first.
    """

    def __init__(self, run: str, accounts: Accounts | None) -> None:
        self._run = run
        self._accounts = accounts
        self._processes: list[subprocess.Popen[bytes]] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Take note of a worker's process."""
        if node.gateway.spec.popen:
            self._processes.append(node.gateway._io.popen)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Ask the workers of an interrupted run to end, before pytest-xdist makes them."""
        if session.exitstatus != pytest.ExitCode.INTERRUPTED:
            return
        for process in self._processes:
            process.terminate()
        if self._processes and self._accounts is not None:
            self._accounts.wait_until_returned(self._run, PATIENCE_S)
