"""The school chats, as the engine is handed them."""

from __future__ import annotations

import re

from flows.diary_chats.link_state import LINK
from flows.diary_chats.student import Student
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.gosuslugi import Gosuslugi
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import VkIdForm
from pages.vk_id.system import OBSTACLES, PERSONAL, VK_ID
from verifier.authoring import Interruption, Obstacle, Product, StandMaker, System


def _stand() -> StandMaker:
    # Its servers are an extra of the installation, and few runs start them.
    from flows.diary_chats.stand import StandOfSchoolChats

    return StandOfSchoolChats()


PRODUCT = Product(
    "diary_chats",
    texts=("instruction.ru.md",),
    places=(DiaryLogin, Gosuslugi, ChatsTab, VkIdForm, VkMessenger),
    systems=(
        System("diary", "дневник", ("https://dnevnik2.petersburgedu.ru",), page="/login"),
        VK_ID,
        System("messenger", "VK Мессенджер", ("https://web.vk.me",), also=("https://vk.com",)),
    ),
    person=Student,
    states=(LINK,),
    obstacles=(
        *OBSTACLES,
        Obstacle(
            re.compile(r"не отвечает|временно недоступ|нет связи|Ведутся (технические )?работы", re.I),
            "страница сообщает, что система не работает",
            "повторите прогон, когда система заработает",
            is_outage=True,
        ),
    ),
    personal=(
        *PERSONAL,
        *("surname", "firstname", "middlename", "patronymic", "fio", "short_name", "account_name", "vk_name"),
        *("diary_name", "snils", "passport"),
    ),
    # None of these has been seen on the real systems: words and buttons are those that such boxes mostly have.
    interruptions=(
        Interruption(
            "сообщение о cookie", re.compile("cookie|куки", re.I), "Хорошо", "[class*=cookie], [role=region]"
        ),
        Interruption("что нового", re.compile("Что нового"), "Пропустить"),
        Interruption("опрос", re.compile("Оцените|опрос", re.I), "Не сейчас"),
        Interruption("вопрос перед отвязкой", re.compile("Отвязать аккаунт\\?"), "Отвязать"),
    ),
    opposites=(
        (("войти", "вход"), ("выйти", "выход")),
        (("привязать", "подключить"), ("отвязать", "отключить")),
    ),
    stand=_stand,
)
