"""How like one wording is to another, and which of several is the one that nobody would dispute."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from verifier.screen.trouble import Likeness, Role

CLEAR_PERCENT = 50
"""From this likeness on a label may be the one that is looked for in other words."""
CLEAR_PERCENT_WORD = 65
"""The same for a label of one word: many verbs have their beginning and end in common."""
CLEAR_PERCENT_SHORT = 75
"""The same for a label of less than eight letters: in a short word a few letters are another word."""
CLEAR_LEAD_PERCENT = 10
"""By so much the nearest label has to be ahead of the next, or nobody can tell which is meant."""
WORTH_TELLING_PERCENT = 40
"""Below this likeness a label is no hint to anybody."""

Opposites = Sequence[tuple[Sequence[str], Sequence[str]]]
"""Pairs of words that say the opposite of each other: a label with the one is no likeness of one with the other."""

_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyё", "АВСЕНКМОРТХУасеорхуе")
_SHORT = 8


def rank(
    wording: str, candidates: Sequence[tuple[Role, str]], others: Collection[str], opposites: Opposites
) -> list[Likeness]:
    """Order the labels on a page by likeness to a wording, the nearest first.

    `others` are the wordings of other controls: they are left out, and so are labels that say the opposite.
    """
    found = {
        Likeness(label, role, round(similarity(wording, label)))
        for role, label in candidates
        if label and label not in others and not is_opposite(wording, label, opposites)
    }
    return sorted(found, key=lambda one: (-one.percent, one.label))


def is_clear(wording: str, ranking: Sequence[Likeness]) -> bool:
    """Say whether the first of a ranking is a likeness of the wording that nobody would dispute."""
    if not ranking or not is_like(wording, ranking[0].percent):
        return False
    rest = [one for one in ranking if one.label != ranking[0].label]
    return not rest or ranking[0].percent - rest[0].percent >= CLEAR_LEAD_PERCENT


def is_like(wording: str, percent: float) -> bool:
    """Say whether so much likeness is enough for a wording of this length."""
    if len(wording) < _SHORT:
        return percent >= CLEAR_PERCENT_SHORT
    return percent >= (CLEAR_PERCENT if len(wording.split()) > 1 else CLEAR_PERCENT_WORD)


def is_shortened(wording: str, shown: str) -> bool:
    """Say whether one of two wordings is the other without some of its words.

    That is no likeness to find a thing by, for a few words fit many; it is enough where it is known which is meant.
    """
    one, other = set(_plain(wording).split()), set(_plain(shown).split())
    return bool(one and other) and (one <= other or other <= one)


def similarity(wording: str, shown: str) -> float:
    """Percent; case, punctuation, word order and Latin letters that look like Cyrillic ones do not count."""
    from rapidfuzz import fuzz  # needed on drift alone

    wording, shown = _plain(wording), _plain(shown)
    return max(fuzz.ratio(wording, shown), fuzz.token_sort_ratio(wording, shown))


def is_opposite(wording: str, shown: str, opposites: Opposites) -> bool:
    """Say whether two wordings say the opposite of each other."""
    one, other = _plain(wording).split(), _plain(shown).split()
    return any(
        (_any(one, left) and _any(other, right)) or (_any(one, right) and _any(other, left))
        for left, right in opposites
    )


def difference(wording: str, shown: str) -> str:
    """Say how a label differs that a reader might take for the documented one; empty where the words differ."""
    if wording.casefold() == shown.casefold():
        return "различаются прописные и строчные буквы"
    strange = [sign for sign, expected in zip(shown, wording, strict=False) if sign != expected]
    if len(shown) == len(wording) and _plain(wording) == _plain(shown):
        return f"на странице буквы-двойники другого алфавита: {', '.join(f'«{sign}»' for sign in strange)}"
    if "".join(wording.split()) == "".join(shown.split()):
        return "различаются пробелы"
    return ""


def _any(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(word in wanted for word in words)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.translate(_LOOKALIKES).casefold()))
