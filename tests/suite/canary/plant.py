"""Plants canaries: as a plugin of an inner run, has its stand make secrets that can be told from all else."""

from __future__ import annotations

import itertools
import secrets
import sys

import pytest

from stand import people

LATIN, RUSSIAN, PHONE, CODE = "kanar", "канар", "900555", "4249"
"""What every token, password, login and e-mail address, every name and message, every phone and code is known by."""

_token_urlsafe, _token_hex = secrets.token_urlsafe, secrets.token_hex
_numbers = itertools.count(1)


def token_urlsafe(nbytes: int = 32) -> str:
    made = _token_urlsafe(nbytes)
    return f"{LATIN.title()}{made}{LATIN.upper()}" if _stand_asks() else made


def token_hex(nbytes: int = 32) -> str:
    made = _token_hex(nbytes)
    return f"{LATIN}{made}" if _stand_asks() else made


def randbelow(exclusive: int) -> int:
    known = PHONE[3:] if exclusive == 10**7 else CODE
    digits = len(str(exclusive - 1))
    return int(f"{known}{next(_numbers):0{digits - len(known)}d}")


def _stand_asks() -> bool:
    """Say whether the stand wants it: Playwright names things with random numbers too."""
    return str(sys._getframe(2).f_globals["__name__"]).startswith("stand.")


def person(number: int) -> people.Person:
    ending = "абвгдежз"[number % 8]
    return people.Person(f"Канареев{ending}", f"Канарий{ending}", f"Канарьевич{ending}")


def password() -> str:
    """Return what has in it whatever is written down in another way: quotes, escapes, marks, an emoji."""
    return marked(token_urlsafe(6))


def marked(mark: str) -> str:
    """Return such a password that has a mark of its own."""
    return f"""{LATIN.title()}"'\\%2B+&<😀й́{mark}{RUSSIAN}"""


def pytest_configure(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    plant(patch)


def plant(patch: pytest.MonkeyPatch) -> None:
    """Have every stand of this process make canaries."""
    patch.setattr(secrets, "token_urlsafe", token_urlsafe)
    patch.setattr(secrets, "token_hex", token_hex)
    patch.setattr(secrets, "randbelow", randbelow)
    patch.setattr(people, "person", person)
    patch.setattr(people, "password", password)
    chats = tuple(
        (f"{title}, канарейки", tuple(f"Канарейка: {text}" for text in texts))
        for title, texts in people.CHATS
    )
    patch.setattr(people, "CHATS", chats)
