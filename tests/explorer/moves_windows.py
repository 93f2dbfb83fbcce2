"""The moves of the browser itself: its windows, and what it remembers."""

from __future__ import annotations

from tests.explorer.model import Model
from tests.explorer.move import move
from tests.explorer.moves_vk import noticing


@move("Обнови страницу.", lambda _: True)
def reload(model: Model) -> Model:
    """The window shows what is true now."""
    match model.window.shows:
        case "login":
            return model.diary_page(chats=model.window.leads_to_chats)
        case "home" | "chats" as shows:
            return model.diary_page(chats=shows == "chats")
        case "entry" | "messenger" if model.messenger:
            return model.showing("messenger", account=model.messenger)
        case _:
            return model


@move("Перейди в другое окно.", lambda model: len(model.windows) > 1)
def switch(model: Model) -> Model:
    """The next one, in the order in which they were opened."""
    numbers = [one.number for one in model.windows]
    return model.but(current=numbers[(numbers.index(model.current) + 1) % len(numbers)])


@move(
    "Закрой это окно.",
    lambda model: len(model.windows) > 1 and all(one.opener != model.current for one in model.windows),
)
def close_window(model: Model) -> Model:
    """What it was in the midst of is left undone."""
    popup = model.window.shows == "form" and bool(model.window.opener)
    return noticing(model.closing()) if popup else model.closing()


@move("Вернись на другой день: закрой браузер и снова открой в нём дневник.", lambda _: True)
def another_day(model: Model) -> Model:
    """The diary has forgotten the browser; VK and the messenger have not."""
    return model.but(windows=(), pupil=0, session=0).opening("login")


@move(
    "Удали из браузера данные VK ID.",
    lambda model: bool(model.vk) and model.form is None,
)
def forget_vk(model: Model) -> Model:
    """VK ID knows this browser no more."""
    return model.but(vk=0)


@move(
    "Удали из браузера данные VK Мессенджера.",
    lambda model: bool(model.messenger) and not model.count("entry", "messenger"),
)
def forget_messenger(model: Model) -> Model:
    """The messenger knows this browser no more."""
    return model.but(messenger=0)
