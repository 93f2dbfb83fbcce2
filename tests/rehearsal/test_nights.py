"""Five nights against a staging that is nothing but a site: what they find, whom they tell, what they leave behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rehearsal.night import Night
from tests.rehearsal.staging import Staging, staging
from tests.support.receiver import SECRET, Receiver

pytestmark = [pytest.mark.long, pytest.mark.first]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.close()


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Staging]:
    """The staging, with the options that a test gives by parametrising."""
    with staging(tmp_path / "staging", *getattr(request, "param", ())) as running:
        yield running


@pytest.fixture
def night(tmp_path: Path, site: Staging, receiver: Receiver) -> Iterator[Night]:
    """A night; whatever it meets, it tells nobody a secret and leaves none on its machines."""
    night = Night(tmp_path / "night", site, receiver)
    yield night
    assert night.holding([*site.personal, SECRET]) == []
    assert night.left_in_temporary_folders() == []
    assert not any(one in str(receiver.got) for one in [*site.personal, SECRET])


@pytest.mark.parametrize("site", [("--linked",)], indirect=True, ids=["linked"])
def test_green_night_calls_nobody_and_leaves_everything_for_its_readers(
    night: Night, site: Staging, receiver: Receiver
) -> None:
    assert night.check().code == 0
    assert [part.code for part in night.walk()] == [0, 0, 0]
    ended = night.collect()
    assert ended.code == 0, ended.said
    assert receiver.got == []
    told = night.summary
    assert (told["exit_code"], told["target"], told["missing"]) == (0, "staging", [])
    assert told["claims"] == {"holds": 21, "drift": 0, "broken": 0, "environment": 0, "unproven": 0}
    for page in ("ledger.html", "guide/guide.html", "guide/guide.pdf", "history.html", "ledger.junit.xml"):
        assert (night.results / page).stat().st_size > 1000, page
    assert any((night.results / "allure-results").glob("*-result.json"))
    assert [line["exit_code"] for line in night.history] == [0, 0, 0]
    assert site.links() == [True, True, True]


@pytest.mark.parametrize("site", [("--defect=unlink-in-other-words",)], indirect=True, ids=["renamed"])
def test_night_with_a_renamed_button_is_for_the_writers(
    night: Night, site: Staging, receiver: Receiver
) -> None:
    night.walk()
    assert night.collect().code == 10
    ((channel, message),) = receiver.got
    assert channel == "writers"
    assert message["title"] == "staging: слова в инструкции разошлись с продуктом"
    assert message["message"] == (
        "подтверждено 19 из 21 предложений; слова расходятся: 2\n\n"
        + "".join(
            f"≠ {sentence}\n"
            "   ожидалось: кнопка «Отвязать аккаунт от VK ID» в дневнике\n"
            "   на деле: вместо неё «Отвязать VK ID»\n"
            "   похоже на: «Отвязать VK ID» (кнопка, сходство 72 %)\n"
            for sentence in (
                "9. На вкладке «Чаты» теперь есть кнопки «Перейти в чаты» и «Отвязать аккаунт от VK ID».\n"
                "   flows/diary_chats/instruction.ru.md:19",
                "16. Чтобы отвязать аккаунт, на странице «Чаты» нажми «Отвязать аккаунт от VK ID».\n"
                "   flows/diary_chats/instruction.ru.md:34",
            )
        )
        + "\nВедомость: https://pages.example/night/ledger.html"
    )
    assert not (night.results / "guide").exists()
    assert night.summary["claims"] | {"drift": 0} == {
        "holds": 19,
        "drift": 0,
        "broken": 0,
        "environment": 0,
        "unproven": 0,
    }
    assert {line["exit_code"] for line in night.history} == {0, 10}
    assert site.links() == [False, False, False]


@pytest.mark.parametrize("site", [("--defect=unlink-dead",)], indirect=True, ids=["unlink"])
def test_night_with_a_broken_unlink_is_for_the_developers(
    night: Night, site: Staging, receiver: Receiver
) -> None:
    night.walk()
    assert night.collect().code == 1
    ((channel, message),) = receiver.got
    assert (channel, message["title"]) == ("developers", "staging: инструкция не работает")
    lines = message["message"].splitlines()
    assert lines[0] == "подтверждено 19 из 21 предложений; не работает: 1; не проверялось: 1"
    assert lines[2:4] == [
        "✗ 17. После нажатия аккаунт VK отвязан от дневника.",
        "   flows/diary_chats/instruction.ru.md:35",
    ]
    # The product keeps the accounts linked, and nobody is left to find that out alone.
    assert site.links() == [True, True, True]
    assert night.summary["unreturned"] == 3
    assert "Учётных записей не возвращено к тому, что было: 3." in message["message"]


@pytest.mark.parametrize("site", [("--down=vk_id", "--down=vk_id_former")], indirect=True, ids=["vk-id-down"])
def test_night_without_vk_id_is_for_operations(night: Night, site: Staging, receiver: Receiver) -> None:
    checked = night.check()
    assert checked.code == 0, "a system that is down does not call the night off"
    assert "система неисправна: сообщите тем, кто её ведёт" in checked.said
    assert [part.code for part in night.walk()] == [11, 11, 11]
    assert night.collect().code == 11
    ((channel, message),) = receiver.got
    assert (channel, message["title"]) == ("operations", "staging: инструкцию не удалось проверить")
    assert "? 5. Откроется форма авторизации VK." in message["message"]
    assert "на деле: VK ID отвечает ошибкой 503" in message["message"]
    assert site.links() == [False, False, False]


def test_interrupted_night_leaves_accounts_as_found_and_is_for_operations(
    night: Night, site: Staging, receiver: Receiver
) -> None:
    ((number, part),) = night.walk_until("✓ +9 ", signal.SIGTERM).items()
    assert part.code == 128 + signal.SIGTERM, part.said
    assert site.links() == [False, False, False]
    assert night.collect().code == 11
    ((channel, message),) = receiver.got
    assert channel == "operations"
    assert f"• часть {number} из 3 (staging, chromium) прервана" in message["message"]
    assert night.summary["exit_code"] == 11
