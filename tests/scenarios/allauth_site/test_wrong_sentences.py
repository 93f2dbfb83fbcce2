"""The site is right and a sentence of a copy of its text is wrong: found by that sentence, and by no other."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from flows.allauth_site.product import PRODUCT
from flows.allauth_site.reader import ReaderWalk
from tests.support.walks import IN_VAIN_S, NewWalk
from verifier.text.model import Instruction
from verifier.text.reading import read
from verifier.walk.verdict import EXIT_DRIFT, Verdict, exit_code
from verifier.walk.walk import WalkFailed

TEXT = PRODUCT.folder / PRODUCT.texts[0]
DRIFT, BROKEN = Verdict.DRIFT, Verdict.BROKEN


@pytest.fixture
def change() -> tuple[str, str]:
    """Which words of the text become which; tests give it as a parameter."""
    raise NotImplementedError


@pytest.fixture
def instruction(change: tuple[str, str], tmp_path: Path) -> Instruction:
    """A copy of the text with other words in one sentence."""
    text, (old, new) = TEXT.read_text(encoding="utf-8"), change
    assert text.count(old) == 1
    copy = tmp_path / "allauth_site" / TEXT.name
    copy.parent.mkdir()
    copy.write_text(text.replace(old, new), encoding="utf-8")
    return read(copy)


@pytest.fixture
def new_walk(new_walk: NewWalk, tmp_path: Path) -> NewWalk:
    """How a test makes walks that are meant to fail: no part of the run's own results."""
    return functools.partial(new_walk, journal_folder=tmp_path, patience_s=IN_VAIN_S)


def found(walk: ReaderWalk, *sections: str) -> list[tuple[str, Verdict]]:
    """Walk sections of the text, or all of it, and return which sentences do not hold."""
    with pytest.raises(WalkFailed) as failed:
        walk.take(*sections)
    return [(entry.claim, entry.verdict) for entry in failed.value.findings]


@pytest.mark.parametrize("change", [("сервиса подключена.", "сайта подключена.")])
def test_drift_is_walked_past_and_makes_the_exit_code_ten(walk: ReaderWalk) -> None:
    with pytest.raises(WalkFailed) as failed:
        walk.take()
    assert [entry.verdict for entry in failed.value.journal.entries].count(Verdict.HOLDS) == 12
    (finding,) = failed.value.findings
    assert finding.claim == "connected"
    assert finding.observed == "вместо неё «Учетная запись стороннего сервиса подключена.»"
    assert exit_code(failed.value.verdicts) == EXIT_DRIFT == 10


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("accounts/login/", "accounts/signin/"), ("login-page", DRIFT)),
        (("страница «Войти»", "страница «Выйти»"), ("login-page", BROKEN)),
        (("«Имя пользователя»", "«Имя посетителя»"), ("signed-in", DRIFT)),
        (("«Адреса электронной почты»", "«Настройки»"), ("signed-in", BROKEN)),
    ],
)
def test_signing_in(walk: ReaderWalk, finding: tuple[str, Verdict]) -> None:
    assert found(walk, "sign-in") == [finding]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("меню «Прикрепленные аккаунты»", "меню «Подключенные аккаунты»"), ("connections-page", DRIFT)),
        (("«Добавить внешний аккаунт»", "«Добавить другой аккаунт»"), ("choose-vk", DRIFT)),
        (("выбери «VK».", "выбери «Яндекс»."), ("choose-vk", BROKEN)),
        (("«Соединение с VK»", "«Соединение с VK ID»"), ("vk-form", DRIFT)),
        (("пометкой «VK»", "пометкой «Яндекс»"), ("listed", BROKEN)),
    ],
)
def test_connecting(signed_in: ReaderWalk, finding: tuple[str, Verdict]) -> None:
    assert found(signed_in, "connect") == [finding]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("нажми «Удалить»", "нажми «Удали»"), ("press-remove", DRIFT)),
        (("запись была отключена", "запись была подключена"), ("removed", BROKEN)),
        (("кнопки «Удалить»", "кнопки «Стереть»"), ("list-empty", BROKEN)),
    ],
)
def test_removing(connected: ReaderWalk, finding: tuple[str, Verdict]) -> None:
    assert found(connected, "remove") == [finding]


@pytest.mark.parametrize("change", [("выбери «VK» и", "выбери «Вконтакте» и")])
def test_connecting_again(at_connections: ReaderWalk) -> None:
    assert found(at_connections, "connect-again") == [("connected-again", BROKEN)]
