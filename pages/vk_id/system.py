"""VK ID as a system, and the screens by which it turns visitors away."""

from __future__ import annotations

import re

from verifier.authoring import Obstacle, System

# It need not have a page at its root: products send people to /authorize.
VK_ID = System("vk_id", "VK ID", ("https://id.vk.ru", "https://id.vk.com"), page_optional=True)

PERSONAL = (
    *("first_name", "last_name", "full_name", "nickname", "maiden_name", "screen_name", "user_name"),
    *("bdate", "birthday", "birth_date", "phone", "email", "mail", "avatar", "photo", "home_town", "address"),
)
"""The fields in which VK tells of people. Source: the fields of its `users.get` and of VK ID's `user_info`."""

OBSTACLES = (
    Obstacle(
        re.compile(r"Я не робот|Введите символы с картинки", re.I),
        "показана проверка «Я не робот»",
        "пройдите проверку вручную или повторите позже с другого адреса",
    ),
    Obstacle(
        re.compile(r"Слишком много попыток|заблокирован", re.I),
        "учётная запись на время заблокирована",
        "подождите, пока блокировка кончится, или возьмите другую учётную запись",
    ),
)
