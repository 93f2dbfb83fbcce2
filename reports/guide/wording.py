"""What the guide says of a picture and beside it; labels stand in it as they are, so that none has to be declined."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.walk.journal import Entry, Mark, MarkKind, Window
from verifier.walk.verdict import Verdict

DISTRUST = "Не все шаги подтвердились: такой инструкции нельзя доверять."
"""What stands beside the word that a guide is a draft."""

_TOLD: dict[MarkKind, str] = {"filled": "Заполни", "pressed": "Нажми", "seen": "Увидишь"}
_DRAWN: dict[MarkKind, str] = {
    "filled": "Пунктиром и карандашом отмечено, что заполнить",
    "pressed": "Стрелка показывает, что нажать",
    "seen": "Уголками и глазом отмечено, что ты увидишь",
}


def window_label(window: Window) -> str:
    """Return what a window is called where there is more than one: «Окно 2: почта»."""
    called = f"Окно {window.number}" if window.number else "Вспомогательное окно"
    return f"{called}: {window.name}" if window.name else called


def caption(window: Window | None, marks: Sequence[Mark], *, label: bool) -> str:
    """Return the line below a picture: what to do or to look for there, after the window if `label` asks for it."""
    parts = [window_label(window)] if label and window is not None else []
    parts += [f"{told}: {_listed(marks, kind)}" for kind, told in _TOLD.items() if _listed(marks, kind)]
    if not parts:
        parts = [_page(window)]
    return f"{'. '.join(parts)}."


def alt(window: Window | None, marks: Sequence[Mark], *, label: bool) -> str:
    """Return what a picture shows, for those who cannot see it."""
    where = f", {window_label(window)[0].lower()}{window_label(window)[1:]}" if label and window else ""
    parts = [f"{_page(window)}{where}"]
    parts += [f"{drawn}: {_listed(marks, kind)}" for kind, drawn in _DRAWN.items() if _listed(marks, kind)]
    return f"{'. '.join(parts)}."


def notes(entry: Entry) -> tuple[str, ...]:
    """Return what a step's picture cannot show: what has gone, and what is wrong with a sentence that did not hold."""
    told = []
    if gone := _listed(entry.marks, "absent"):
        told.append(f"Больше нет: {gone}.")
    if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN):
        if entry.expected:
            told.append(f"Ожидалось: {entry.expected}.")
        if entry.observed:
            told.append(f"На деле: {entry.observed}.")
    return tuple(told)


def _page(window: Window | None) -> str:
    title = window and (window.title or window.name)
    return f"Страница «{title}»" if title else "Окно браузера"


def _listed(marks: Sequence[Mark], kind: MarkKind) -> str:
    return ", ".join(dict.fromkeys(mark.label for mark in marks if mark.kind == kind))
