"""A walk that a person holds in hand: what is walked, what the journal says of the rest, and what is asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.diary_chats.student import StudentWalk
from stand.server import Stand, Student
from tests.support.walks import NewWalk
from verifier.text.model import Instruction
from verifier.walk.hand import Asked, Choice, Hand
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

Hold = Callable[..., StudentWalk]


class Quit(Exception):
    pass


class FakeTerminal:
    """A person who gives some answers, and «go on» after these; what was said and offered is kept."""

    def __init__(self, answers: Sequence[Choice]) -> None:
        self._answers = list(answers)
        self.said: list[str] = []
        self.offered: list[Sequence[Choice]] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, _walk: Walk[Any], _question: str, choices: Sequence[Choice]) -> Choice:
        self.offered.append(choices)
        chosen = self._answers.pop(0) if self._answers else "go on"
        assert chosen in choices
        return chosen


def quits() -> None:
    raise Quit


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> FakeTerminal:
    return FakeTerminal(getattr(request, "param", ()))


@pytest.fixture
def hold(new_walk: NewWalk, instruction: Instruction, terminal: FakeTerminal, tmp_path: Path) -> Hold:
    """Hold a walk in hand; its journal is in the test's own folder."""

    def make(**asked: Any) -> StudentWalk:
        hand = Hand(instruction, Asked(**asked), terminal, quits)
        return new_walk(journal_folder=tmp_path, companion=hand)

    return make


def holding(walk: StudentWalk) -> list[str]:
    return [entry.claim for entry in walk.journal.entries if entry.verdict is Verdict.HOLDS]


def reasons(walk: StudentWalk) -> dict[str, str]:
    return {entry.claim: entry.spared for entry in walk.journal.entries if entry.spared}


def test_only_what_is_asked_for_counts_and_the_rest_says_why(hold: Hold) -> None:
    walk = hold(first="chats-tab", last="press-link")
    walk.take()
    assert holding(walk) == ["chats-tab", "press-link"]
    told = reasons(walk)
    assert len(told) == len(walk.journal.entries) - 2
    assert told["signed-in"] == "пройдено молча, только чтобы дойти до предложения 3 (--from)"
    assert told["vk-form"] == told["relinked"] == "прогон остановлен после предложения 4 (--until)"


def test_after_the_last_sentence_nothing_is_done(hold: Hold, stand: Stand, stand_student: Student) -> None:
    hold(last="authorise").take()
    assert stand.diary.records.linked_vk_user(stand_student.pupil.id) is None


def test_what_fails_on_the_way_to_the_first_sentence_is_told(hold: Hold) -> None:
    walk = hold(first="chats-tab")
    walk.person = dataclasses.replace(walk.person, password="не тот")
    with pytest.raises(WalkFailed) as failed:
        walk.take()
    assert [entry.claim for entry in failed.value.findings] == ["signed-in"]
    assert "chats-tab" not in reasons(walk)


@pytest.mark.parametrize("terminal", [["go on", "go on", "skip", "quit"]], indirect=True)
def test_each_sentence_is_told_before_it_is_taken_and_quitting_ends_the_run(
    hold: Hold, terminal: FakeTerminal
) -> None:
    walk = hold(pauses=True)
    with pytest.raises(Quit):
        walk.take()
    assert holding(walk) == ["login-page", "signed-in"]
    told = reasons(walk)
    assert told["chats-tab"] == "пропущено на паузе"
    assert told["press-link"] == told["relinked"] == "прогон прерван на паузе, на предложении 4"
    assert "4. На этой вкладке нажми кнопку «Привязать к VK ID»." in terminal.said[3]
    assert "дневник: кнопка «Привязать к VK ID»; flows/diary_chats/link.py:" in terminal.said[3]
    assert [("repeat" in choices) for choices in terminal.offered] == [False, True, True, False]


@pytest.mark.parametrize("terminal", [["go on", "repeat", "go on"]], indirect=True)
def test_the_sentence_before_is_taken_again_and_counts_once(hold: Hold, terminal: FakeTerminal) -> None:
    walk = hold(last="signed-in", pauses=True)
    walk.take()
    assert [entry.claim for entry in walk.journal.entries[:3]] == ["login-page", "signed-in", "chats-tab"]
    first, second = walk.journal.entries[:2]
    assert first.notes == ["повторено по просьбе с паузы: шаг начат с того, что было тогда на экране"]
    assert holding(walk) == ["login-page", "signed-in"]
    assert second.notes == []
    assert len(terminal.offered) == 3


@pytest.mark.parametrize(
    ("terminal", "verdict"),
    [(["repeat"], Verdict.HOLDS), (["go on"], Verdict.BROKEN)],
    indirect=["terminal"],
)
def test_where_a_sentence_fails_the_person_may_have_it_again(
    hold: Hold, terminal: FakeTerminal, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = hold(last="login-page", pauses_on_failure=True)
    wrong, ask = walk.on(type(walk.places[0])), terminal.ask
    monkeypatch.setattr(type(wrong), "path", "/nowhere")

    def mended(*asked: Any) -> Choice:
        monkeypatch.setattr(type(wrong), "path", "/login")
        return ask(*asked)

    monkeypatch.setattr(terminal, "ask", mended)
    if verdict is Verdict.HOLDS:
        walk.take()
    else:
        with pytest.raises(WalkFailed):
            walk.take()
    (entry,) = walk.journal.entries[:1]
    repeated = "повторено по просьбе с паузы: шаг начат с того, что было тогда на экране"
    assert (entry.verdict, repeated in entry.notes) == (verdict, verdict is Verdict.HOLDS)
    assert terminal.said[0].startswith("\nНЕ РАБОТАЕТ: login-page")
    assert len(walk.journal.entries) == 21


def test_the_browser_stays_open_until_the_person_has_looked(hold: Hold, terminal: FakeTerminal) -> None:
    hold(last="login-page", stays_open=True).take()
    assert terminal.said == ["\nБраузер оставлен открытым."]
