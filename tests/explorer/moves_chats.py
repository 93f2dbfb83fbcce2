"""The moves in VK Мессенджер, and the one that leads to it from the diary."""

from __future__ import annotations

from tests.explorer.model import Model
from tests.explorer.move import move


@move(
    "Нажми «Перейти в чаты».",
    lambda model: (
        model.at("chats") and model.is_fresh and bool(model.link) and not model.count("entry", "messenger")
    ),
    4,
)
def open_chats(model: Model) -> Model:
    """In a new window: the chats of whoever is signed in there, or the entry page."""
    if model.messenger:
        return model.opening("messenger", account=model.messenger)
    return model.opening("entry")


@move("Нажми «Войти».", lambda model: model.at("entry") and model.form is None, 4)
def enter(model: Model) -> Model:
    """VK's form."""
    return model.showing("form", account=model.vk)


@move("Нажми «Войти в Сферум».", lambda model: model.at("entry") and model.form is None, 4)
def enter_sferum(model: Model) -> Model:
    """VK's form."""
    return model.showing("form", account=model.vk)


@move("Создай чат.", lambda model: model.at("messenger"), 4)
def create_chat(model: Model) -> Model:
    """It is in the list, whatever was searched for."""
    created = tuple(
        number + (account == model.window.account) for account, number in enumerate(model.created, 1)
    )
    return model.but(created=created).keeping(is_searched=False)


@move("Найди чат поиском.", lambda model: model.at("messenger") and not model.window.is_searched, 4)
def search(model: Model) -> Model:
    """One chat is left in sight."""
    return model.keeping(is_searched=True)
