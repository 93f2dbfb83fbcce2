"""An account: a student, and the name under which files on disk know him or her."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from flows.diary_chats.student import Student
from verifier.screen.sites import Sites

_KEY_LETTERS = 24


@dataclass(frozen=True)
class Account:
    """A student of one target; `key` is a digest of the diary's address and the login, and tells neither."""

    student: Student = field(repr=False)
    key: str

    @classmethod
    def of(cls, student: Student, sites: Sites) -> Account:
        """Return the account that a student has at a target."""
        told = "\n".join(("diary account", sites.diary, student.login.casefold()))
        return cls(student, hashlib.sha256(told.encode()).hexdigest()[:_KEY_LETTERS])
