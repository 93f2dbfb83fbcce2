"""Who is told what after a run: by verdict, in Russian, without secrets; received by a local server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reports import ledger, summary
from reports.cli import commands
from reports.history import notices
from reports.summary import Summary
from tests.support.journals import journal
from tests.support.receiver import SECRET, Receiver
from verifier.run.outcomes import Exemption, Outcome, RunOutcomes
from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict

HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN = Verdict


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The server, with every audience's address at it, and a CI run around."""
    running = Receiver()
    for audience in ("WRITERS", "DEVELOPERS", "OPERATIONS"):
        monkeypatch.setenv(f"NOTIFY_{audience}", running.address(audience.lower()))
    monkeypatch.delenv("NOTIFY_ALWAYS", raising=False)
    for name, value in {"SERVER_URL": "https://ci", "REPOSITORY": "a/b", "RUN_ID": "7"}.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    yield running
    running.close()


def summary_of(
    instruction: Instruction, folder: Path, *tests: Outcome, code: int = 1, **verdicts: Verdict
) -> Summary:
    walks = [journal(instruction, folder, "a", **verdicts)] if verdicts else []
    run = RunOutcomes(
        run="r",
        target="staging",
        started="2026-01-01T00:00:00+00:00",
        finished="2026-01-01T00:10:00+00:00",
        exit_code=code,
        max_flaky=0,
        tests=tests,
        quarantine=(Exemption(what="create-chat", owner="Команда", reason="чинят", until=date(2030, 1, 1)),),
    )
    return summary.make(ledger.make([instruction], walks, folder), [run])


def tell(made: Summary, folder: Path, *arguments: str) -> Result:
    path = summary.save(made, folder)
    return CliRunner().invoke(commands.reports, ["notify", str(path), *arguments])


def green(instruction: Instruction, folder: Path) -> Summary:
    every = dict.fromkeys((claim.id.replace("-", "_") for claim in instruction.claims), HOLDS)
    return summary_of(instruction, folder, Outcome(test="t", outcome="passed"), code=0, **every)


@pytest.mark.parametrize(
    ("verdict", "audience", "title"),
    [
        (DRIFT, "writers", "слова в инструкции разошлись с продуктом"),
        (BROKEN, "developers", "инструкция не работает"),
        (ENVIRONMENT, "operations", "инструкцию не удалось проверить"),
    ],
)
def test_verdict_goes_to_those_who_act_on_it(
    instruction: Instruction, tmp_path: Path, receiver: Receiver, verdict: Verdict, audience: str, title: str
) -> None:
    made = summary_of(instruction, tmp_path, login_page=HOLDS, press_link=verdict)
    told = tell(
        made, tmp_path, "--ledger", "https://pages/ledger.html", "--guide", "https://pages/guide.html"
    )
    assert told.exit_code == 0
    ((channel, message),) = receiver.got
    assert channel == audience
    assert message["title"].endswith(title)
    assert made.headline in message["message"]
    for text in (
        "4. На этой вкладке нажми кнопку «Привязать к VK ID».",
        "flows/diary_chats/instruction.ru.md:14",
        "на деле: такой нет",
        "Ведомость: https://pages/ledger.html",
        "Инструкция с картинками: https://pages/guide.html",
        "Прогон: https://ci/a/b/actions/runs/7",
    ):
        assert text in message["message"]
    assert SECRET not in told.output


def test_each_audience_learns_of_its_own_sentences_alone(
    instruction: Instruction, tmp_path: Path, receiver: Receiver
) -> None:
    tell(summary_of(instruction, tmp_path, login_page=DRIFT, signed_in=BROKEN), tmp_path)
    bodies = {channel: message["message"] for channel, message in receiver.got}
    assert set(bodies) == {"writers", "developers"}
    assert "≠ 1. " in bodies["writers"]
    assert "✗ 2. " not in bodies["writers"]
    assert "✗ 2. " in bodies["developers"]


def test_a_history_is_told_who_was_told_of_what(
    instruction: Instruction, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_DEVELOPERS", receiver.address("refuses"))
    made = summary_of(instruction, tmp_path, login_page=DRIFT, signed_in=BROKEN)
    nights = tmp_path / "nights"
    tell(made, tmp_path, "--history", str(nights))
    (noted,) = notices.read(nights)
    assert (noted.audience, noted.target) == ("авторам инструкции", made.target)
    assert noted.claims == ((instruction.name, "login-page"),)


def test_green_run_is_silent_unless_word_is_wanted(
    instruction: Instruction, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = tell(green(instruction, tmp_path), tmp_path)
    assert (quiet.exit_code, receiver.got) == (0, [])
    assert "Замечаний нет" in quiet.output
    monkeypatch.setenv("NOTIFY_ALWAYS", "1")
    monkeypatch.delenv("NOTIFY_WRITERS")
    assert tell(green(instruction, tmp_path), tmp_path).exit_code == 0
    assert [channel for channel, _ in receiver.got] == ["developers", "operations"]
    assert all("прогон без замечаний" in message["title"] for _, message in receiver.got)


def test_quarantined_sentence_calls_nobody(
    instruction: Instruction, tmp_path: Path, receiver: Receiver
) -> None:
    assert tell(summary_of(instruction, tmp_path, create_chat=BROKEN, code=0), tmp_path).exit_code == 0
    assert receiver.got == []
    tell(summary_of(instruction, tmp_path, create_chat=BROKEN, enter=DRIFT, code=10), tmp_path)
    ((_, message),) = receiver.got
    assert "В карантине: create-chat (до 01.01.2030, Команда)" in message["message"]


@pytest.mark.parametrize(
    ("test", "code", "audience", "said"),
    [
        (
            Outcome(test="t::own", outcome="failed", message="assert 1 == 2"),
            1,
            "developers",
            "• t::own: assert 1",
        ),
        (Outcome(test="t::x", outcome="failed", verdicts=("environment",)), 11, "operations", "• t::x"),
        (
            Outcome(test="t::y", outcome="flaky", verdicts=("environment",)),
            11,
            "operations",
            "не с первого раза: 1",
        ),
        (Outcome(test="t::z", outcome="passed"), 2, "developers", "не дошёл до конца: код pytest 2"),
    ],
)
def test_what_no_sentence_tells_of_is_told_too(
    instruction: Instruction,
    tmp_path: Path,
    receiver: Receiver,
    test: Outcome,
    code: int,
    audience: str,
    said: str,
) -> None:
    tell(summary_of(instruction, tmp_path, test, code=code), tmp_path)
    ((channel, message),) = receiver.got
    assert channel == audience
    assert said in message["message"]


def test_long_list_is_cut_and_says_so(instruction: Instruction, tmp_path: Path, receiver: Receiver) -> None:
    every = dict.fromkeys((claim.id.replace("-", "_") for claim in instruction.claims), DRIFT)
    tell(summary_of(instruction, tmp_path, code=10, **every), tmp_path)
    ((_, message),) = receiver.got
    assert len(re.findall("≠", message["message"])) == 10
    assert "… и ещё предложений: 10" in message["message"]  # 21, of which one is in quarantine


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "NOTIFY_WRITERS не задана: авторам инструкции не сообщено"),
        ("nonsense", "NOTIFY_WRITERS: адрес 1 записан не так, как понимает Apprise"),
        (f"json://user:{SECRET}@127.0.0.1:9/", "NOTIFY_WRITERS: адрес 1 не отвечает или не принял сообщение"),
    ],
)
def test_channel_that_fails_is_a_line_and_keeps_no_other_from_its_message(
    instruction: Instruction,
    tmp_path: Path,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    said: str,
) -> None:
    monkeypatch.setenv("NOTIFY_WRITERS", address)
    told = tell(summary_of(instruction, tmp_path, login_page=DRIFT, signed_in=BROKEN), tmp_path)
    assert told.exit_code == 12
    (line,) = told.stderr.splitlines()
    assert line.startswith(said)
    assert SECRET not in told.output
    assert [channel for channel, _ in receiver.got] == ["developers"]
    assert "Сообщено разработчикам" in told.stdout


def test_all_addresses_of_an_audience_are_tried(
    instruction: Instruction, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_WRITERS", f"{receiver.address('refuses')} {receiver.address('mail')}")
    told = tell(summary_of(instruction, tmp_path, login_page=DRIFT), tmp_path)
    assert told.exit_code == 12
    assert [channel for channel, _ in receiver.got] == ["refuses", "mail"]


def test_without_a_summary_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    told = CliRunner().invoke(commands.reports, ["notify", str(tmp_path / "summary.json")])
    assert told.exit_code == 1
    assert told.stderr.strip().endswith("сделайте его: python -m reports render")
