"""The history of outcomes: its file under interruption, its rates and trends, its page in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from reports import history
from reports.cli import commands
from reports.history import Night, notices, trends
from reports.history.model import Proof, Trial
from reports.history.page import polyline, render, since
from tests.support.journals import journal
from tests.support.readable import obstacles
from verifier.run import outcomes
from verifier.run.outcomes import Kind, Outcome, RunOutcomes
from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict

HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN = Verdict
FLAKY = "tests/scenarios/test_x.py::test_flaky[chromium]"
TEXT = "made-up/chats"
DAY = "2026-01-01T00:00:00+00:00"
SLOW = "tests/scenarios/test_x.py::test_slow[chromium]"


def night(day: int, outcome: Kind = "passed", duration_ms: int = 1000, verdict: Verdict = HOLDS) -> Night:
    return Night(
        run=f"run{day}",
        target="staging",
        browser="chromium 1",
        started=f"2026-01-{day:02d}T03:00:00+00:00",
        exit_code=0 if verdict is HOLDS else 1,
        tests={
            FLAKY: Trial(outcome=outcome, duration_ms=900),
            SLOW: Trial(outcome="passed", duration_ms=duration_ms),
        },
        timezone="Europe/Moscow",
        claims={
            TEXT: {
                "enter": Proof(
                    sentence="Войти.", verdict=verdict, wavered=outcome == "flaky", duration_ms=700
                ),
                "press-link": Proof(sentence="", verdict=HOLDS, wavered=False, duration_ms=duration_ms),
            }
        },
    )


def test_file_survives_a_line_that_was_cut_short(tmp_path: Path) -> None:
    history.append(tmp_path, [night(1), night(2)])
    path = tmp_path / history.FILE
    path.write_bytes(path.read_bytes()[:-40])
    assert [one.run for one in history.append(tmp_path, [night(3)])] == ["run3"]
    nights, spoilt, _ = history.read(tmp_path)
    assert [one.run for one in nights] == ["run1", "run3"]
    assert spoilt == [2]
    history.append(tmp_path, [night(2)])
    assert [one.run for one in history.read(tmp_path).nights] == ["run1", "run2", "run3"]


FIRST = """{"format":1,"run":"old","target":"staging","browser":"chromium 1","started":"2025-12-31T03:00:00+00:00",\
"exit_code":0,"tests":{"t":{"outcome":"passed","verdict":null,"duration_ms":5}},\
"claims":{"enter":{"verdict":"holds","wavered":false,"duration_ms":7}}}"""
"""A line as it was written before texts were named."""


def test_line_of_the_format_before_is_read_and_counts_for_the_text_that_has_such_a_claim(
    tmp_path: Path,
) -> None:
    (tmp_path / history.FILE).write_text(f"{FIRST}\n", encoding="utf-8")
    history.append(tmp_path, [night(1)])
    nights, spoilt, _ = history.read(tmp_path)
    assert ([one.run for one in nights], spoilt) == (["old", "run1"], [])
    assert nights[0].claims[""]["enter"].duration_ms == 7
    enter, press_link = trends.claims(nights)
    assert (enter.name, enter.sentence, len(enter.moments)) == ("enter", "Войти.", 2)
    assert (press_link.name, len(press_link.moments)) == ("press-link", 1)
    assert "31 декабря 2025, 06:00 (МСК)" in render(history.read(tmp_path))


def test_line_of_the_format_before_counts_for_none_of_several_texts_that_have_such_a_claim(
    tmp_path: Path,
) -> None:
    (tmp_path / history.FILE).write_text(f"{FIRST}\n", encoding="utf-8")
    both = night(1)
    history.append(
        tmp_path, [both.model_copy(update={"claims": both.claims | {"forum/sign-up": both.claims[TEXT]}})]
    )
    rows = trends.claims(history.read(tmp_path).nights)
    assert [(row.name, len(row.moments)) for row in rows] == [
        ("enter", 1),
        ("forum/sign-up/enter", 1),
        ("forum/sign-up/press-link", 1),
        ("made-up/chats/enter", 1),
        ("made-up/chats/press-link", 1),
    ]


@pytest.mark.parametrize(
    "line", ['{"format": 1, "run": "x"}', '{"format": 1, "claims": {"a": 1}}', '{"format": 3}', "[]", "1"]
)
def test_line_that_is_none_is_spoilt(tmp_path: Path, line: str) -> None:
    (tmp_path / history.FILE).write_text(f"{line}\n", encoding="utf-8")
    assert history.read(tmp_path) == ([], [1], [])


def test_run_gets_in_once_and_several_at_once_all_do(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda day: history.append(tmp_path, [night(day)]), [*range(1, 25), *range(1, 25)]))
    assert [one.run for one in history.read(tmp_path).nights] == [f"run{day}" for day in range(1, 25)]
    assert len((tmp_path / history.FILE).read_bytes().splitlines()) == 24


def test_flake_rate_counts_what_passed_when_run_again() -> None:
    kinds: list[Kind] = ["passed", "flaky", "skipped", "flaky", "quarantined"]
    rows = {row.name: row for row in trends.tests([night(day, kind) for day, kind in enumerate(kinds, 1)])}
    assert (rows[FLAKY].flake_rate, rows[FLAKY].failing) == (0.5, 3)
    assert (rows[SLOW].flake_rate, rows[SLOW].failing) == (0, 0)
    assert list(rows) == [FLAKY, SLOW]
    (enter, _) = trends.claims(
        [night(1), night(2, "flaky"), night(3, verdict=ENVIRONMENT), night(4, verdict=BROKEN)]
    )
    assert [one.kind for one in enter.moments] == ["holds", "flaky", "environment", "broken"]
    assert enter.flake_rate == 0.5


@pytest.mark.parametrize(
    ("durations", "change"),
    [([1000] * 3 + [1500] * 3, 0.5), ([1000] * 5, None), ([1000, 9000, 1000] * 4, 0.0)],
)
def test_trend_is_of_medians_and_needs_enough_of_them(durations: list[int], change: float | None) -> None:
    nights = [night(day, duration_ms=duration) for day, duration in enumerate(durations, 1)]
    row = next(row for row in trends.tests(nights) if row.name == SLOW)
    assert row.change == change


def test_a_sentence_that_does_not_hold_says_since_when_and_who_was_told(tmp_path: Path) -> None:
    verdicts = [DRIFT, HOLDS, DRIFT, UNPROVEN, BROKEN]
    history.append(tmp_path, [night(day, verdict=one) for day, one in enumerate(verdicts, 1)])
    told = [
        notice("авторам инструкции", day=1),
        notice("авторам инструкции", day=3),
        notice("разработчикам", day=5, claims=((TEXT, "press-link"),)),
        notice("разработчикам", day=6),
        notice("разработчикам", day=7),
    ]
    notices.append(tmp_path, told[:2])
    path = tmp_path / notices.FILE
    path.write_bytes(path.read_bytes() + b'{"cut sho')
    notices.append(tmp_path, told[2:])
    found = history.read(tmp_path)
    enter, press = trends.claims(found.nights, found.notices)
    assert press.streak is None
    assert enter.streak is not None
    assert (enter.streak.since.started[:10], enter.streak.runs) == ("2026-01-03", 2)
    assert since(enter.streak) == (
        "с 3 января 2026, 2 прогона подряд; сообщено: авторам инструкции 3 января 2026, разработчикам 6 января 2026"
    )
    alone = trends.claims(found.nights)[0].streak
    assert alone is not None
    assert since(alone) == "с 3 января 2026, 2 прогона подряд"


def notice(
    audience: str, day: int, claims: tuple[tuple[str, str], ...] = ((TEXT, "enter"),)
) -> history.Notice:
    sent = datetime(2026, 1, day, 4, tzinfo=UTC)
    return history.Notice(target="staging", audience=audience, sent=sent, claims=claims)


def test_plot_rises_with_its_values() -> None:
    assert polyline([0, 50, 100], 100, 20) == "0.0,19.0 50.0,10.0 100.0,1.0"
    assert polyline([], 100, 20) == ""


def test_line_of_a_run_is_made_of_its_outcomes_and_journals(instruction: Instruction, tmp_path: Path) -> None:
    first = journal(instruction, tmp_path, "a", enter=ENVIRONMENT)
    again = journal(instruction, tmp_path, "a", enter=HOLDS)
    again.attempt = 2
    failed = Outcome(test="a", outcome="failed", verdicts=("drift", "broken"), duration_ms=5)
    run = RunOutcomes(run="r", target="stand", started=DAY, finished=DAY, exit_code=1, tests=(failed,))
    made = history.night(run, [first, again])
    assert made.tests["a"] == Trial(outcome="failed", verdict=BROKEN, duration_ms=5)
    assert made.claims == {
        instruction.name: {
            "enter": Proof(
                sentence=instruction.claim("enter").sentence, verdict=HOLDS, wavered=True, duration_ms=1500
            )
        }
    }
    assert made.timezone == "Europe/Moscow"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of twelve nights and a spoilt line, in a browser that knows nothing of the stand."""
    outcomes_: list[Kind] = ["passed", "flaky", "passed", "failed", "quarantined", "skipped"] * 2
    verdicts = [HOLDS, HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN] * 2
    nights = [
        night(day, kind, 1000 + day * 100, verdict)
        for day, (kind, verdict) in enumerate(zip(outcomes_, verdicts, strict=True), 1)
    ]
    history.append(tmp_path, nights)
    with (tmp_path / history.FILE).open("a", encoding="utf-8") as file:
        file.write('{"format": 1, "run')
    made = history.write(history.read(tmp_path), tmp_path / "history.html")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(made.as_uri())
    yield page
    context.close()


def test_page_tells_rates_trends_and_spoilt_lines(page: Page) -> None:
    expect(page.locator(".headline")).to_have_text(
        "12 прогонов; без замечаний: 4; с нестабильными проверками: 2"
    )
    expect(page.locator(".unknown")).to_contain_text("Не прочитано строк истории: 1 (№ 13)")
    flaky = page.get_by_role("row").filter(has_text="test_flaky")
    expect(flaky.get_by_role("img", name="Последние прогоны: 12, из них с замечаниями: 6")).to_be_visible()
    expect(flaky.locator(".rate")).to_contain_text("20 %")
    slow = page.get_by_role("row").filter(has_text="test_slow")
    expect(slow.locator(".time")).to_contain_text("2,2 с")
    expect(slow.locator(".time b")).to_have_text("+44 %")
    expect(page.get_by_role("row").filter(has_text="Войти.")).to_contain_text("не проверялось")


def test_page_stands_in_nobodys_way(page: Page) -> None:
    assert obstacles(page) == []


def test_command_adds_runs_once_and_writes_the_page(instruction: Instruction, tmp_path: Path) -> None:
    run = RunOutcomes(run="r1", target="stand", started=DAY, finished=DAY, exit_code=0)
    folder = tmp_path / "out" / "journals" / "r1"
    walk = journal(instruction, folder, "a", enter=HOLDS)
    walk.entries[0].picture = None
    walk.save()
    outcomes.save(run, folder)
    nights = tmp_path / "nights"
    asked = ["history", str(tmp_path / "out"), "--history", str(nights)]
    for count in (1, 0):
        told = CliRunner().invoke(commands.reports, asked)
        assert told.exit_code == 0
        assert f"Добавлено в историю прогонов: {count}" in told.output
    assert instruction.claim("enter").sentence in (nights / "history.html").read_text(encoding="utf-8")


def test_empty_history_says_how_it_is_filled(tmp_path: Path) -> None:
    told = CliRunner().invoke(commands.reports, ["history", "--history", str(tmp_path)])
    assert told.exit_code == 1
    assert "истории ещё нет; её пишет pytest с ключом --history" in told.stderr
