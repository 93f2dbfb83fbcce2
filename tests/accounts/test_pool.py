"""The pool of accounts: who has which one, and who waits for whom."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.diary_chats.student import Student
from tests.accounts.conftest import LINKED, SITES, UNLINKED
from tests.accounts.notebook import EVERYONE, FOUND, Notebook, pool_of
from verifier.accounts.account import Account
from verifier.accounts.errors import AccountError
from verifier.accounts.lease import Lender
from verifier.redaction.secrets import Secrets
from verifier.run.accounts import described
from verifier.screen.trouble import Unavailable


def test_shards_have_no_account_in_common(root: Path) -> None:
    parts = [pool_of(EVERYONE, root, (number, 2)).accounts for number in (1, 2)]
    assert sorted(one.key for part in parts for one in part) == sorted(one.key for one in EVERYONE)
    assert [len(part) for part in parts] == [3, 2]


def test_too_few_accounts_are_told_before_anything_starts(root: Path) -> None:
    with pytest.raises(
        AccountError, match=r"процессов 3, а учётных записей 2; добавьте .* или запустите с -n 2"
    ):
        pool_of(EVERYONE[:2], root).check(3)
    with pytest.raises(AccountError, match="в пуле 2, а частей 3, и части 3 не хватило; добавьте"):
        pool_of(EVERYONE[:2], root, (3, 3))


def test_what_cannot_be_hidden_well_is_told_by_its_place(root: Path) -> None:
    common = Student("uchenik@shkola.test", "ж1", "+79000000001", "Чаты", vk_name="Ли Ян", name="Чаты")
    known = Secrets()
    known.public.add(["Открой вкладку «Чаты»."])
    told = described(pool_of([*EVERYONE[:1], Account.of(common, SITES)], root), known)
    assert re.search(r"^2, .* плохо скрыть: (.*): короче 4 знаков", told)[1] == ", ".join(  # type: ignore[index]
        f"2-я запись, {one}" for one in ("DIARY_PASSWORD", "VK_PASSWORD", "DIARY_NAME")
    )
    assert "Чаты" not in told
    assert "ж1" not in told
    assert "плохо" not in described(pool_of(EVERYONE[:1], root), known)


def test_each_gets_an_account_of_its_own(root: Path) -> None:
    pool = pool_of(EVERYONE[:2], root)
    with pool.claim(1) as (one, _), pool.claim(1) as (other, _):
        assert (one, other) == (EVERYONE[1], EVERYONE[0])
        with pytest.raises(Unavailable, match="все 2 заняты"), pool.claim(wait_s=0.2):
            pytest.fail("nothing is left to be lent")
    with pool.claim(1) as (again, _):
        assert again == EVERYONE[1]


def test_account_of_a_process_that_was_killed_is_free_again(root: Path) -> None:
    pool = pool_of(EVERYONE[:1], root)
    lock = pool.folder(EVERYONE[0]).path / "lock"
    program = (
        f"from filelock import FileLock; lock = FileLock({str(lock)!r}); lock.acquire();"
        " print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Unavailable), pool.claim(wait_s=0.1):
            pytest.fail("somebody else has it")
        holder.kill()
        holder.wait()
        with pool.claim(wait_s=5) as (mine, _):
            assert mine == EVERYONE[0]


def test_second_run_on_the_same_account_waits_and_tells_and_changes_nothing(root: Path) -> None:
    keeper = Notebook(LINKED)
    said: list[str] = []
    lenders = [
        Lender(pool_of(EVERYONE[:1], root), keeper, "staging", run, print, said.append)
        for run in ("one", "two")
    ]
    with lenders[0].lease():
        with (
            pytest.raises(Unavailable, match="все 1 заняты другим прогоном уже"),
            lenders[1].lease(wait_s=0.2),
        ):
            pytest.fail("the other run has it")
        assert said == ["Учётные записи заняты другим прогоном (1 из 1); жду свободную, до 0.2 с."]
        assert keeper.links[EVERYONE[0].key] == UNLINKED
    assert keeper.links[EVERYONE[0].key] == LINKED
    with lenders[1].lease() as lease:
        assert lease.found == LINKED
    assert keeper.links[EVERYONE[0].key] == LINKED


def test_only_what_the_run_itself_has_borrowed_is_waited_for(root: Path) -> None:
    pool = pool_of(EVERYONE, root)
    pool.folder(EVERYONE[0]).write_record(FOUND)
    with Lender(pool, Notebook(), "staging", "run", print).lease(first=1):
        lent = pool.lent_to("run")
        assert [folder.path for folder in lent] == [pool.folder(EVERYONE[1]).path]
        pool.wait_for(lent, 0.1)
        assert len(pool.lent_to("run")) == 1
    assert pool.lent_to("run") == []
    assert len(pool.lent_to(FOUND.run)) == 1
