"""The looks: what a window, and the product's own records, have to show when the model is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

from flows.diary_chats.student import Student, StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.form import VkIdForm
from stand.people import CHATS
from stand.server import Stand
from stand.server import Student as StandStudent
from tests.explorer.hands import SEARCHED
from tests.explorer.model import Model, Shows
from verifier.screen.place import Place

_CLAIMS: dict[Shows, str] = {
    "login": "login-page",
    "home": "signed-in",
    "form": "vk-form",
    "entry": "messenger-window",
    "messenger": "chats-open",
}
_MOVES = {
    "authorise_1": "authorise",
    "authorise_2": "authorise",
    "create_chat": "create-chat",
    "sign_in_1": "signed-in",
    "sign_in_2": "signed-in",
    "log_out": "signed-in",
    "unlink": "unlinked",
}
_GIVEN_CHATS = len(CHATS) + 1
"""Those that the stand gives to every account, and one that tells it from others."""


@dataclass(frozen=True)
class People:
    """The two pupils with their accounts, on the stand and as the walk knows them."""

    stand: Stand
    made: Sequence[StandStudent]
    students: Sequence[Student]

    def links(self) -> tuple[int, ...]:
        """Return the number of the account that the diary's record has for each pupil; 0 for none."""
        accounts = [one.vk.user_id for one in self.made]
        users = [self.stand.linked_vk_user(one.pupil) for one in self.made]
        return tuple(0 if user is None else accounts.index(user) + 1 for user in users)

    def accessible(self) -> set[int]:
        """Return the numbers of the accounts at which VK ID would let the diary."""
        diary, tokens = self.stand.diary.client_id, self.stand.vk_id.records.live_tokens
        return {number for number, one in enumerate(self.made, 1) if tokens(diary, one.vk.user_id)}


def claim_about(move: str, before: Model, after: Model) -> str:
    """Return the id of the sentence that a move puts to the test."""
    if move in _MOVES:
        return _MOVES[move]
    if move == "proceed" and before.window.trip:
        return "press-continue"
    if after.at("chats"):
        return "linked-buttons" if after.window.link else "unlinked"
    return _CLAIMS[after.window.shows]


def look(walk: StudentWalk, page: Page, model: Model, people: People) -> None:
    """Compare the current window and the records with the model. Raises `Trouble` where they differ."""
    walk.windows.current = page
    place = _place(walk, model.window.shows)
    there = walk.windows.await_state(lambda: place.shows(page.url))
    walk.check(bool(there), f"окно показывает: {place.name}", "оно показывает другое")
    _LOOKS[model.window.shows](walk, model, people)
    _look_at_records(walk, model, people)


def _place(walk: StudentWalk, shows: Shows) -> Place:
    match shows:
        case "login":
            return walk.on(DiaryLogin)
        case "home" | "chats":
            return walk.on(ChatsTab)
        case "form":
            return walk.on(VkIdForm)
        case "entry" | "messenger":
            return walk.on(VkMessenger)


def _look_at_login(walk: StudentWalk, _model: Model, _people: People) -> None:
    walk.see(walk.on(DiaryLogin).email, walk.on(DiaryLogin).password)


def _look_at_home(walk: StudentWalk, model: Model, people: People) -> None:
    tab = walk.on(ChatsTab)
    walk.see(tab.tab)
    if model.is_fresh:
        _names(walk, people.students[model.pupil - 1].name, "открыт дневник этого ученика")
        walk.miss(tab.link, tab.unlink)


def _look_at_chats(walk: StudentWalk, model: Model, people: People) -> None:
    tab = walk.on(ChatsTab)
    if not model.is_fresh:
        return  # what is out of date may stand there until it is reloaded
    if model.link:
        walk.see(tab.open_chats, tab.unlink)
        walk.miss(tab.link)
        _names(walk, people.students[model.link - 1].vk_name, "показан привязанный аккаунт VK")
    else:
        walk.see(tab.link)
        walk.miss(tab.open_chats, tab.unlink)
    _names(walk, people.students[model.pupil - 1].name, "открыт дневник этого ученика")


def _names(walk: StudentWalk, name: str, expected: str) -> None:
    walk.check(walk.on(ChatsTab).names(name), expected, "этого имени на странице нет")


def _look_at_form(walk: StudentWalk, model: Model, people: People) -> None:
    form, account = walk.on(VkIdForm), model.window.account
    if not account:
        walk.see(form.login)
        return
    walk.see(form.consent, form.offered)
    student = people.students[account - 1]
    offered = form.offers(student.vk_name, student.vk_login)
    walk.check(offered, "VK предлагает ожидаемый аккаунт", "VK предлагает другой аккаунт")


def _look_at_entry(walk: StudentWalk, _model: Model, _people: People) -> None:
    walk.see(walk.on(VkMessenger).enter, walk.on(VkMessenger).enter_sferum)


def _look_at_messenger(walk: StudentWalk, model: Model, people: People) -> None:
    messenger, account = walk.on(VkMessenger), model.window.account
    walk.see(messenger.search)
    own = str(people.made[account - 1].vk.user_id)
    shown, expected = (
        (SEARCHED, 1) if model.window.is_searched else (own, _GIVEN_CHATS + model.created[account - 1])
    )
    whole = walk.windows.await_state(
        lambda: messenger.chats().count() == expected and messenger.shows_chat(shown)
    )
    walk.check(
        bool(whole),
        f"в списке чатов этого аккаунта: {expected}",
        f"чатов в списке: {messenger.chats().count()}",
    )


_LOOKS = {
    "login": _look_at_login,
    "home": _look_at_home,
    "chats": _look_at_chats,
    "form": _look_at_form,
    "entry": _look_at_entry,
    "messenger": _look_at_messenger,
}


def _look_at_records(walk: StudentWalk, model: Model, people: People) -> None:
    walk.windows.await_state(lambda: people.links() == model.links)
    walk.check(people.links() == model.links, _told(model.links), _told(people.links()))
    linked = {account for account in model.links if account}
    walk.windows.await_state(lambda: people.accessible() == linked)
    walk.check(
        people.accessible() == linked,
        f"у дневника есть ключи к аккаунтам: {_listed(linked)}",
        f"у дневника есть ключи к аккаунтам: {_listed(people.accessible())}",
    )


def _told(links: Sequence[int]) -> str:
    told = [f"ученик {pupil} — аккаунт {account or 'не привязан'}" for pupil, account in enumerate(links, 1)]
    return f"в записях дневника: {', '.join(told)}"


def _listed(accounts: set[int]) -> str:
    return ", ".join(map(str, sorted(accounts))) or "нет"
