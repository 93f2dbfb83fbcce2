"""The pool: which account a worker gets, for as long as it needs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from verifier.accounts.account import Account
from verifier.accounts.errors import AccountError
from verifier.accounts.folder import Folder
from verifier.accounts.state import State
from verifier.screen.trouble import Unavailable

WAIT_S = 180.0
"""How long a worker waits for an account that another run uses."""


class Pool:
    """The accounts that one machine may use; `states` are those that each can be found in.

    `shard` is the machine's number, from 1, and how many there are: no two shards have an account in common. `named_by`
    is the variable that names `root`.
    Raises `AccountError` when nothing is left for this one.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        states: Sequence[State],
        root: Path,
        shard: tuple[int, int] = (1, 1),
        *,
        named_by: str,
    ) -> None:
        number, shards = shard
        self.accounts = tuple(accounts[number - 1 :: shards])
        self.states = tuple(states)
        self._root = root
        self._named_by = named_by
        if not self.accounts:
            raise AccountError(
                f"учётные записи: в пуле {len(accounts)}, а частей {shards}, и части {number} не хватило;"
                f" добавьте учётные записи или делите прогон не более чем на {len(accounts)}"
            )

    def check(self, workers: int) -> None:
        """Raise `AccountError` when there are more workers than accounts, or an account's folder does not serve."""
        if workers > len(self.accounts):
            raise AccountError(
                f"учётные записи: процессов {workers}, а учётных записей {len(self.accounts)};"
                f" добавьте учётные записи или запустите с -n {len(self.accounts)}"
            )
        for account in self.accounts:
            self.folder(account).check()

    def folder(self, account: Account) -> Folder:
        """Return the folder of an account."""
        return Folder(self._root, account.key, self.states, named_by=self._named_by)

    @contextmanager
    def claim(
        self, first: int = 0, wait_s: float = WAIT_S, waiting: Callable[[str], None] = lambda _: None
    ) -> Iterator[tuple[Account, Folder]]:
        """Let nobody else have an account for a while; that of number `first` is asked for before the others.

        `waiting` is called, once, with a line that says what is waited for.
        Raises `Unavailable` when another run has had them all for `wait_s` seconds, or the disk does not serve.
        """
        start = first % len(self.accounts)
        account, folder, lock = self._lock(self.accounts[start:] + self.accounts[:start], wait_s, waiting)
        try:
            yield account, folder
        finally:
            lock.release()

    def idle(self) -> Iterator[tuple[Account, Folder]]:
        """Yield the accounts that nobody uses, each kept from others while it is looked at."""
        for account in self.accounts:
            folder = self.folder(account)
            with suppress(Timeout, OSError), folder.lock().acquire(blocking=False):
                yield account, folder

    def lent_to(self, run: str) -> list[Folder]:
        """Return the folders of the accounts that a run has changed, or may have, and not brought back yet."""
        folders = [self.folder(account) for account in self.accounts]
        return [folder for folder in folders if (record := folder.record()) is not None and record.run == run]

    def wait_for(self, folders: Sequence[Folder], wait_s: float) -> None:
        """Wait until whoever uses these accounts leaves them, or until so many seconds have gone by."""
        end = time.monotonic() + wait_s
        for folder in folders:
            with suppress(Timeout), folder.lock().acquire(timeout=max(0.0, end - time.monotonic())):
                pass

    def _lock(
        self, order: Sequence[Account], wait_s: float, waiting: Callable[[str], None]
    ) -> tuple[Account, Folder, FileLock]:
        for account in order:
            folder = self.folder(account)
            lock = folder.lock()
            with folder.in_use(), suppress(Timeout):
                lock.acquire(blocking=False)
                return account, folder, lock
        folder = self.folder(order[0])
        lock = folder.lock()
        waiting(
            f"Учётные записи заняты другим прогоном ({len(order)} из {len(order)}); жду свободную, до {wait_s:g} с."
        )
        try:
            lock.acquire(timeout=wait_s)
        except Timeout:
            raise Unavailable(
                "есть свободная учётная запись",
                f"все {len(order)} заняты другим прогоном уже {wait_s:g} с",
                remedy="дождитесь его конца или добавьте учётные записи",
            ) from None
        return order[0], folder, lock
