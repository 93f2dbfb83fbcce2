"""What is kept of an account between runs: its lock, the record of a lease, the signed-in state, chats left behind.

All of it stands in a folder of the user's own (`DIARY_CHATS_STATE`, or where the system keeps programs' state), one
folder for each account, called by its digest; no login and no password is in any of it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock
from platformdirs import user_state_path

from verifier.accounts.errors import AccountError
from verifier.accounts.files import own_folder
from verifier.whole import remove, write_private

Link = Literal["linked", "unlinked"]
"""Whether a VK account is linked to the diary."""

STATE_HOURS = 12.0
"""How long a signed-in state is used again: a night."""

VARIABLE = "DIARY_CHATS_STATE"

_VERSION = 1


@dataclass(frozen=True)
class Record:
    """A lease that has not ended in order: how the account was found, and what was made since.

    `since` is the time in ISO 8601, `target` and `run` say who holds the lease, `chats` are the titles of the
    chats that were made, or were about to be.
    """

    found: Link
    since: str
    target: str
    run: str
    chats: tuple[str, ...] = ()
    version: int = _VERSION


def home(environment: Mapping[str, str]) -> Path:
    """Return the folder of all accounts, which may not be there yet."""
    named = environment.get(VARIABLE, "")
    return Path(named).expanduser().absolute() if named else user_state_path("diary-chats-verifier")


class Folder:
    """The folder of one account."""

    def __init__(self, root: Path, key: str) -> None:
        own_folder(root)
        self.path = own_folder(root / key)
        self._record = self.path / "lease.json"
        self._state = self.path / "state.json"
        self._chats = self.path / "chats.json"

    def lock(self) -> FileLock:
        """Return the lock that whoever uses the account holds; the system opens it when its holder dies."""
        return FileLock(self.path / "lock", mode=0o600)

    def record(self) -> Record | None:
        """Return the record of a lease that has not ended. Raises `AccountError` when it cannot be read."""
        try:
            told = json.loads(self._record.read_text(encoding="utf-8"))
            record = Record(**{**told, "chats": tuple(told["chats"])})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            raise self._unreadable() from None
        if record.version != _VERSION or record.found not in ("linked", "unlinked"):
            raise self._unreadable()
        return record

    def write_record(self, record: Record) -> None:
        """Keep a record, whole or not at all."""
        write_private(self._record, json.dumps(asdict(record), ensure_ascii=False))

    def note_chat(self, title: str) -> None:
        """Add a chat to the record, before it is made. Without a lease under way nothing is noted."""
        record = self.record()
        if record is not None:
            self.write_record(replace(record, chats=(*record.chats, title)))

    def close_record(self) -> None:
        """End a lease in order: its chats, which nobody can take away, go to those left behind."""
        record = self.record()
        if record is not None and record.chats:
            write_private(self._chats, json.dumps([*self.chats(), *record.chats], ensure_ascii=False))
        remove(self._record)

    def chats(self) -> Sequence[str]:
        """Return the titles of the chats that leases have left behind in the messenger."""
        try:
            return list(map(str, json.loads(self._chats.read_text(encoding="utf-8"))))
        except FileNotFoundError:
            return ()

    def state(self) -> Any:
        """Return the browser's signed-in state, None where there is none, or none that is recent enough."""
        try:
            told = json.loads(self._state.read_text(encoding="utf-8"))
            if told["until"] > time.time():
                return told["state"]
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            pass  # written by another version: it is worth no more than an old one
        self.forget_state()
        return None

    def keep_state(self, state: Any, hours: float = STATE_HOURS) -> None:
        """Keep a signed-in state, as Playwright's `storage_state` returns it, for some hours."""
        write_private(self._state, json.dumps({"until": time.time() + hours * 3600, "state": state}))

    def forget_state(self) -> None:
        """Forget the signed-in state."""
        remove(self._state)

    def _unreadable(self) -> AccountError:
        return AccountError(
            f"{self._record}: запись о незаконченном прогоне не читается; проверьте привязку VK вручную и удалите файл"
        )
