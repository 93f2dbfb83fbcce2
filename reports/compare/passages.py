"""Which of the writer's own words between the sentences were added, removed, moved or changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.compare.published import Manifest, Passage
from reports.compare.words import Run, changes
from verifier.text.model import PassageKind

_CALLED: dict[PassageKind, tuple[str, str, str]] = {
    "paragraph": ("", "абзац", "абзаца"),
    "quotation": ("а", "цитата", "цитаты"),
    "tip": ("", "совет", "совета"),
    "warning": ("о", "предупреждение", "предупреждения"),
    "list": ("", "список", "списка"),
    "picture": ("а", "картинка", "картинки"),
}
"""How a participle ends beside the noun, the noun, and the same in the genitive."""


@dataclass(frozen=True)
class TextChange:
    """A change outside of the steps: in the title, a heading, or the writer's own words."""

    where: str
    words: tuple[Run, ...]
    fate: str = "слова изменились"


@dataclass(frozen=True)
class _Placed:
    """A passage, the part of the guide where it stands, and how many headings after which sentence that is."""

    passage: Passage
    where: str
    after: tuple[str, int]

    @property
    def words(self) -> str:
        return self.passage.text.replace("\n", " ")

    def changed(self, fate: str, before: str, after: str) -> TextChange:
        return TextChange(self.where, changes(before, after), fate)


def changed(accepted: Manifest, new: Manifest) -> list[TextChange]:
    """Return what became of the passages, in the order of the new guide.

    A passage has moved when it follows another sentence of those that both guides have, or another heading.
    """
    old, fresh = ([block.claim for part in one.sections for block in part.steps] for one in (accepted, new))
    common = {*old} & {*fresh}
    before, after = list(_placed(accepted, common)), list(_placed(new, common))
    words = [one.words for one in before], [one.words for one in after]
    found: list[TextChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        pairs = list(zip(before[i1:i2], after[j1:j2], strict=False)) if i2 - i1 == j2 - j1 else []
        if tag == "equal":
            found += [change for pair in pairs for change in _same_words(*pair)]
        elif pairs:
            found += [now.changed(TextChange.fate, was.words, now.words) for was, now in pairs]
        else:
            found += [was.changed(_removed(was), was.words, "") for was in before[i1:i2]]
            found += [now.changed(_told("добавлен", now), "", now.words) for now in after[j1:j2]]
    return found


def _same_words(was: _Placed, now: _Placed) -> Iterator[TextChange]:
    if was.after != now.after:
        yield now.changed(_told("переставлен", now), now.words, now.words)
    if was.passage.kind != now.passage.kind:
        kinds = _CALLED[now.passage.kind][1], _CALLED[was.passage.kind][2]
        yield now.changed(" вместо ".join(kinds), now.words, now.words)
    elif was.passage.picture != now.passage.picture:
        yield now.changed("картинка другая", now.words, now.words)


def _removed(one: _Placed) -> str:
    told = _told("удален", one)
    return told.replace("удален ", "удалён ", 1)


def _told(participle: str, one: _Placed) -> str:
    ending, noun, _ = _CALLED[one.passage.kind]
    return f"{participle}{ending} {noun}"


def _placed(guide: Manifest, common: set[str]) -> Iterator[_Placed]:
    sentence, headings = "", 0
    for passage in guide.intro:
        yield _Placed(passage, "Введение", (sentence, headings))
    for section in guide.sections:
        headings += 1
        for block in section.blocks:
            if isinstance(block, Passage):
                yield _Placed(block, f"Раздел «{section.title}»", (sentence, headings))
            elif block.claim in common:
                sentence, headings = block.claim, 0
