"""The ledger's forms for machines and pull requests: headline, Markdown, the job's summary, JUnit XML."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from junitparser import Error, Failure, JUnitXml
from markdown_it import MarkdownIt

from reports import ledger, words
from reports.ledger import markdown
from tests.support.journals import journal
from verifier.text.model import Claim, Instruction, Section
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict

HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN = Verdict
NASTY = "<script>alert(1)</script> | `x` ```` *a* [b](http://c) \x1b[31m & _d_"


def one_of_each(instruction: Instruction, folder: Path) -> Journal:
    return journal(
        instruction, folder, "a", login_page=HOLDS, signed_in=DRIFT, chats_tab=ENVIRONMENT, press_link=BROKEN
    )


def made_up(*claims: Claim) -> Instruction:
    return Instruction("made-up/x", "ru", "", "x.md", (), (Section("", "Раздел", claims),))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], "нет ни одного предложения"),
        ([1], "подтверждено 1 из 1 предложения"),
        ([0, 1], "подтверждено 0 из 1 предложения; слова расходятся: 1"),
        ([20, 1], "подтверждено 20 из 21 предложений; слова расходятся: 1"),
        ([21], "подтверждено 21 из 21 предложений"),
        ([11], "подтверждено 11 из 11 предложений"),
        ([0, 0, 0, 0, 21], "подтверждено 0 из 21 предложений; не проверялось: 21"),
        (
            [1, 2, 2, 2, 2],
            "подтверждено 1 из 9 предложений; слова расходятся: 2; не работает: 2; "
            "не удалось проверить: 2; не проверялось: 2",
        ),
        (
            [2, 21, 1, 1, 1],
            "подтверждено 2 из 26 предложений; слова расходятся: 21; не работает: 1; "
            "не удалось проверить: 1; не проверялось: 1",
        ),
        (
            [5, 5, 11, 0, 111],
            "подтверждено 5 из 132 предложений; слова расходятся: 5; не работает: 11; не проверялось: 111",
        ),
    ],
)
def test_headline(counts: list[int], said: str) -> None:
    verdicts = [verdict for verdict, count in zip(Verdict, counts, strict=False) for _ in range(count)]
    claims = [Claim(f"c-{number}", "Нажми.", "Раздел", "x.md", 1) for number, _ in enumerate(verdicts)]
    entries = [
        Entry(claim.id, claim.sentence, claim.file, claim.line, "x.py:1", verdict)
        for claim, verdict in zip(claims, verdicts, strict=True)
    ]
    text = made_up(*claims)
    made = ledger.make([text], [Journal("stand", "a", "chromium 1", text, entries=entries)], Path())
    assert made["headline"] == said


@pytest.mark.parametrize(
    ("duration_ms", "said"),
    [
        (0, "0,0 с"),
        (1_449, "1,4 с"),
        (59_949, "59,9 с"),
        (59_950, "1 мин"),
        (60_000, "1 мин"),
        (74_600, "1 мин 15 с"),
    ],
)
def test_seconds(duration_ms: int, said: str) -> None:
    assert words.seconds(duration_ms) == said


@pytest.mark.parametrize(
    ("started", "finished", "said"),
    [
        ("2026-11-24T03:26:01+00:00", "2026-11-24T03:26:14+00:00", "24 ноября 2026, 06:26 (МСК)"),
        ("2026-11-24T03:26:01+00:00", "2026-11-24T03:27:14+00:00", "24 ноября 2026, 06:26–06:27 (МСК)"),
        (
            "2026-12-31T20:59:00+00:00",
            "2026-12-31T21:01:00+00:00",
            "31 декабря 2026, 23:59 — 1 января 2027, 00:01 (МСК)",
        ),
    ],
)
def test_period(started: str, finished: str, said: str) -> None:
    assert words.period(started, finished, "Europe/Moscow") == said


@pytest.mark.parametrize(
    ("timezone", "said"),
    [
        ("Asia/Yekaterinburg", "1 января 2027, 01:30 (Екатеринбург)"),
        ("Europe/Kaliningrad", "31 декабря 2026, 22:30 (Калининград)"),
        ("UTC", "31 декабря 2026, 20:30 (UTC)"),
        ("Nowhere/Else", "31 декабря 2026, 20:30 (UTC)"),
        ("../etc/passwd", "31 декабря 2026, 20:30 (UTC)"),
    ],
)
def test_time_is_told_by_the_clock_of_the_target(timezone: str, said: str) -> None:
    moment = "2026-12-31T20:30:00+00:00"
    assert words.period(moment, moment, timezone) == said


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "5"), (1, "1"), (2, "2"), (4, "2"), (5, "5"), (11, "5"), (12, "5"), (21, "1"), (112, "5")],
)
def test_noun_goes_with_its_number(number: int, form: str) -> None:
    assert words.plural(number, "1", "2", "5") == form
    assert words.singular(number) is (form == "1")


def tokens(text: str) -> Any:
    return MarkdownIt("commonmark").enable("table").parse(text)


def test_markdown_leads_with_what_does_not_hold(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make([instruction], [one_of_each(instruction, tmp_path)], tmp_path)
    text = markdown.render(made)
    parsed = tokens(text)
    headings = [after.content for token, after in pairwise(parsed) if token.type == "heading_open"]
    findings = [f"{number}. {instruction.claims[number - 1].sentence}" for number in (2, 3, 4)]
    assert headings[:2] == [f"Ведомость: {instruction.title}", "Что не подтвердилось"]
    assert [heading[2:] for heading in headings[2:]] == findings
    reports = [token.content for token in parsed if token.type == "fence"]
    assert [report.split(":")[0] for report in reports] == [
        "СЛОВА РАЗОШЛИСЬ",
        "НЕ УДАЛОСЬ ПРОВЕРИТЬ",
        "НЕ РАБОТАЕТ",
    ]
    assert f"**{made['headline']}**" in text
    last = instruction.numbers[instruction.claims[-1].id]
    for row in ("| ✓ подтверждено | 1 |", "| · не проверялось | 17 |", f"| · {last} |"):
        assert row in text
    folded = text[text.index("<details>") : text.index("</details>")]
    assert instruction.claims[0].sentence in folded
    assert "Подтверждённые предложения: 1" in folded


def test_markdown_shows_any_text_as_it_is(tmp_path: Path) -> None:
    claims = [
        Claim("a", NASTY, "Раздел", "x.md", 1),
        Claim("b", NASTY, "Раздел", "x.md", 2),
        Claim("c", NASTY, "Раздел", "x.md", 3),
    ]
    told = [Entry(claim.id, NASTY, "x.md", claim.line, "x.py:1") for claim in claims]
    told[0].verdict, told[0].observed = BROKEN, NASTY
    told[1].verdict = HOLDS
    text = made_up(*claims)
    walk = Journal("stand", "a", "chromium 1", text, entries=told)
    parsed = tokens(markdown.render(ledger.make([text], [walk], tmp_path)))
    shown = [
        "".join(child.content for child in token.children)
        for token in parsed
        if token.type == "inline" and "script" in token.content
    ]
    clean = NASTY.replace("\x1b", "�")
    assert shown == [f"✗ 1. {clean}", clean, clean]
    kinds = {child.type for token in parsed for child in token.children or ()}
    assert kinds == {"text", "strong_open", "strong_close"}
    (fence,) = (token for token in parsed if token.type == "fence")
    assert f"На деле:             {clean}" in fence.content
    assert [token.content for token in parsed if token.type == "html_block"] == [
        "<details><summary>Подтверждённые предложения: 1</summary>\n",
        "</details>\n",
    ]


def test_summary_of_a_job_gets_the_ledger(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make([instruction], [one_of_each(instruction, tmp_path)], tmp_path)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    ledger.append_summary(made, {"GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.read_text(encoding="utf-8") == f"before\n{markdown.render(made)}\n"


@pytest.mark.parametrize("environ", [{}, {"GITHUB_STEP_SUMMARY": ""}])
def test_without_a_job_there_is_no_summary(
    instruction: Instruction, tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ledger.append_summary(ledger.make([instruction], [], tmp_path), environ)
    assert list(tmp_path.iterdir()) == []


def test_summary_that_github_would_drop_is_cut_to_the_counts(
    instruction: Instruction, tmp_path: Path
) -> None:
    walk = one_of_each(instruction, tmp_path)
    walk.entries[1].observed = "ы" * 500_000
    summary = tmp_path / "summary.md"
    made = ledger.make([instruction], [walk], tmp_path)
    ledger.append_summary(made, {"GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text(encoding="utf-8")
    assert len(text) < 2_000
    assert made["headline"] in text


def test_junit_is_read_back_with_the_right_counts(instruction: Instruction, tmp_path: Path) -> None:
    made = ledger.make([instruction], [one_of_each(instruction, tmp_path)], tmp_path)
    path = ledger.write(made, tmp_path).junit
    assert path.name == "ledger.junit.xml"
    xml = JUnitXml.fromfile(str(path))
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (21, 2, 18, 0)
    assert xml.time == 6.0
    assert [suite.name for suite in xml] == [
        section.title for section in instruction.sections if section.claims
    ]
    cases = [case for suite in xml for case in suite]
    assert [case.name.split(" — ")[0] for case in cases] == [claim.id for claim in instruction.claims]
    told = {case.name.split(" — ")[0]: [(type(one), one.type) for one in case.result] for case in cases}
    assert told["login-page"] == []
    assert told["signed-in"] == [(Failure, "drift")]
    assert told["chats-tab"] == [(Error, "environment")]
    assert told["press-link"] == [(Failure, "broken")]
    assert told["relinked"] == [(Error, "unproven")]
    (broken,) = (case for case in cases if case.name.startswith("press-link"))
    assert broken.classname == "flows/diary_chats/instruction.ru.md:Привязка VK ID"
    (result,) = broken.result
    assert result.message == "не работает: ожидалось: кнопка «Войти»; на деле: такой нет"
    assert "НЕ РАБОТАЕТ: press-link" in result.text
    claim = instruction.claim("press-link")
    assert f'file="{claim.file}" line="{claim.line}"' in path.read_text(encoding="utf-8")


def test_junit_holds_any_text(instruction: Instruction, tmp_path: Path) -> None:
    walk = one_of_each(instruction, tmp_path)
    walk.entries[1].observed = f"{NASTY}\x00\ud800]]>"
    made = ledger.make([instruction], [walk], tmp_path)
    (drift,) = (
        result
        for suite in JUnitXml.fromstring(ledger.junit(made).encode())
        for case in suite
        for result in case.result
        if result.type == "drift"
    )
    assert NASTY.replace("\x1b", "�") in drift.text
