"""The pool and the folder of an account: who has it, what is on disk of it, and who may read that."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.student import Student
from tests.accounts.conftest import LINKED, SITES, UNLINKED
from verifier.accounts import folder as folder_module
from verifier.accounts.account import Account
from verifier.accounts.account_visit import Found
from verifier.accounts.errors import AccountError
from verifier.accounts.folder import Folder, Record, home
from verifier.accounts.lease import Lender
from verifier.accounts.pool import Pool
from verifier.accounts.state import State
from verifier.redaction.secrets import Secrets
from verifier.run.accounts import described
from verifier.screen.trouble import Mismatch, Unavailable

FOUND = Record(UNLINKED, "2026-11-24T02:00:00+00:00", "staging", "1")
FIRST_VERSION = {
    "found": "linked",
    "since": "2026-11-24T02:00:00+00:00",
    "target": "staging",
    "run": "1",
    "chats": ["Проверка инструкции 1"],
    "version": 1,
}


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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "state"


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


def test_nobody_else_may_read_what_is_kept_and_nothing_in_it_is_secret(root: Path) -> None:
    lender = Lender(pool_of(EVERYONE[:1], root), Notebook(), "staging", "run", print)
    with lender.lease() as lease:
        lease.note_left("чат «Проверка инструкции 1» в VK Мессенджере")
        folder = pool_of(EVERYONE[:1], root).folder(EVERYONE[0])
        folder.keep_state({"cookies": [], "origins": []})
        kept = sorted(root.rglob("*"))
        assert {path.name for path in kept if path.is_file()} == {"lock", "lease.json", "state.json"}
        for path in [root, *kept]:
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
        record = (folder.path / "lease.json").read_text(encoding="utf-8")
    student = EVERYONE[0].person
    told = record + "".join(map(str, kept))
    assert not [secret for secret in student.secrets if secret in told]
    assert json.loads(record)["found"] == UNLINKED


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


def test_second_run_on_the_same_account_waits_and_tells_and_changes_nothing(root: Path) -> None:
    keeper = Notebook(LINKED)
    lenders = [Lender(pool_of(EVERYONE[:1], root), keeper, "staging", run, print) for run in ("one", "two")]
    with lenders[0].lease():
        with (
            pytest.raises(Unavailable, match="все 1 заняты другим прогоном уже"),
            lenders[1].lease(wait_s=0.2),
        ):
            pytest.fail("the other run has it")
        assert keeper.links[EVERYONE[0].key] == UNLINKED
    assert keeper.links[EVERYONE[0].key] == LINKED
    with lenders[1].lease() as lease:
        assert lease.found == LINKED
    assert keeper.links[EVERYONE[0].key] == LINKED


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_full_disk_before_a_run_is_told_in_a_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = pool_of(EVERYONE[:1], root)
    monkeypatch.setattr(folder_module, "write_private", full)
    with pytest.raises(
        AccountError, match=r"не записать \(No space left on device\); освободите .* DIARY_CHATS_STATE$"
    ):
        pool.check(1)
    monkeypatch.undo()
    pool.check(1)
    assert {path.name for path in root.rglob("*") if path.is_file()} == {"lock"}


def test_disk_that_fills_up_before_the_account_is_changed_leaves_it_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Notebook(LINKED)
    monkeypatch.setattr(folder_module, "write_private", full)
    lender = Lender(pool_of(EVERYONE[:1], root), keeper, "staging", "run", print)
    with pytest.raises(Unavailable, match="No space left on device") as caught, lender.lease():
        pytest.fail("nobody would know how it was found")
    assert "назовите другую папку в DIARY_CHATS_STATE" in caught.value.remedy
    assert keeper.links[EVERYONE[0].key] == LINKED


def test_disk_that_fills_up_on_the_way_lets_the_account_come_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, pool = Notebook(LINKED), pool_of(EVERYONE[:1], root)
    with Lender(pool, keeper, "staging", "run", print).lease() as lease:
        monkeypatch.setattr(folder_module, "write_private", full)
        lease.keep_state({"cookies": [], "origins": []})
        with pytest.raises(Unavailable, match="No space left on device"):
            lease.note_left("чат «Проверка инструкции 1» в VK Мессенджере")
    assert keeper.links[EVERYONE[0].key] == LINKED
    assert pool.folder(EVERYONE[0]).record() is None


@pytest.mark.parametrize("name", ["lock", "probe", "lease.json"])
def test_folder_that_does_not_serve_is_told_before_anything_is_lent(root: Path, name: str) -> None:
    pool = pool_of(EVERYONE[:1], root)
    (pool.folder(EVERYONE[0]).path / name).mkdir()
    with pytest.raises(AccountError, match=rf"{EVERYONE[0].key}.*: .*не (записать|читается).*; "):
        pool.check(1)


def test_signed_in_state_of_a_clock_that_was_ahead_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_in(root)
    folder.keep_state({"cookies": [], "origins": []})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 24 * 3600)
    assert folder.state() is None


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"found": "linked"}',
        '{"found": "x", "since": "", "target": "", "run": "", "chats": []}',
        json.dumps(FIRST_VERSION | {"found": "x"}),
        json.dumps(FIRST_VERSION | {"found": LINKED}),
        json.dumps({name: value for name, value in FIRST_VERSION.items() if name != "chats"}),
        json.dumps(asdict(FOUND) | {"found": "unlinked"}),
        json.dumps(asdict(FOUND) | {"found": {"link": "x"}}),
        json.dumps(asdict(FOUND) | {"found": {"another": "unlinked"}}),
        json.dumps(asdict(FOUND) | {"version": 3}),
    ],
)
def test_record_that_cannot_be_read_stops_everything(root: Path, text: str) -> None:
    folder = folder_in(root)
    (folder.path / "lease.json").write_text(text, encoding="utf-8")
    with pytest.raises(AccountError, match="не читается; проверьте учётную запись вручную и удалите файл"):
        folder.record()


def test_record_of_the_first_version_is_put_right_as_any_other(root: Path) -> None:
    pool, keeper, told = pool_of(EVERYONE[:1], root), Notebook(UNLINKED), list[str]()
    folder = pool.folder(EVERYONE[0])
    (folder.path / "lease.json").write_text(json.dumps(FIRST_VERSION), encoding="utf-8")
    with Lender(pool, keeper, "staging", "run", told.append).lease() as lease:
        assert lease.found == LINKED
    assert keeper.links[EVERYONE[0].key] == LINKED
    assert folder.record() is None
    assert folder.left() == ["«Проверка инструкции 1»"]
    assert any("не закончился: учётная запись возвращена, аккаунт VK привязан" in line for line in told)
    assert any("осталось: «Проверка инструкции 1»." in line for line in told)


def test_record_of_the_first_version_that_may_mean_two_states_is_not_guessed_at(root: Path) -> None:
    (state,) = PRODUCT.states
    folder = folder_in(root, (state, replace(state, name="another")))
    (folder.path / "lease.json").write_text(json.dumps(FIRST_VERSION), encoding="utf-8")
    with pytest.raises(AccountError, match="не читается; проверьте учётную запись вручную"):
        folder.record()


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


def test_folder_of_an_account_is_called_as_ever() -> None:
    """Else a record, and the state that the account was found in, would be lost for the next version."""
    assert EVERYONE[0].key == "e4402739146b93ae83a4d478"


def test_signed_in_state_is_used_no_longer_than_its_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_in(root)
    state: dict[str, list[str]] = {"cookies": [], "origins": []}
    folder.keep_state(state, hours=2)
    assert folder.state() == state
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600 + 1)
    assert folder.state() is None
    assert not (folder.path / "state.json").exists()


def test_state_is_kept_where_the_user_says_or_where_the_system_keeps_such_things(tmp_path: Path) -> None:
    assert home({"DIARY_CHATS_STATE": str(tmp_path)}, PRODUCT.name) == tmp_path
    assert home({}, PRODUCT.name).name == "diary-chats-verifier"


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AccountError, match="назовите другую в DIARY_CHATS_STATE"):
        folder_in(tmp_path / "file")


def test_unreadable_record_is_told_before_anything_is_lent(root: Path) -> None:
    pool = pool_of(EVERYONE, root)
    pool.check(1)
    (pool.folder(EVERYONE[3]).path / "lease.json").write_text("{", encoding="utf-8")
    with pytest.raises(AccountError, match=rf"{EVERYONE[3].key}/lease.json: запись .* не читается"):
        pool.check(1)


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
