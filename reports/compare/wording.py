"""A comparison in words: one line for the whole, a few words for each step."""

from __future__ import annotations

from collections.abc import Sequence

from reports.compare.make import Comparison, StepChange
from reports.words import plural, singular

_SENTENCES = ("предложение", "предложения", "предложений")
_EARLIER = ("картинка перед ней", "картинки перед ней", "картинок перед ней")
_PICTURES = {
    "changed": "картинка изменилась",
    "added": "картинка появилась",
    "removed": "картинки больше нет",
}


def headline(comparison: Comparison) -> str:
    """Return what changed, counted: «Изменилось: 2 картинки и 1 предложение. Всего предложений: 21.»."""
    total = f"Всего предложений: {len(comparison.new.steps)}."
    both = [step for step in comparison.changed if step.before is not None and step.after is not None]
    changed = _listed(
        [
            (
                sum((step.picture is not None) + step.earlier for step in both),
                ("картинка", "картинки", "картинок"),
            ),
            (sum(bool(step.sentence) for step in both), _SENTENCES),
            (sum(bool(step.notes) for step in both), ("примечание", "примечания", "примечаний")),
            (sum(step.is_reverdicted for step in both), ("вердикт", "вердикта", "вердиктов")),
            (len(comparison.texts), ("текст вне шагов", "текста вне шагов", "текстов вне шагов")),
        ]
    )
    told = {
        "изменилось": changed,
        "добавлено": _listed([(sum(step.before is None for step in comparison.changed), _SENTENCES)]),
        "удалено": _listed([(sum(step.after is None for step in comparison.changed), _SENTENCES)]),
        "переставлено": _listed([(sum(step.is_moved for step in both), _SENTENCES)]),
    }
    parts = "; ".join(f"{what}: {counted}" for what, counted in told.items() if counted)
    return f"{parts.capitalize() or 'Ничего не изменилось'}. {total}"


def place(change: StepChange) -> str:
    """Return which step it is."""
    return f"Шаг {change.step.number}" if change.after else f"Бывший шаг {change.step.number}"


def labels(change: StepChange) -> list[str]:
    """Return what became of a step, a few words each."""
    before, after = change.before, change.after
    if before is None:
        return ["добавлен"]
    if after is None:
        return ["удалён"]
    was = f" (был шаг {before.number})" if before.number != after.number else ""
    labels = [f"переставлен{was}"] if change.is_moved else []
    labels += ["слова изменились"] if change.sentence else []
    labels += ["примечание изменилось"] if change.notes else []
    if change.is_reverdicted:
        labels.append(f"было «{before.verdict.in_words}», стало «{after.verdict.in_words}»")
    if change.picture is not None:
        labels.append(_PICTURES[change.picture.kind])
    if change.picture is not None and change.picture.difference is not None:
        count = len(change.picture.difference.regions)
        labels[-1] += f" в {count} {'месте' if singular(count) else 'местах'}"
    if change.earlier:
        labels.append(
            f"{'изменилась' if singular(change.earlier) else 'изменилось'} {_listed([(change.earlier, _EARLIER)])}"
        )
    return labels


def _listed(counts: Sequence[tuple[int, tuple[str, str, str]]]) -> str:
    parts = [f"{count} {plural(count, *forms)}" for count, forms in counts if count]
    return " и ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
