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
