"""The moves: what can be done when, in which words, and what the model is like afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.explorer.model import DIARY, STARTS, Model

_MOST_DIARIES = 2


@dataclass(frozen=True)
class Move:
    """One action of the pupil; `after` may be asked only of a model for which the move is `possible`."""

    name: str
    words: str
    possible: Callable[[Model], bool]
    after: Callable[[Model], Model]
    weight: int
    """How often it is drawn, compared with others that are possible at the time; 1 for what leads nowhere new."""


MOVES: dict[str, Move] = {}
"""All moves, by name."""


def _move(
    words: str, possible: Callable[[Model], bool], weight: int = 1
) -> Callable[[Callable[[Model], Model]], Callable[[Model], Model]]:
    def enter(after: Callable[[Model], Model]) -> Callable[[Model], Model]:
        name = after.__name__
        MOVES[name] = Move(name, words, possible, after, weight)
        return after

    return enter


@_move("Открой дневник в новом окне.", lambda model: model.count("login", *DIARY) < _MOST_DIARIES)
def open_diary(model: Model) -> Model:
    """A window of its own for the diary's first page."""
    return model.opening("login").diary_page(chats=False)


@_move("Войди в дневник первым учеником.", lambda model: model.at("login"), 6)
def sign_in_1(model: Model) -> Model:
    """As the first pupil."""
    return _sign_in(model, 1)


@_move("Войди в дневник вторым учеником.", lambda model: model.at("login"), 6)
def sign_in_2(model: Model) -> Model:
    """As the second pupil."""
    return _sign_in(model, 2)


def _sign_in(model: Model, pupil: int) -> Model:
    number = model.sessions + 1
    signed_in = model.but(pupil=pupil, session=number, sessions=number)
    return signed_in.diary_page(chats=model.window.leads_to_chats)


@_move("Выйди из дневника.", lambda model: model.is_own)
def log_out(model: Model) -> Model:
    """The login page takes the diary's place in this window; others notice when they are reloaded."""
    return model.but(pupil=0, session=0).diary_page(chats=False)


@_move("Выбери вкладку «Чаты».", lambda model: model.is_own, 6)
def choose_chats(model: Model) -> Model:
    """The link is asked for anew."""
    behind = model.window.shows == "home" or model.window.after_home
    return model.diary_page(chats=True).keeping(after_home=behind)


@_move("Нажми «Назад» в браузере.", lambda model: model.is_own and model.window.after_home, 4)
def go_back(model: Model) -> Model:
    """From the tab to the first page."""
    return model.diary_page(chats=False)


@_move(
    "Нажми «Привязать к VK ID».",
    lambda model: model.at("chats") and model.is_fresh and not model.link and model.form is None,
    8,
)
def press_link(model: Model) -> Model:
    """VK's form offers the account that is signed in, or asks for one."""
    if model.popup:
        return model.opening("form", account=model.vk, trip=model.session, opener=model.current)
    return model.showing("form", account=model.vk, trip=model.session)


@_move(
    "Авторизуйся в форме VK аккаунтом первого ученика.",
    lambda model: model.at("form") and not model.window.account,
    6,
)
def authorise_1(model: Model) -> Model:
    """With the first pupil's account."""
    return model.keeping(account=1).but(vk=1)


@_move(
    "Авторизуйся в форме VK аккаунтом второго ученика.",
    lambda model: model.at("form") and not model.window.account,
    3,
)
def authorise_2(model: Model) -> Model:
    """With the second pupil's account."""
    return model.keeping(account=2).but(vk=2)


@_move("Нажми «Продолжить».", lambda model: model.at("form") and bool(model.window.account), 8)
def proceed(model: Model) -> Model:
    """Link, unless the account or the pupil has another link or the trip is another session's; or enter the chats."""
    form = model.window
    if not form.trip:
        return model.showing("messenger", account=form.account).but(messenger=form.account)
    free = model.link in (0, form.account) and form.account not in _others_links(model)
    if form.trip == model.session and free:
        model = model.linking(model.pupil, form.account)
    return _return_to_diary(model)


@_move("Нажми «Отмена» в форме VK.", lambda model: model.at("form"), 5)
def cancel(model: Model) -> Model:
    """Nothing changes but the window."""
    return _return_to_diary(model) if model.window.trip else model.showing("entry")


def _others_links(model: Model) -> list[int]:
    return [account for pupil, account in enumerate(model.links, 1) if pupil != model.pupil]


def _return_to_diary(model: Model) -> Model:
    """Come back from VK's form: in its window, or in the one that opened it, whose tab is filled anew."""
    if not model.window.opener or not model.session:
        return model.diary_page(chats=True)
    return _noticing(model.closing())


def _noticing(model: Model) -> Model:
    """Let the diary's window notice that its popup has gone."""
    return model.keeping(link=model.link) if model.at("chats") and model.is_own else model


@_move(
    "Нажми «Отвязать аккаунт от VK ID».",
    lambda model: model.at("chats") and model.is_fresh and bool(model.link),
    8,
)
def unlink(model: Model) -> Model:
    """At once."""
    return model.linking(model.pupil, 0).keeping(link=0)


@_move(
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


@_move("Нажми «Войти».", lambda model: model.at("entry") and model.form is None, 4)
def enter(model: Model) -> Model:
    """VK's form."""
    return model.showing("form", account=model.vk)


@_move("Нажми «Войти в Сферум».", lambda model: model.at("entry") and model.form is None, 4)
def enter_sferum(model: Model) -> Model:
    """VK's form."""
    return model.showing("form", account=model.vk)


@_move("Создай чат.", lambda model: model.at("messenger"), 4)
def create_chat(model: Model) -> Model:
    """It is in the list, whatever was searched for."""
    created = tuple(
        number + (account == model.window.account) for account, number in enumerate(model.created, 1)
    )
    return model.but(created=created).keeping(is_searched=False)


@_move("Найди чат поиском.", lambda model: model.at("messenger") and not model.window.is_searched, 4)
def search(model: Model) -> Model:
    """One chat is left in sight."""
    return model.keeping(is_searched=True)


@_move("Обнови страницу.", lambda _: True)
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


@_move("Перейди в другое окно.", lambda model: len(model.windows) > 1)
def switch(model: Model) -> Model:
    """The next one, in the order in which they were opened."""
    numbers = [one.number for one in model.windows]
    return model.but(current=numbers[(numbers.index(model.current) + 1) % len(numbers)])


@_move(
    "Закрой это окно.",
    lambda model: len(model.windows) > 1 and all(one.opener != model.current for one in model.windows),
)
def close_window(model: Model) -> Model:
    """What it was in the midst of is left undone."""
    popup = model.window.shows == "form" and bool(model.window.opener)
    return _noticing(model.closing()) if popup else model.closing()


@_move("Вернись на другой день: закрой браузер и снова открой в нём дневник.", lambda _: True)
def another_day(model: Model) -> Model:
    """The diary has forgotten the browser; VK and the messenger have not."""
    return model.but(windows=(), pupil=0, session=0).opening("login")


@_move(
    "Удали из браузера данные VK ID.",
    lambda model: bool(model.vk) and model.form is None,
)
def forget_vk(model: Model) -> Model:
    """VK ID knows this browser no more."""
    return model.but(vk=0)


@_move(
    "Удали из браузера данные VK Мессенджера.",
    lambda model: bool(model.messenger) and not model.count("entry", "messenger"),
)
def forget_messenger(model: Model) -> Model:
    """The messenger knows this browser no more."""
    return model.but(messenger=0)


def follow(model: Model, names: tuple[str, ...]) -> Model | None:
    """Return the model after some moves; None when one of them is not possible."""
    for name in names:
        if not MOVES[name].possible(model):
            return None
        model = MOVES[name].after(model)
    return model


class SequenceError(ValueError):
    """A text names no sequence that can be made; the message is one line for the person who wrote it."""


def read_sequence(text: str) -> tuple[str, ...]:
    """Return the start and the moves that a text names. Raises `SequenceError` where they cannot be made."""
    start, *moves = text.split() or [""]
    if start not in STARTS:
        raise SequenceError(f"нет начала «{start}»; есть: {', '.join(STARTS)}")
    model = STARTS[start]
    for number, name in enumerate(moves, 1):
        if name not in MOVES:
            raise SequenceError(f"действие {number}: «{name}» не бывает; бывают: {', '.join(MOVES)}")
        if not MOVES[name].possible(model):
            can = ", ".join(move.name for move in MOVES.values() if move.possible(model))
            raise SequenceError(f"действие {number}: «{name}» здесь невозможно; возможны: {can}")
        model = MOVES[name].after(model)
    return (start, *moves)
