"""A finding as a bug report: sentence, place, expected, seen, where, the nearest likeness, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict

_MEANING = {
    Verdict.DRIFT: "СЛОВА РАЗОШЛИСЬ",
    Verdict.BROKEN: "НЕ РАБОТАЕТ",
    Verdict.ENVIRONMENT: "НЕ УДАЛОСЬ ПРОВЕРИТЬ",
    Verdict.HOLDS: "ПОДТВЕРЖДЕНО",
    Verdict.UNPROVEN: "НЕ ПРОВЕРЯЛОСЬ",
}
_NEXT = {
    Verdict.BROKEN: "повторите шаг вручную; если так и есть, это ошибка продукта или устаревшее предложение",
    Verdict.ENVIRONMENT: "проверьте, доступна ли система, и повторите прогон",
}


def describe(entry: Entry, picture: str = "", again: str = "") -> str:
    """Return a finding as a few aligned lines of Russian.

    `picture` is where its reader finds the picture, `again` the command that walks just this sentence.
    """
    lines = [("Предложение", f"{entry.sentence}"), ("", f"{entry.file}:{entry.line}")]
    if entry.expected:
        lines.append(("Ожидалось", entry.expected))
    if entry.observed:
        lines.append(("На деле", entry.observed))
    if entry.nearest:
        lines.append(("Больше всего похоже", entry.nearest))
    if entry.window is not None:
        lines.append(("Где", f"{entry.window.called}, {entry.window.url}"))
    lines += [("Заметка" if number == 0 else "", note) for number, note in enumerate(entry.notes)]
    if picture:
        lines.append(("Картинка", picture))
    lines.append(("Шаг", entry.step))
    if remedy(entry):
        lines.append(("Что делать", remedy(entry)))
    if again:
        lines.append(("Повторить", again))
    return "\n".join([f"{_MEANING[entry.verdict]}: {entry.claim}", *_aligned(lines)])


def remedy(entry: Entry) -> str:
    """Return what to do about a finding; empty when there is nothing to do."""
    return entry.remedy or _NEXT.get(entry.verdict, "")


def describe_all(
    findings: Sequence[Entry], journal: Journal, again: Callable[[str], str] = lambda _claim: ""
) -> str:
    """Return every finding of a walk, and how much of the walk was not reached because of them.

    `again` returns the command that walks just one sentence, by its id; empty where there is none.
    """
    parts = [describe(entry, _picture(entry, journal), again(entry.claim)) for entry in findings]
    unproven = [entry for entry in journal.entries if entry.verdict is Verdict.UNPROVEN]
    missed = [entry.claim for entry in unproven if not entry.spared]
    if missed:
        parts.append(f"Из-за этого не проверено предложений: {len(missed)} ({', '.join(missed)})")
    return "\n\n".join(parts)


def describe_trouble(
    verdict: Verdict, expected: str, observed: str, nearest: str = "", remedy: str = ""
) -> str:
    """Return what a scenario ran into outside the documented steps."""
    lines = [("Ожидалось", expected), ("На деле", observed)]
    if nearest:
        lines.append(("Больше всего похоже", nearest))
    if to_do := remedy or _NEXT.get(verdict, ""):
        lines.append(("Что делать", to_do))
    return "\n".join([_MEANING[verdict], *_aligned(lines)])


def in_short(report: str) -> str:
    """Return one line of what was told: the first, with what was expected where that says the verdict alone."""
    first, *rest = report.splitlines() or [""]
    return f"{first}. {' '.join(rest[0].split())}" if first in _MEANING.values() and rest else first


def _aligned(lines: Sequence[tuple[str, str]]) -> list[str]:
    return [f"  {f'{head}:' if head else '':<21}{text}" for head, text in lines]


def _picture(entry: Entry, journal: Journal) -> str:
    if entry.picture is None or journal.folder is None:
        return ""
    path = (journal.folder / entry.picture).resolve()
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
