"""Accounts that are looked after on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.student import Student
from tests.accounts.conftest import SITES, UNLINKED
from verifier.accounts.account import Account
from verifier.accounts.account_visit import Found
from verifier.accounts.folder import Folder, Record
from verifier.accounts.pool import Pool
from verifier.accounts.state import State
from verifier.screen.trouble import Mismatch, Unavailable

FOUND = Record(UNLINKED, "2026-11-24T02:00:00+00:00", "staging", "1")


def account(number: int) -> Account:
    student = Student(
        f"uchenik{number}@shkola.test", "s3cret", f"+790000000{number:02}", "s3cret", vk_name="Имя"
    )
    return Account.of(student, SITES)


def pool_of(accounts: Sequence[Account], root: Path, shard: tuple[int, int] = (1, 1)) -> Pool:
    return Pool(accounts, PRODUCT.states, root, shard, named_by="DIARY_CHATS_STATE")


def folder_in(root: Path, states: Sequence[State] = PRODUCT.states) -> Folder:
    return Folder(root, "key", states, named_by="DIARY_CHATS_STATE")


EVERYONE = [account(number) for number in range(5)]


class Notebook:
    """Looks after accounts on paper: `links` says how each stands; `fails` how often nothing can be done."""

    def __init__(self, found: Found = UNLINKED) -> None:
        self.links: dict[str, Found] = {one.key: found for one in EVERYONE}
        self.fails = 0
        self.silence: Unavailable | None = None

    def hindrance(self, _account: Account, _folder: Folder, _found: Found) -> Unavailable | None:
        return self.silence

    def look(self, account: Account, _folder: Folder) -> Found:
        return self.links[account.key]

    def put(self, account: Account, _folder: Folder, wanted: Found) -> None:
        if self.fails:
            self.fails -= 1
            raise Mismatch("кнопка есть", "её нет")
        self.links[account.key] = wanted
