"""The moves in the diary."""

from __future__ import annotations

from tests.explorer.model import DIARY, Model
from tests.explorer.move import move

_MOST_DIARIES = 2


@move("Открой дневник в новом окне.", lambda model: model.count("login", *DIARY) < _MOST_DIARIES)
def open_diary(model: Model) -> Model:
    """A window of its own for the diary's first page."""
    return model.opening("login").diary_page(chats=False)


@move("Войди в дневник первым учеником.", lambda model: model.at("login"), 6)
def sign_in_1(model: Model) -> Model:
    """As the first pupil."""
    return _sign_in(model, 1)


@move("Войди в дневник вторым учеником.", lambda model: model.at("login"), 6)
def sign_in_2(model: Model) -> Model:
    """As the second pupil."""
    return _sign_in(model, 2)


def _sign_in(model: Model, pupil: int) -> Model:
    number = model.sessions + 1
    signed_in = model.but(pupil=pupil, session=number, sessions=number)
    return signed_in.diary_page(chats=model.window.leads_to_chats)


@move("Выйди из дневника.", lambda model: model.is_own, 2)
def log_out(model: Model) -> Model:
    """The login page takes the diary's place in this window; others notice when they are reloaded."""
    return model.but(pupil=0, session=0).diary_page(chats=False)


@move("Выбери вкладку «Чаты».", lambda model: model.is_own, 6)
def choose_chats(model: Model) -> Model:
    """The link is asked for anew."""
    behind = model.window.shows == "home" or model.window.after_home
    return model.diary_page(chats=True).keeping(after_home=behind)


@move("Нажми «Назад» в браузере.", lambda model: model.is_own and model.window.after_home, 4)
def go_back(model: Model) -> Model:
    """From the tab to the first page."""
    return model.diary_page(chats=False)


@move(
    "Нажми «Отвязать аккаунт от VK ID».",
    lambda model: model.at("chats") and model.is_fresh and bool(model.link),
    8,
)
def unlink(model: Model) -> Model:
    """At once."""
    return model.linking(model.pupil, 0).keeping(link=0)
