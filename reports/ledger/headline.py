"""The ledger in one honest line of Russian."""

from __future__ import annotations

from collections.abc import Mapping

from reports.words import singular
from verifier.walk.verdict import Verdict

_PREDICATES: Mapping[Verdict, tuple[str, str]] = {
    Verdict.HOLDS: ("подтверждено", "подтверждены"),
    Verdict.DRIFT: ("расходится в словах", "расходятся в словах"),
    Verdict.BROKEN: ("не работает", "не работают"),
    Verdict.ENVIRONMENT: ("не удалось проверить", "не удалось проверить"),
    Verdict.UNPROVEN: ("не проверялось", "не проверялись"),
}


def headline(summary: Mapping[str, int], *, incomplete: bool = False) -> str:
    """Return how many sentences hold, and what is the matter with the others; what is zero is left out.

    `summary` counts the sentences by verdict; `incomplete` says that not all parts of the run came.

    The noun names the whole set and so stands in the plural, whatever digit the total ends in; each predicate
    goes with its own number.
    """
    total = sum(summary.values())
    if not total:
        return "нет ни одного предложения"
    holds, *others = (summary[verdict.value] for verdict in Verdict)
    noun = "предложения" if total == 1 else "предложений"
    parts = [f"{holds} из {total} {noun} {_said(Verdict.HOLDS, holds)}"]
    named = zip(list(Verdict)[1:], others, strict=True)
    parts += [f"{count} {_said(verdict, count)}" for verdict, count in named if count]
    if incomplete:
        parts.append("прогон неполон: пришли не все его части")
    return "; ".join(parts)


def _said(verdict: Verdict, count: int) -> str:
    one, more = _PREDICATES[verdict]
    return one if singular(count) else more
