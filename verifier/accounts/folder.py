"""What is kept of an account between runs: its lock, the record of a lease, the signed-in state, what was left behind.

All of it stands in a folder of the user's own (`<PRODUCT>_STATE`, or where the system keeps programs' state), one
folder for each account, called by its digest; no login and no password is in any of it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_state_path

from verifier.accounts.errors import AccountError
from verifier.accounts.files import own_folder
from verifier.accounts.state import State
from verifier.project import at_home
from verifier.screen.trouble import Unavailable
from verifier.whole import remove, write_private

STATE_HOURS = 12.0
"""How long a signed-in state is used again: a night."""

_VERSION = 2
_ROOM_BYTES = 1 << 18
"""So much has to be free on the disk before a run: records and signed-in states take less."""


@dataclass(frozen=True)
class Record:
    """A lease that has not ended in order: how the account was found, and what was made since.

    `found` are the account's states by name. `since` is the time in ISO 8601, `target` and `run` say who holds the
    lease, `left` is what was made, or was about to be, and nobody can take away.
    """

    found: Mapping[str, str]
    since: str
    target: str
    run: str
    left: tuple[str, ...] = ()
    version: int = _VERSION


def variable(product: str) -> str:
    """Return the variable that names the folder of a product's accounts."""
    return f"{product.upper()}_STATE"


def home(environment: Mapping[str, str], product: str) -> Path:
    """Return the folder of all accounts of a product, which may not be there yet."""
    named = environment.get(variable(product), "")
    if named:
        return at_home(named).absolute()
    return user_state_path(f"{product.replace('_', '-')}-verifier")


class Folder:
    """The folder of one account; `states` are those that it can be found in.

    `named_by` is the variable that names `root`.
    """

    def __init__(self, root: Path, key: str, states: Sequence[State], *, named_by: str) -> None:
        own_folder(root, named_by)
        self._states = states
        self._named_by = named_by
        self.path = own_folder(root / key, named_by)
        self._record = self.path / "lease.json"
        self._state = self.path / "state.json"
        self._left = self.path / "left-behind.json"
        self._probe = self.path / "probe"

    def lock(self) -> FileLock:
        """Return the lock that whoever uses the account holds; the system opens it when its holder dies."""
        return FileLock(self.path / "lock", mode=0o600)

    def check(self) -> None:
        """Raise `AccountError` unless the lock can be tried, the record be read, and something new be written."""
        self.record()
        try:
            with suppress(Timeout), self.lock().acquire(blocking=False):
                pass
            write_private(self._probe, " " * _ROOM_BYTES)
            remove(self._probe)
        except OSError as error:
            raise AccountError(f"{self.path}: {_unwritable(error)}; {self._remedy}") from None

    def record(self) -> Record | None:
        """Return the record of a lease that has not ended. Raises `AccountError` when it cannot be read."""
        try:
            return _read(json.loads(self._record.read_text(encoding="utf-8")), self._states)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise AccountError(
                f"{self._record}: запись о незаконченном прогоне не читается; "
                "проверьте учётную запись вручную и удалите файл"
            ) from None

    def write_record(self, record: Record) -> None:
        """Keep a record, whole or not at all. Raises `Unavailable`."""
        with self.in_use():
            write_private(self._record, json.dumps(asdict(record), ensure_ascii=False))

    def note_left(self, what: str) -> None:
        """Add to the record what is about to be made and will stay. Without a lease under way nothing is noted.

        Raises `Unavailable`.
        """
        record = self.record()
        if record is not None:
            self.write_record(replace(record, left=(*record.left, what)))

    def close_record(self) -> None:
        """End a lease in order: what it made and nobody can take away is kept among what was left behind.

        Raises `Unavailable`.
        """
        record = self.record()
        with self.in_use():
            if record is not None and record.left:
                write_private(self._left, json.dumps([*self.left(), *record.left], ensure_ascii=False))
            remove(self._record)

    def left(self) -> Sequence[str]:
        """Return what leases have left behind in the product."""
        try:
            return list(map(str, json.loads(self._left.read_text(encoding="utf-8"))))
        except FileNotFoundError:
            return ()

    def state(self) -> Any:
        """Return the browser's signed-in state, None where there is none, or none that is recent enough."""
        try:
            told = json.loads(self._state.read_text(encoding="utf-8"))
            # More than a night is left where the clock has been put back: nobody knows how old it is.
            if 0 < told["until"] - time.time() <= STATE_HOURS * 3600:
                return told["state"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError):
            pass  # unreadable, or written by another version: it is worth no more than an old one
        self.forget_state()
        return None

    def keep_state(self, state: Any, hours: float = STATE_HOURS) -> None:
        """Keep a signed-in state, as Playwright's `storage_state` returns it, for some hours; where the disk lets it.

        Without it somebody has to sign in anew, which is no reason to end what is being done.
        """
        with suppress(OSError):
            write_private(self._state, json.dumps({"until": time.time() + hours * 3600, "state": state}))

    def forget_state(self) -> None:
        """Forget the signed-in state; one that cannot be removed is tried again, and found not to serve."""
        with suppress(OSError):
            remove(self._state)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Tell in words what the disk refuses while a run uses the account. Raises `Unavailable`."""
        try:
            yield
        except OSError as error:
            raise Unavailable(
                "состояние учётной записи хранится на диске",
                f"{self.path}: {_unwritable(error)}",
                remedy=self._remedy,
            ) from error

    @property
    def _remedy(self) -> str:
        return f"освободите место, исправьте права или назовите другую папку в {self._named_by}"


def _unwritable(error: OSError) -> str:
    return f"состояние учётной записи не записать ({error.strerror})"


def _read(told: Any, states: Sequence[State]) -> Record:
    """Return a record as its file has it. What else may stand there raises one of Python's errors for wrong values."""
    if told["version"] == 1:
        return _first_version(told, states)
    record = Record(**{**told, "left": tuple(map(str, told["left"]))})
    words = {state.name: state.words for state in states}
    if record.version != _VERSION or any(value not in words[name] for name, value in record.found.items()):
        raise ValueError("a record of another version, or of states that the product does not have")
    return record


def _first_version(told: Mapping[str, Any], states: Sequence[State]) -> Record:
    """Return a record that knew one state, by its value alone, and the titles of what was left in its only list."""
    (name,) = (state.name for state in states if told["found"] in state.words)
    (titles,) = (value for value in told.values() if isinstance(value, list))
    left = tuple(f"«{title}»" for title in titles)
    return Record({name: told["found"]}, told["since"], told["target"], told["run"], left)
