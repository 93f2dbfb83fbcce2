"""A lease: an account for the time of one walk, and left as it was found, however the walk ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from verifier.accounts.account import Account
from verifier.accounts.account_visit import Found
from verifier.accounts.folder import Folder, Record
from verifier.accounts.pool import WAIT_S, Pool
from verifier.screen.trouble import Mismatch, Trouble, Unavailable


class Keeper(Protocol):
    """Looks after accounts; `AccountBrowser` does so in a browser."""

    def look(self, account: Account, folder: Folder) -> Found:
        """Return an account's states as the product shows them. Raises `Trouble`."""

    def hindrance(self, account: Account, folder: Folder, found: Found) -> Unavailable | None:
        """Return why an account could not be put back to what was found, None where all that it takes answers."""

    def put(self, account: Account, folder: Folder, wanted: Found) -> None:
        """Make an account's states what they have to be. Raises `Trouble`."""


class Lease:
    """An account that is nobody else's for a while; `found` are its states as they were, None where nobody knows.

    `look_only` says in Russian why the walk must not change anything, empty where it may.
    """

    def __init__(
        self, account: Account, folder: Folder, found: Found | None = None, look_only: str = ""
    ) -> None:
        self._account = account
        self._folder = folder
        self.found = found
        self.look_only = look_only

    @property
    def person(self) -> Any:
        """The person whose account it is."""
        return self._account.person

    @property
    def state(self) -> Any:
        """The signed-in state of a browser, as Playwright's `storage_state` has it; None where there is none."""
        return self._folder.state()

    def keep_state(self, state: Any) -> None:
        """Keep the signed-in state that a walk has come to, so that nobody need sign in again."""
        self._folder.keep_state(state)

    def note_left(self, what: str) -> None:
        """Note what is about to be made: nobody can take it away again, but it is told of."""
        self._folder.note_left(what)


class Lender:
    """Lends the accounts of a pool, one after another, to a run against a target.

    `told` is called with a line in Russian for whoever watches the run: an account that an earlier run had left
    changed was put right, or something was left behind that nobody can take away. `waiting` is called with a line when
    the run begins to wait for an account that another one has.
    """

    def __init__(
        self,
        pool: Pool,
        keeper: Keeper,
        target: str,
        run: str,
        told: Callable[[str], None],
        waiting: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._pool = pool
        self._keeper = keeper
        self._target = target
        self._run = run
        self._told = told
        self._waiting = waiting

    @contextmanager
    def look_only(self, why: str, *, first: int = 0, wait_s: float = WAIT_S) -> Iterator[Lease]:
        """Lend an account to a walk that changes nothing, for the reason given. Raises `Unavailable`."""
        with self._pool.claim(first, wait_s, self._waiting) as (account, folder):
            yield Lease(account, folder, look_only=why)

    @contextmanager
    def lease(self, begin: Found | None = None, *, first: int = 0, wait_s: float = WAIT_S) -> Iterator[Lease]:
        """Lend an account whose states are as the walk needs them at its beginning, or as `begin` says.

        Where the product does not let it be brought there, or something does not answer that it would take to bring
        it back, from now or from where an earlier run has left it, the walk may only look: how far the product does
        what it should is for the walk to find out, and the reason is raised at the end.

        How it was found is on disk before anything is changed, and stays there until it has been put right: by
        the end of the lease, or by the next one. Raises `Unavailable` when the account cannot be had, `Trouble` at
        the end when it could not be prepared or put right, and `AccountError` when its record cannot be read.
        """
        wanted = begin or {state.name: state.begin for state in self._pool.states}
        with self._pool.claim(first, wait_s, self._waiting) as (account, folder):
            if (record := folder.record()) is not None:
                silence = self._keeper.hindrance(account, folder, record.found)
                if silence is not None:
                    yield Lease(account, folder, look_only=f"{_LEFT_CHANGED} ({silence.observed})")
                    raise self._no_way_back(silence, record.found)
            try:
                self._put_right_what_was_left(account, folder)
                found = self._keeper.look(account, folder)
            except Mismatch as error:
                yield Lease(account, folder, look_only=_unprepared(error))
                raise
            if (silence := self._keeper.hindrance(account, folder, found)) is not None:
                yield Lease(account, folder, found, f"учётную запись потом не вернуть ({silence.observed})")
                raise self._no_way_back(silence, found)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            folder.write_record(Record(found, now, self._target, self._run))
            try:
                hindrance = self._bring_to(wanted, account, folder, found)
                yield Lease(account, folder, found, _unprepared(hindrance) if hindrance else "")
            finally:
                self._put_back(account, folder, found)
            if hindrance is not None:
                raise hindrance

    def _no_way_back(self, silence: Unavailable, found: Found) -> Unavailable:
        return Unavailable(
            f"учётную запись есть чем вернуть к тому, что было ({self._in_words(found)}): {silence.expected}",
            silence.observed,
            remedy=silence.remedy,
        )

    def _bring_to(self, begin: Found, account: Account, folder: Folder, found: Found) -> Mismatch | None:
        """Bring an account to where a walk begins; return why that cannot be, where it is the product's fault."""
        try:
            if found != begin:
                self._keeper.put(account, folder, begin)
        except Mismatch as hindrance:
            return hindrance
        return None

    def _put_right_what_was_left(self, account: Account, folder: Folder) -> None:
        record = folder.record()
        if record is None:
            return
        self._put_back(account, folder, record.found)
        self._told(
            f"Прогон от {record.since} не закончился: учётная запись возвращена, {self._in_words(record.found)}."
        )

    def _put_back(self, account: Account, folder: Folder, found: Found) -> None:
        try:
            self._keeper.put(account, folder, found)
        except Trouble as error:
            remedy = f"{error.remedy}; " if error.remedy else ""
            raise type(error)(
                f"учётная запись возвращена к тому, что было ({self._in_words(found)}): {error.expected}",
                error.observed,
                nearest=error.nearest,
                remedy=f"{remedy}следующий прогон вернёт её сам, или сделайте это вручную",
            ) from error
        record = folder.record()
        folder.close_record()
        if record is not None and record.left:
            self._told(
                f"После проверки осталось: {', '.join(record.left)}. Убрать это может только сам пользователь."
            )

    def _in_words(self, found: Found) -> str:
        known = [state.words[found[state.name]] for state in self._pool.states if state.name in found]
        return ", ".join(known) or "как была"


_LEFT_CHANGED = "прерванный прогон изменил учётную запись, а вернуть её пока нельзя"


def _unprepared(hindrance: Mismatch) -> str:
    return f"учётную запись не удалось подготовить ({hindrance})"
