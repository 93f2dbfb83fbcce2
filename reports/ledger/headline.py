"""The ledger in one honest line of Russian."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.walk.verdict import Verdict


def headline(summary: Mapping[str, int], *, incomplete: bool = False) -> str:
    """Return how many sentences hold, and what is the matter with the others; what is zero is left out.

    `summary` counts the sentences by verdict; `incomplete` says that not all parts of the run came.
    """
    total = sum(summary.values())
    if not total:
        return "нет ни одного предложения"
    noun = "предложения" if total == 1 else "предложений"
    holding, *others = Verdict
    parts = [f"{holding.in_words} {summary[holding.value]} из {total} {noun}"]
    parts += [counted(verdict, summary[verdict.value]) for verdict in others if summary[verdict.value]]
    if incomplete:
        parts.append("прогон неполон: пришли не все его части")
    return "; ".join(parts)


def counted(verdict: Verdict, count: int) -> str:
    """Return to how many sentences a verdict was given: «не проверялось: 16»."""
    return f"{verdict.in_words}: {count}"
