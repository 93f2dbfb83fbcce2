"""A lease: what may be changed in an account, and what is left of it when something goes wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.diary_chats.product import PRODUCT
from tests.accounts.conftest import LINKED, UNLINKED
from tests.accounts.notebook import EVERYONE, FOUND, Notebook, pool_of
from verifier.accounts.account import Account
from verifier.accounts.account_visit import Found
from verifier.accounts.folder import Folder, Record
from verifier.accounts.lease import Lender
from verifier.accounts.pool import Pool
from verifier.screen.trouble import Mismatch, Unavailable


def test_how_an_account_was_found_is_on_disk_before_it_is_changed(root: Path) -> None:
    pool = pool_of(EVERYONE[:1], root)
    seen: list[Record | None] = []

    class Watched(Notebook):
        def put(self, account: Account, folder: Folder, wanted: Found) -> None:
            seen.append(folder.record())
            super().put(account, folder, wanted)

    keeper = Watched(LINKED)
    with Lender(pool, keeper, "staging", "run", print).lease() as lease:
        assert lease.found == LINKED
        assert keeper.links[EVERYONE[0].key] == UNLINKED
    assert keeper.links[EVERYONE[0].key] == LINKED
    assert [record.found for record in seen if record] == [LINKED, LINKED]
    assert pool.folder(EVERYONE[0]).record() is None


def test_what_could_not_be_put_right_is_told_and_the_next_lease_begins_with_it(root: Path) -> None:
    keeper, told = Notebook(LINKED), list[str]()
    pool = pool_of(EVERYONE[:1], root)
    lender = Lender(pool, keeper, "staging", "run", told.append)
    with pytest.raises(
        Mismatch, match=r"возвращена к тому, что было \(аккаунт VK привязан\): кнопка есть"
    ) as caught:
        lend_and_fail(lender, keeper)
    assert "следующий прогон вернёт её сам" in caught.value.remedy
    assert pool.folder(EVERYONE[0]).record() is not None
    with lender.lease() as lease:
        assert lease.found == LINKED
    assert keeper.links[EVERYONE[0].key] == LINKED
    assert any("не закончился" in line for line in told)


def lend_and_fail(lender: Lender, keeper: Notebook) -> None:
    with lender.lease():
        keeper.fails = 1


def test_walk_may_only_look_at_an_account_that_could_not_be_prepared(root: Path) -> None:
    keeper = Notebook(LINKED)
    pool = pool_of(EVERYONE[:1], root)
    keeper.fails = 1
    with pytest.raises(Mismatch, match="кнопка есть"):
        reason_to_look_only(Lender(pool, keeper, "staging", "run", print))
    assert keeper.links[EVERYONE[0].key] == LINKED
    assert pool.folder(EVERYONE[0]).record() is None
    pool.folder(EVERYONE[0]).write_record(FOUND)
    keeper.fails = 1
    with pytest.raises(Mismatch, match=r"\(аккаунт VK не привязан\): кнопка есть"):
        reason_to_look_only(Lender(pool, keeper, "staging", "run", print))
    assert pool.folder(EVERYONE[0]).record() == FOUND


def test_walk_may_only_look_at_an_account_that_nothing_could_bring_back(root: Path) -> None:
    keeper, pool = Notebook(LINKED), pool_of(EVERYONE[:1], root)
    keeper.silence = Unavailable("VK ID отвечает", "VK ID отвечает ошибкой 503", remedy="повторите позже")
    lender = Lender(pool, keeper, "staging", "run", print)

    def look() -> None:
        with lender.lease() as lease:
            assert lease.look_only == "учётную запись потом не вернуть (VK ID отвечает ошибкой 503)"
            assert keeper.links[EVERYONE[0].key] == lease.found == LINKED
            assert pool.folder(EVERYONE[0]).record() is None

    told = r"есть чем вернуть .* \(аккаунт VK привязан\): VK ID отвечает;"
    with pytest.raises(Unavailable, match=told) as caught:
        look()
    assert caught.value.remedy == "повторите позже"
    assert keeper.links[EVERYONE[0].key] == LINKED


def test_walk_may_only_look_where_what_an_earlier_run_has_left_cannot_be_put_right_yet(root: Path) -> None:
    keeper, pool = Notebook(UNLINKED), pool_of(EVERYONE[:1], root)
    left = replace(FOUND, found=LINKED)
    pool.folder(EVERYONE[0]).write_record(left)
    keeper.silence = Unavailable("VK ID отвечает", "VK ID отвечает ошибкой 503", remedy="повторите позже")
    lender = Lender(pool, keeper, "staging", "run", print)

    def look() -> None:
        with lender.lease() as lease:
            assert lease.look_only == (
                "прерванный прогон изменил учётную запись, а вернуть её пока нельзя (VK ID отвечает ошибкой 503)"
            )

    with pytest.raises(Unavailable, match=r"\(аккаунт VK привязан\): VK ID отвечает;"):
        look()
    assert pool.folder(EVERYONE[0]).record() == left
    assert keeper.links[EVERYONE[0].key] == UNLINKED
    keeper.silence = None
    with lender.lease() as lease:
        assert lease.found == LINKED


def reason_to_look_only(lender: Lender) -> None:
    with lender.lease() as lease:
        assert "учётную запись не удалось подготовить (ожидалось: " in lease.look_only


def test_walk_that_only_looks_leaves_no_trace_of_itself(root: Path) -> None:
    keeper = Notebook(LINKED)
    pool = pool_of(EVERYONE[:1], root)
    with Lender(pool, keeper, "production", "run", print).look_only("только просмотр") as lease:
        assert (lease.found, lease.look_only) == (None, "только просмотр")
        lease.note_left("чат «Проверка» в VK Мессенджере")
        assert pool.folder(EVERYONE[0]).record() is None
    assert keeper.links[EVERYONE[0].key] == LINKED


def test_every_state_of_an_account_is_kept_and_told(root: Path) -> None:
    (state,) = PRODUCT.states
    another = replace(state, name="mail", words={"on": "письма приходят", "off": "писем нет"}, begin="off")
    pool = Pool(EVERYONE[:1], (state, another), root, named_by="DIARY_CHATS_STATE")
    keeper, told = Notebook(LINKED | {"mail": "on"}), list[str]()
    lender = Lender(pool, keeper, "staging", "run", told.append)
    with pytest.raises(Mismatch, match=r"\(аккаунт VK привязан, письма приходят\): кнопка есть"):
        lend_and_fail(lender, keeper)
    assert keeper.links[EVERYONE[0].key] == UNLINKED | {"mail": "off"}
    with lender.lease() as lease:
        assert lease.found == LINKED | {"mail": "on"}
    assert any("возвращена, аккаунт VK привязан, письма приходят." in line for line in told)
