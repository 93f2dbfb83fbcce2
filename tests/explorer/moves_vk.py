"""The moves in VK's form, and the one that leads to it from the diary."""

from __future__ import annotations

from tests.explorer.model import Model
from tests.explorer.move import move


@move(
    "Нажми «Привязать к VK ID».",
    lambda model: model.at("chats") and model.is_fresh and not model.link and model.form is None,
    8,
)
def press_link(model: Model) -> Model:
    """VK's form offers the account that is signed in, or asks for one."""
    if model.popup:
        return model.opening("form", account=model.vk, trip=model.session, opener=model.current)
    return model.showing("form", account=model.vk, trip=model.session)


@move(
    "Авторизуйся в форме VK аккаунтом первого ученика.",
    lambda model: model.at("form") and not model.window.account,
    6,
)
def authorise_1(model: Model) -> Model:
    """With the first pupil's account."""
    return model.keeping(account=1).but(vk=1)


@move(
    "Авторизуйся в форме VK аккаунтом второго ученика.",
    lambda model: model.at("form") and not model.window.account,
    3,
)
def authorise_2(model: Model) -> Model:
    """With the second pupil's account."""
    return model.keeping(account=2).but(vk=2)


@move("Нажми «Продолжить».", lambda model: model.at("form") and bool(model.window.account), 8)
def proceed(model: Model) -> Model:
    """Link, unless the account or the pupil has another link or the trip is another session's; or enter the chats."""
    form = model.window
    if not form.trip:
        return model.showing("messenger", account=form.account).but(messenger=form.account)
    free = model.link in (0, form.account) and form.account not in _others_links(model)
    if form.trip == model.session and free:
        model = model.linking(model.pupil, form.account)
    return _return_to_diary(model)


@move("Нажми «Отмена» в форме VK.", lambda model: model.at("form"), 5)
def cancel(model: Model) -> Model:
    """Nothing changes but the window."""
    return _return_to_diary(model) if model.window.trip else model.showing("entry")


def _others_links(model: Model) -> list[int]:
    return [account for pupil, account in enumerate(model.links, 1) if pupil != model.pupil]


def _return_to_diary(model: Model) -> Model:
    """Come back from VK's form: in its window, or in the one that opened it, whose tab is filled anew."""
    if not model.window.opener or not model.session:
        return model.diary_page(chats=True)
    return noticing(model.closing())


def noticing(model: Model) -> Model:
    """Let the diary's window notice that its popup has gone."""
    return model.keeping(link=model.link) if model.at("chats") and model.is_own else model
