"""The messages of a run, in Russian: to each audience what it has to act on, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from reports.summary import Summary
from reports.summary.model import Failure, Finding
from verifier.walk.verdict import Verdict

_MOST = 10
"""How many sentences or tests a message names; the ledger has them all."""


class Audience(Enum):
    """Who acts on a verdict; the value is the environment variable with their addresses, in Apprise's form."""

    WRITERS = "NOTIFY_WRITERS"
    DEVELOPERS = "NOTIFY_DEVELOPERS"
    OPERATIONS = "NOTIFY_OPERATIONS"

    @property
    def in_words(self) -> str:
        """Who they are, in the dative."""
        return _WHO[self]


_WHO = {
    Audience.WRITERS: "авторам инструкции",
    Audience.DEVELOPERS: "разработчикам",
    Audience.OPERATIONS: "эксплуатации",
}
_VERDICTS = {
    Audience.WRITERS: Verdict.DRIFT,
    Audience.DEVELOPERS: Verdict.BROKEN,
    Audience.OPERATIONS: Verdict.ENVIRONMENT,
}
_TITLES = {
    Audience.WRITERS: "слова в инструкции разошлись с продуктом",
    Audience.DEVELOPERS: "инструкция не работает",
    Audience.OPERATIONS: "инструкцию не удалось проверить",
}


class Links(NamedTuple):
    """Where a reader finds more; empty for what there is not."""

    ledger: str = ""
    guide: str = ""
    ci: str = ""


class Message(NamedTuple):
    """What one audience is told."""

    audience: Audience
    title: str
    body: str
    claims: Sequence[tuple[str, str]] = ()
    """What it is about, each by its text and its own id."""


def compose(summary: Summary, links: Links, *, always: bool = False) -> list[Message]:
    """Return the messages of a run; a green one has none, unless they are `always` wanted: then all are told so.

    A sentence in quarantine calls nobody, and is named at the end of the messages that go out all the same.
    """
    messages = [
        Message(
            audience,
            f"{summary.target}: {_TITLES[audience]}",
            "\n".join([summary.headline, "", *lines, *more]),
            [(one.text, one.claim) for one in _found(summary, audience)],
        )
        for audience in Audience
        if (lines := _lines(summary, audience))
        for more in [_more(summary, links)]
    ]
    if messages or not always:
        return messages
    body = "\n".join([summary.headline, *_more(summary, links)])
    return [Message(one, f"{summary.target}: прогон без замечаний", body) for one in Audience]


def _lines(summary: Summary, audience: Audience) -> list[str]:
    verdict, found = _VERDICTS[audience], _found(summary, audience)
    lines = _short(_sentences(summary, found), "предложений")
    lines += _short(
        [f"• {one.test}: {one.message}" for one in _alone(summary, verdict, bool(found))], "проверок"
    )
    if audience is Audience.OPERATIONS and summary.too_flaky:
        count, limit = summary.tests["flaky"], summary.max_flaky
        lines.append(f"Прошли не с первого раза: {count}, допустимо {limit}.")
        lines += _short([f"• {one.test}" for one in summary.failures if one.outcome == "flaky"], "проверок")
    if audience is Audience.OPERATIONS:
        lines += _short([f"• {one}" for one in summary.missing], "частей")
    if audience is Audience.DEVELOPERS and not lines and _ended_otherwise(summary):
        lines.append(f"Прогон не дошёл до конца: код pytest {summary.exit_code}.")
    return lines


def _found(summary: Summary, audience: Audience) -> list[Finding]:
    """Return the sentences that an audience has to act on."""
    verdict = _VERDICTS[audience]
    return [one for one in summary.findings if one.verdict == verdict and not one.quarantined]


def _alone(summary: Summary, verdict: Verdict, told: bool) -> list[Failure]:
    """Return failed tests of which no sentence tells: the suite's own, and those that failed outside the steps."""
    failed = [one for one in summary.failures if one.outcome == "failed"]
    if verdict is Verdict.BROKEN:
        own = [one for one in failed if not one.verdicts]
        return own if told else own + [one for one in failed if verdict in one.verdicts]
    return [] if told else [one for one in failed if verdict in one.verdicts]


def _ended_otherwise(summary: Summary) -> bool:
    return summary.exit_code not in (None, 0, 1, 10, 11)


def _sentences(summary: Summary, found: Sequence[Finding]) -> list[str]:
    """Return what is told of each sentence; where the run has several texts, the first of each text names it."""
    titles = {text.name: text.title or text.name for text in summary.texts}
    lines, before = [], ""
    for one in found:
        of_another = len(titles) > 1 and one.text != before
        lines.append(f"{titles[one.text]}:\n{_sentence(one)}" if of_another else _sentence(one))
        before = one.text
    return lines


def _sentence(one: Finding) -> str:
    parts = [f"{Verdict(one.verdict).sign} {one.number}. {one.sentence}", f"   {one.file}:{one.line}"]
    told: Mapping[str, str] = {"ожидалось": one.expected, "на деле": one.observed, "похоже на": one.nearest}
    parts += [f"   {name}: {text}" for name, text in told.items() if text]
    return "\n".join(parts)


def _short(lines: Sequence[str], what: str) -> list[str]:
    rest = len(lines) - _MOST
    return [*lines[:_MOST], f"… и ещё {what}: {rest}"] if rest > 0 else list(lines)


def _more(summary: Summary, links: Links) -> list[str]:
    lines = [f"Не проверялось предложений: {len(summary.unproven)}"] if summary.unproven else []
    if summary.unreturned:
        lines.append(
            f"Учётных записей не возвращено к тому, что было: {summary.unreturned}."
            " Следующий прогон на той же машине вернёт их сам; если машина каждый раз новая, верните их вручную."
        )
    several = len(summary.texts) > 1
    needed = [
        f"{one.named if several else one.what} (до {one.until:%d.%m.%Y}, {one.owner})"
        for one in summary.quarantine
        if one.needed
    ]
    if needed:
        lines.append(f"В карантине: {', '.join(needed)}")
    named = {"Ведомость": links.ledger, "Инструкция с картинками": links.guide, "Прогон": links.ci}
    lines += [f"{name}: {address}" for name, address in named.items() if address]
    return ["", *lines] if lines else []
