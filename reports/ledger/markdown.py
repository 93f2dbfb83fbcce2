"""The ledger in GitHub's Markdown, for a pull request or the summary of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reports.ledger.model import Ledger, LedgerClaim
from reports.words import period, seconds
from verifier.walk.verdict import Verdict

# What means something to GitHub in the middle of a line; no text of a journal begins one.
_MEANT = re.compile(r"([\\`*_\[\]#|~$])")


def render(ledger: Ledger) -> str:
    """Return the whole ledger: of each text what does not hold as bug reports, then what does, folded."""
    lines = [overview(ledger)]
    for text in ledger["texts"]:
        rows = [row for row in ledger["claims"] if row["text"] == text["name"]]
        if len(ledger["texts"]) > 1:
            lines.append(f"## {escaped(text['title'] or text['name'])}\n\n{text['headline']}\n")
            lines += _part(rows, "###")
        else:
            lines += _part(rows, "##")
    return "\n".join(lines)


def _part(rows: Sequence[LedgerClaim], level: str) -> list[str]:
    failing = [row for row in rows if row["verdict"] not in (Verdict.HOLDS, Verdict.UNPROVEN)]
    unproven = [row for row in rows if row["verdict"] == Verdict.UNPROVEN]
    holding = [row for row in rows if row["verdict"] == Verdict.HOLDS]
    lines = [f"{level} Что не подтвердилось\n"] if failing or unproven else []
    lines += [_finding(row, f"{level}#") for row in failing]
    if unproven:
        lines += _table("Почему не проверялось", ((row, row["reason"]) for row in unproven))
    if holding:
        lines.append(f"<details><summary>Подтверждённые предложения: {len(holding)}</summary>\n")
        lines += _table("Время", ((row, seconds(row["duration_ms"])) for row in holding))
        lines.append("</details>\n")
    return lines


def overview(ledger: Ledger) -> str:
    """Return the ledger's first paragraphs: headline, count of each verdict, where and when it was walked."""
    told = [
        ("Цель", ledger["target"]),
        ("Браузер", ledger["browser"]),
        ("Продукт", ledger["product"]),
        ("Условия", ledger["conditions"]),
        (
            "Пройдено",
            period(ledger["started"], ledger["finished"], ledger["timezone"])
            if ledger["started"]
            else "ни разу",
        ),
        ("Шаги заняли", seconds(ledger["duration_ms"]) if ledger["duration_ms"] else ""),
    ]
    lines = [
        f"# Ведомость: {escaped(ledger['title'] or 'инструкция')}",
        "",
        f"**{ledger['headline']}**",
        "",
        "| Вердикт | Предложений |",
        "|---|---:|",
        *(f"| {one.sign} {one.in_words} | {ledger['summary'][one.value]} |" for one in Verdict),
        "",
        " · ".join(f"{name}: {escaped(text)}" for name, text in told if text),
        "",
    ]
    if ledger["missing"]:
        lines += ["**Прогон неполон.** Чего нет, того никто не проверил:", ""]
        lines += [*(f"- {escaped(line)}" for line in ledger["missing"]), ""]
    if ledger["unknown"]:
        named = ", ".join(ledger["unknown"])
        where = "этой инструкции" if len(ledger["texts"]) == 1 else "этих инструкциях"
        lines += [f"В журналах есть предложения, которых нет в {where}: {escaped(named)}.", ""]
    if ledger["flaky"]:
        named = ", ".join(ledger["flaky"])
        lines += [f"Пройдено не с первого раза, сначала помешало окружение: {escaped(named)}.", ""]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Return a text that GitHub shows as it is, on one line, whatever it consists of."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return _MEANT.sub(r"\\\1", plain)


def fenced(text: str) -> str:
    """Return a text as a block of code, with a fence that the text does not close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _finding(row: LedgerClaim, level: str) -> str:
    verdict = Verdict(row["verdict"])
    heading = f"{level} {verdict.sign} {row['number']}. {escaped(row['sentence'])}"
    place = escaped(f"{row['file']}:{row['line']}, {row['id']}")
    return f"{heading}\n\n**{verdict.in_words}** · {place}\n\n{fenced(row['message'])}\n"


def _table(last: str, rows: Iterator[tuple[LedgerClaim, str]]) -> list[str]:
    lines = [f"| № | Предложение | Где написано | {last} |", "|---:|---|---|---|"]
    for row, text in rows:
        sign = Verdict(row["verdict"]).sign
        place = escaped(f"{row['file']}:{row['line']}")
        lines.append(f"| {sign} {row['number']} | {escaped(row['sentence'])} | {place} | {escaped(text)} |")
    return [*lines, ""]
