"""A run's accounts where the target is a site: enough for its workers before anything starts, told of at its end."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import pytest
from _pytest.terminal import TerminalReporter

from verifier.accounts import sources
from verifier.accounts.account import Account
from verifier.accounts.errors import AccountError
from verifier.accounts.folder import Record, home, variable
from verifier.accounts.pool import Pool
from verifier.redaction.secrets import SHORTEST, Secrets
from verifier.run import shards
from verifier.run.remote import worker_number
from verifier.run.shards import Shard
from verifier.targets import SiteTarget

TOLD = "account"
"""Under this name a test's report carries what is to be told of its account, as a user property."""


class Accounts:
    """The pool of one run, or of one worker's part of it; registered as a plugin by the root conftest.

    Raises `pytest.UsageError` with one line when accounts are wrong or too few.
    """

    def __init__(self, config: pytest.Config, target: SiteTarget, variables: Mapping[str, str]) -> None:
        worker = getattr(config, "workerinput", None)
        self._config = config
        self._told: list[str] = []
        self.is_worker = worker is not None
        self.first = worker_number(config)
        try:
            self.pool = pool_of(config, target, variables)
            if not self.is_worker:
                self.pool.check(config.getoption("numprocesses", None) or 1)
        except AccountError as error:
            raise pytest.UsageError(str(error)) from None

    @property
    def secrets(self) -> list[str]:
        """What no report may hold of any account of the pool."""
        return [value for account in self.pool.accounts for value in account.person.secrets]

    def tell(self, text: str) -> None:
        """Keep a line for the end of the run."""
        self._told.append(text)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect from all workers what the reader is to be told."""
        if not self.is_worker and report.when == "teardown":
            self._told += [str(text) for name, text in report.user_properties if name == TOLD]

    def unreturned(self) -> list[Record]:
        """Return the records of the accounts that nobody uses and that are not as they were found."""
        found = []
        for _, folder in self.pool.idle():
            try:
                found.append(folder.record())
            except AccountError as error:
                self.tell(str(error))
        return [record for record in found if record is not None]

    def wait_until_returned(self, run: str, patience_s: float) -> None:
        """Wait for the accounts that a run's workers still have, and say so; another Ctrl-C ends the waiting."""
        lent = self.pool.lent_to(run)
        if not lent:
            return
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(
                f"Прогон прерван, возвращаю учётные записи: {len(lent)}. Не ждать — ещё раз Ctrl-C."
            )
        with contextlib.suppress(KeyboardInterrupt):
            self.pool.wait_for(lent, patience_s)

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say what was put right, what is left behind, and which accounts are not as they were found."""
        for record in self.unreturned():
            self._told.append(
                f"Учётная запись не возвращена (прогон от {record.since}); следующий прогон вернёт её первым делом."
            )
        if self._told:
            terminalreporter.section("учётные записи")
        for text in dict.fromkeys(self._told):
            terminalreporter.write_line(text)


ACCOUNTS = pytest.StashKey[Accounts]()


def pool_of(config: pytest.Config, target: SiteTarget, variables: Mapping[str, str]) -> Pool:
    """Return the accounts of a run, or of its shard. Raises `AccountError`, one line that says what is wrong."""
    product = target.declared
    persons = sources.read(target.accounts, variables, product.person)
    named_by = variable(product.name)
    root, out = home(variables, product.name), config.getoption("--reports").absolute()
    shard = shards.read(config.getoption("--shard")) or Shard(1, 1)
    if root.is_relative_to(out) or out.is_relative_to(root):
        raise AccountError(
            f"{named_by}: {root} лежит среди отчётов, а они уходят к читателям; назовите другую папку"
        )
    accounts = [Account.of(person, target.sites) for person in persons]
    return Pool(accounts, product.states, root, (shard.number, shard.of), named_by=named_by)


def described(pool: Pool, known: Secrets) -> str:
    """Say how many accounts a pool has, how many know the code of a second step, and what cannot be hidden well."""
    asked_by = [
        one.codes for account in pool.accounts for one in account.person.variables().values() if one.codes
    ]
    told = str(len(pool.accounts))
    if asked_by:
        knowing = sum(account.person.knows_codes for account in pool.accounts)
        told += f", из них с кодом второго шага {asked_by[0]} — {knowing}"
    return told + _exposed(pool, known)


def _exposed(pool: Pool, known: Secrets) -> str:
    """Tell which values are too short or too common to be known wherever they stand; the values themselves are not."""
    found = [
        f"{number}-я запись, {one.ending}"
        for number, account in enumerate(pool.accounts, 1)
        for name, one in account.person.variables().items()
        if not one.codes and (value := str(getattr(account.person, name)).strip())
        if (known.public.has(value) if one.name else known.is_too_common(value))
    ]
    if not found:
        return ""
    return (
        f" — плохо скрыть: {', '.join(found)}: короче {SHORTEST} знаков или есть среди слов текста и адресов; "
        "в полях и запросах это скрыто, а в прочем тексте нет, лучше сменить"
    )
