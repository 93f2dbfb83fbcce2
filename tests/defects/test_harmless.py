"""What no reader would notice is no finding: a suite that cries at typography is not listened to."""

from __future__ import annotations

import pytest

from flows.diary_chats.student import StudentWalk
from stand.people import LinkWindow, SecondStep
from stand.server import Stand

SPACE_THAT_DOES_NOT_BREAK, SOFT_HYPHEN = "\u00a0", "\u00ad"


@pytest.fixture
def link_window() -> LinkWindow:
    return "same"


@pytest.fixture
def second_step() -> SecondStep:
    return "password"


@pytest.mark.long
def test_typography_of_labels_is_no_drift(
    stand: Stand, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for texts, key, label in (
        (stand.diary.texts, "chats_tab", " Чаты "),
        (stand.diary.texts, "link", "Привязать к VK ID".replace(" ", SPACE_THAT_DOES_NOT_BREAK)),
        (stand.diary.texts, "open_chats", f"Перейти в{SPACE_THAT_DOES_NOT_BREAK}чаты"),
        (stand.diary.texts, "unlink", "Отвязать  аккаунт\nот VK ID"),
        (stand.vk_id.texts, "continue", f"Продол{SOFT_HYPHEN}жить"),
        (stand.messenger.texts, "log_in_edu", f"Войти в{SPACE_THAT_DOES_NOT_BREAK}Сферум"),
        (stand.messenger.texts, "new_chat", "Создайте\tновый"),
    ):
        monkeypatch.setitem(texts, key, label)
    walk: StudentWalk = request.getfixturevalue("walk")
    walk.take()


BESIDE_THE_WORDS = [
    pytest.param(
        "/static/frame.js",
        'href: path, "aria-controls": "panel" }, label)',
        'href: path, "aria-controls": "panel" }, label, element("span", {}, "12 новых"))',
        "chats-tab",
        "рядом счётчик «12 новых»",
        id="counter",
    ),
    pytest.param(
        "/static/chats.js",
        "class: `button ${look}`, onclick: press }, label)",
        "class: `button ${look}`, onclick: press, 'aria-label': 'Действие' }, label)",
        "press-link",
        "Label in Name",
        id="other-accessible-name",
    ),
]


@pytest.mark.parametrize(("script", "old", "new", "claim", "noted"), BESIDE_THE_WORDS)
def test_what_is_beside_the_words_is_a_note(
    stand: Stand, request: pytest.FixtureRequest, script: str, old: str, new: str, claim: str, noted: str
) -> None:
    with stand.rewriting.rewritten("diary", "GET", script, lambda answer: answer.replace(old, new)):
        walk: StudentWalk = request.getfixturevalue("walk")
        walk.take("sign-in", "link")
    notes = {entry.claim: entry.notes for entry in walk.journal.entries}
    assert any(noted in note for note in notes[claim]), notes
