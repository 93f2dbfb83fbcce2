"""The two doors of VK Мессенджер, and what is behind them."""

from __future__ import annotations

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.messenger.sessions import Profile
from stand.rewriting import Answer
from stand.server import Stand

_ENTER = '<button class="button button--primary button--wide" type="submit">Войти</button>'
_SFERUM = '<button class="button button--wide" type="submit">Войти в Сферум</button>'


def _door(name: str, sentence: str, claim: str, kind: str, old: str, new: str) -> None:
    def edit(answer: Answer) -> None:
        if old in answer.text:  # the same address has the chats of whoever is signed in
            answer.replace(old, new)

    def change(_stand: Stand, patch: Patch) -> None:
        patch.answer("messenger", "/", edit)

    defect(name, sentence, claim=claim, kind=kind)(change)


for _name, _claim, _label, _button in (
    ("enter", "enter", "Войти", _ENTER),
    ("sferum", "enter-sferum", "Войти в Сферум", _SFERUM),
):
    _door(f"{_name}-missing", f"Кнопки «{_label}» нет.", _claim, "missing", _button, "")
    _door(
        f"{_name}-disabled",
        f"Кнопка «{_label}» недоступна.",
        _claim,
        "disabled",
        _button,
        _button.replace("<button", "<button disabled"),
    )
    _door(f"{_name}-doubled", f"Кнопка «{_label}» стоит дважды.", _claim, "doubled", _button, _button * 2)
    _door(
        f"{_name}-is-plain-text",
        f"Вместо кнопки «{_label}» — простой текст.",
        _claim,
        "role",
        _button,
        f"<p>{_label}</p>",
    )
    _door(
        f"{_name}-dead",
        f"Кнопка «{_label}» ничего не делает.",
        _claim,
        "dead",
        _button,
        _button.replace('type="submit"', 'type="button"'),
    )


@defect("enter-covered", "Кнопку «Войти» закрывает другой элемент.", claim="enter", kind="covered")
def _enter_covered(_stand: Stand, patch: Patch) -> None:
    veil = "{ content: ''; position: fixed; inset: 0; }"
    patch.append("messenger", "/static/messenger.css", f".messenger--entry::after {veil}")


@defect("enter-leads-back", "Кнопка «Войти» ведёт на ту же страницу.", claim="enter", kind="address")
def _enter_leads_back(_stand: Stand, patch: Patch) -> None:
    patch.lead("messenger", "/auth/login", "/", method="POST")


@defect(
    "sferum-without-session",
    "После входа через Сферум снова показана страница входа.",
    claim="either-way",
    kind="session",
)
def _sferum_without_session(stand: Stand, patch: Patch) -> None:
    wishes: list[Profile] = []
    sessions, first_profile = stand.messenger.records.sessions, stand.messenger._first_profile
    open_session = sessions.open

    def note_wish(user_id: int, wished: Profile) -> Profile:
        wishes.append(wished)
        return first_profile(user_id, wished)

    def open_or_not(user_id: int, profile: Profile) -> str:
        return "nobody" if wishes and wishes[-1] == "edu" else open_session(user_id, profile)

    patch.method(stand.messenger, "_first_profile", note_wish)
    patch.method(sessions, "open", open_or_not)


@defect(
    "sferum-refuses-vk-answer",
    "Вход через Сферум не принимает ответ VK ID.",
    claim="either-way",
    kind="oauth",
)
def _sferum_refuses_vk_answer(stand: Stand, patch: Patch) -> None:
    sessions = stand.messenger.records.sessions
    take = sessions.take_sign_in

    def take_unless_sferum(cookie: str, state: str) -> object:
        found = take(cookie, state)
        return None if found is not None and found.profile == "edu" else found

    patch.method(sessions, "take_sign_in", take_unless_sferum)


@defect(
    "enter-shows-empty-profile",
    "За кнопкой «Войти» открывается личный профиль, в котором чатов нет.",
    claim="chats-open",
    kind="list",
)
def _enter_shows_empty_profile(stand: Stand, patch: Patch) -> None:
    def as_wished(_user_id: int, wished: Profile) -> Profile:
        return wished

    patch.method(stand.messenger, "_first_profile", as_wished)
