"""Defects in the text: the product is right, and a sentence of the instruction says something else.

Each changes one sentence and has to be found by it: as drift where what it says resembles what is there, else as
broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Expected = Literal["drift", "broken", "mistake"]
"""What has to be said; a mistake is the suite's own: its step never looks for what the sentence quotes."""


@dataclass(frozen=True)
class TextDefect:
    """A change of one sentence: `old` becomes `new` in the sentence of the claim."""

    claim: str
    old: str
    new: str
    expected: Expected

    @property
    def name(self) -> str:
        """How tests call it."""
        return f"{self.claim}: {self.new}"


CATALOGUE = (
    TextDefect("login-page", "petersburgedu.ru/login", "petersburgedu.ru/logon", "drift"),
    TextDefect("login-page", "dnevnik2.petersburgedu.ru", "dnevnik.petersburgedu.ru", "drift"),
    TextDefect(
        "login-page", "https://dnevnik2.petersburgedu.ru/login", "https://elsewhere.test/a/b", "broken"
    ),
    TextDefect("signed-in", "электронную почту", "«Номер СНИЛС»", "broken"),
    TextDefect("chats-tab", "«Чаты»", "«Чат»", "drift"),
    TextDefect("chats-tab", "«Чаты»", "«Питание»", "broken"),
    TextDefect("chats-tab", "«Чаты»", "**Беседы**", "broken"),
    TextDefect("press-link", "«Привязать к VK ID»", "«Связать с VK ID»", "drift"),
    TextDefect("press-link", "«Привязать к VK ID»", "«привязать к vk id»", "drift"),
    TextDefect("press-link", "«Привязать к VK ID»", "«Отвязать аккаунт от VK ID»", "broken"),
    TextDefect("press-link", "«Привязать к VK ID»", "«Заказать обед»", "broken"),
    TextDefect("vk-form", "форма авторизации VK", "форма «Госуслуги»", "broken"),
    TextDefect("authorise", "Авторизуйся в ней", "Авторизуйся в ней кнопкой «Далее»", "broken"),
    TextDefect("press-continue", "«Продолжить»", "«Продолжать»", "drift"),
    TextDefect("press-continue", "«Продолжить»", "«Отмена»", "broken"),
    TextDefect("diary-again", "окно дневника", "вкладка «Оценки»", "mistake"),
    TextDefect("diary-again", "окно дневника", "вкладка «Библиотека»", "broken"),
    TextDefect("linked-buttons", "«Перейти в чаты»", "«Открыть чаты»", "drift"),
    TextDefect("linked-buttons", "«Отвязать аккаунт от VK ID»", "«Отвязать VK ID»", "drift"),
    TextDefect("linked-buttons", "«Перейти в чаты»", "«Скачать расписание»", "broken"),
    TextDefect("messenger-window", "«Перейти в чаты»", "“Перейти к чатам”", "drift"),
    TextDefect("enter", "«Войти»", "«ВОЙТИ»", "drift"),
    TextDefect("enter", "«Войти»", "«Войти в Сферум»", "mistake"),
    TextDefect("enter-sferum", "«Войти в Сферум»", "«Вход в Сферум»", "drift"),
    TextDefect("enter-sferum", "«Войти в Сферум»", "«Войти»", "mistake"),
    TextDefect("either-way", "VK Мессенджер", "«Почта»", "broken"),
    TextDefect("linked-account", "авторизоваться", "нажать «Зарегистрироваться»", "broken"),
    TextDefect("chats-open", "доступные тебе чаты", "«Каналы»", "mistake"),
    TextDefect("chats-left", "Их список", "Список «Каналы»", "mistake"),
    TextDefect("create-chat", "«Создайте новый»", "«Создать новый»", "drift"),
    TextDefect("create-chat", "«Создайте новый»", "«Настройки»", "broken"),
    TextDefect("press-unlink", "«Отвязать аккаунт от VK ID»", "«Отвязать аккаунт»", "drift"),
    TextDefect("press-unlink", "«Чаты»", "«Профиль»", "broken"),
    TextDefect("unlinked", "аккаунт VK отвязан", "появится «Готово»: аккаунт VK отвязан", "broken"),
    TextDefect("link-back", "«Перейти в чаты»", "«Xyz»", "broken"),
    TextDefect("link-back", "«Перейти в чаты»", "«Открыть чаты»", "drift"),
    TextDefect("link-back", "«Привязать к VK ID»", "«Связать с VK ID»", "drift"),
    TextDefect("relinked", "снова", "кнопкой «Попробовать»", "broken"),
)
