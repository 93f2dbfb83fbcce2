"""The diary's own record of a student's link, for targets that let it be asked behind the browser's back."""

from __future__ import annotations

from typing import Protocol

from flows.diary_chats.student import Student, StudentVisitor

_WORDS = {
    True: "в записях дневника аккаунт VK привязан",
    False: "в записях дневника аккаунт VK не привязан",
}


class Record(Protocol):
    """What a target's record can say of a student."""

    def linked(self, student: Student) -> bool:
        """Say whether the record shows the student's VK account as linked to the diary."""

    def access(self, student: Student) -> bool:
        """Say whether VK ID would still let the diary at the student's VK account."""


def check_record(visitor: StudentVisitor, *, linked: bool, shown: bool = False) -> None:
    """Check the record of the link, where the target lets it be asked; `shown` says that the page has told of it."""
    record: Record | None = visitor.record
    if record is None:
        visitor.note("собственную запись системы эта цель не показывает")
        return
    found = record.linked(visitor.person)
    visitor.check_record(found == linked, _WORDS[linked], _WORDS[found], shown=shown)


def check_access_withdrawn(visitor: StudentVisitor) -> None:
    """Check that VK ID lets the diary at the student's account no more, where the target lets it be asked."""
    record: Record | None = visitor.record
    if record is not None:
        withdrawn = not record.access(visitor.person)
        visitor.check_record(
            withdrawn, "доступ дневника к аккаунту VK отозван", "у дневника есть действующий ключ"
        )
