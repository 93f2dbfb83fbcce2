"""What the guide says of a picture and beside it: what to press, fill in and look for, by the words on the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from verifier.walk.journal import Entry, Mark, MarkKind, Window
from verifier.walk.verdict import Verdict

DISTRUST = "Не все шаги подтвердились: такой инструкции нельзя доверять."
"""What stands beside the word that a guide is a draft."""

LEGEND = (
    "Как читать картинки: сплошная рамка и стрелка — нажми; пунктир и карандаш — заполни; "
    "уголки и глаз — увидишь это."
)
"""What the marks mean, where a form of the guide does not draw them."""

_TOLD: dict[MarkKind, str] = {"seen": "Увидишь", "filled": "Заполни", "pressed": "Нажми"}
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
    parts += [_told(told, _labels(marks, kind)) for kind, told in _TOLD.items() if _labels(marks, kind)]
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
    return ", ".join(_labels(marks, kind))


def _labels(marks: Sequence[Mark], kind: MarkKind) -> list[str]:
    return list(dict.fromkeys(mark.label for mark in marks if mark.kind == kind))


def _told(verb: str, labels: Sequence[str]) -> str:
    """Return a sentence: «Нажми кнопку «Да»»; with a colon where a label's form after the verb is not known."""
    parts = list[str]()
    for noun, alike in groupby(
        labels, lambda label: match[1] if (match := _QUOTING.fullmatch(label)) else ""
    ):
        of_noun = list(alike)
        if noun in _FORMS and len(of_noun) > 1:
            parts.append(f"{_FORMS[noun][1]} {_and([one.removeprefix(noun).strip() for one in of_noun])}")
        else:
            declined = [accusative(one) for one in of_noun]
            if None in declined:
                return f"{verb}: {', '.join(labels)}"
            parts += filter(None, declined)
    return f"{verb} {_and(parts)}"


def accusative(label: str) -> str | None:
    """Return what a thing is called as the object of a Russian verb; None where its form is not known."""
    words = label.split(" ")
    for place, word in enumerate(words):
        bare = word.rstrip(",")
        if bare.endswith(("ая", "яя")):
            words[place] = f"{bare[:-2]}{'ую' if bare.endswith('ая') else 'юю'}"
            continue
        if bare in _FORMS:
            words[place] = word.replace(bare, _FORMS[bare][0])
        elif bare.endswith(("а", "я")):
            return None
        break
    return " ".join(words)


def _and(parts: Sequence[str]) -> str:
    return " и ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


_QUOTING = re.compile(r"(\w+) «.+»")
_FORMS = {
    "кнопка": ("кнопку", "кнопки"),
    "вкладка": ("вкладку", "вкладки"),
    "ссылка": ("ссылку", "ссылки"),
    "поле": ("поле", "поля"),
    "заголовок": ("заголовок", "заголовки"),
    "флажок": ("флажок", "флажки"),
    "надпись": ("надпись", "надписи"),
    "строка": ("строку", "строки"),
    "форма": ("форму", "формы"),
    "страница": ("страницу", "страницы"),
    "таблица": ("таблицу", "таблицы"),
    "проверка": ("проверку", "проверки"),
    "картинка": ("картинку", "картинки"),
}
"""Of what readers press, fill in and see: one as the object of a verb, and several."""
