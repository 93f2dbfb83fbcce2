"""Which labels are taken for one another, and which never are."""

from __future__ import annotations

import pytest

from tests.support.made_up import OPPOSITES
from verifier.screen.likeness import is_clear, rank

KNOWN = (
    "Чаты",
    "Привязать к VK ID",
    "Отвязать аккаунт от VK ID",
    "Войти",
    "Войти в Сферум",
    "Создайте новый",
)


def nearest(wording: str, *shown: str) -> str | None:
    others = set(KNOWN) - {wording}
    ranking = rank(wording, [("button", name) for name in shown], others, OPPOSITES)
    return ranking[0].label if is_clear(wording, ranking) else None


@pytest.mark.parametrize(
    ("wording", "shown"),
    [
        ("Привязать к VK ID", "Связать с VK ID"),
        ("Привязать к VK ID", "привязать к vk id"),
        ("Привязать к VK ID", "Привязать к VК ID"),  # the second K is Cyrillic
        ("Отвязать аккаунт от VK ID", "Отвязать VK ID"),
        ("Создайте новый", "Создать новый"),
        ("Создайте новый", "Создайте новый…"),
        ("Перейти в чаты", "Открыть чаты"),
        ("Продолжить", "Продолжить как"),
    ],
)
def test_other_words_for_the_same_are_a_likeness(wording: str, shown: str) -> None:
    assert nearest(wording, shown, "Выйти", "Настройки") == shown


@pytest.mark.parametrize(
    ("wording", "shown"),
    [
        ("Войти", "Выйти"),
        ("Войти", "Выход"),
        ("Привязать к VK ID", "Отвязать VK ID"),
        ("Чаты", "Начать"),
        ("Войти", "Войти в Сферум"),
        ("Привязать к VK ID", "Отвязать аккаунт от VK ID"),
        ("Создайте новый", "Настройки"),
        ("Попробовать", "Продолжить"),
    ],
)
def test_opposites_other_documented_labels_and_strangers_are_none(wording: str, shown: str) -> None:
    assert nearest(wording, shown) is None


def test_two_that_are_equally_like_leave_it_open() -> None:
    assert nearest("Создайте новый", "Создать новый", "Создайте новую") is None
