"""The site's own record of what a reader has connected, for targets that let it be asked behind the browser's back."""

from __future__ import annotations

from typing import Literal, Protocol

from flows.allauth_site.reader import Reader, ReaderVisitor

Connected = Literal["own", "other", "none"]
"""Which VK account is connected to a reader's: his or her own alone, some other one too, or none."""

_WORDS: dict[Connected, str] = {
    "own": "в записях сайта подключён этот аккаунт VK",
    "other": "в записях сайта подключён другой аккаунт VK",
    "none": "в записях сайта аккаунт VK не подключён",
}


class Record(Protocol):
    """What a target's record can say of a reader."""

    def connected(self, reader: Reader) -> Connected:
        """Say which VK account the record has as connected."""


def check_record(visitor: ReaderVisitor, wanted: Connected, *, shown: bool = False) -> None:
    """Check the record of the connection, where the target lets it be asked; `shown`: the page has told of it."""
    record: Record | None = visitor.record
    if record is None:
        visitor.note("собственную запись сайта эта цель не показывает")
        return
    found = record.connected(visitor.person)
    visitor.check_record(found == wanted, _WORDS[wanted], _WORDS[found], shown=shown)
