"""The card of a stand: what a program that only reaches it over the network has to know of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from stand.server import Stand, Student, entry

AUTHORITY = "authority.pem"
CARD = "stand.json"


def leave(stand: Stand, students: Iterable[Student], folder: Path) -> Path:
    """Write `authority.pem` and, last and at once, `stand.json` into a folder; return the path of the latter.

    The card has the proxy, the addresses and the accounts, so nobody but its owner may read it. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = folder / AUTHORITY
    authority.write_bytes(stand.gateway.authority_pem)
    document = {
        "proxy": stand.proxy,
        "addresses": asdict(stand.addresses),
        "authority": str(authority.absolute()),
        "students": [entry(one) for one in students],
    }
    draft, card = folder / f"{CARD}.part", folder / CARD
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
    return draft.replace(card)
