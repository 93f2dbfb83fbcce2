"""The stock django-allauth site, as the engine is handed it."""

from __future__ import annotations

import re

from flows.allauth_site.connection import CONNECTION
from flows.allauth_site.reader import Reader
from pages.allauth_site.cancelled import CancelledPage
from pages.allauth_site.confirmation import ConfirmationPage
from pages.allauth_site.connections import ConnectionsPage
from pages.allauth_site.emails import EmailsPage
from pages.allauth_site.login import LoginPage
from pages.allauth_site.menu import Menu
from pages.vk_id.form import VkIdForm
from pages.vk_id.system import OBSTACLES, PERSONAL, VK_ID
from verifier.authoring import Obstacle, Product, StandMaker, System


def _stand() -> StandMaker:
    # Its servers are an extra of the installation, and few runs start them.
    from flows.allauth_site.stand import StandOfSite

    return StandOfSite()


PRODUCT = Product(
    "allauth_site",
    texts=("connect.ru.md",),
    places=(LoginPage, Menu, EmailsPage, ConnectionsPage, ConfirmationPage, CancelledPage, VkIdForm),
    systems=(System("allauth", "сайт", ("https://allauth.example",), page="/accounts/login/"), VK_ID),
    person=Reader,
    states=(CONNECTION,),
    obstacles=(
        *OBSTACLES,
        Obstacle(
            re.compile("Ошибка входа через внешний сервис"),
            "сайт сообщает, что внешний сервис его не пустил",
            "проверьте, отвечает ли VK ID сайту и знает ли его, и повторите прогон",
            is_outage=True,
        ),
    ),
    personal=PERSONAL,
    opposites=(
        (("войти", "вход"), ("выйти", "выход")),
        (("подключить", "подключена", "добавить"), ("отключить", "отключена", "удалить")),
    ),
    stand=_stand,
)
