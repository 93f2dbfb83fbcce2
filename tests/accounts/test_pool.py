"""The pool and the folder of an account: who has it, what is on disk of it, and who may read that."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.diary_chats.student import Student
from verifier.accounts.account import Account
from verifier.accounts.errors import AccountError
from verifier.accounts.folder import Folder, Link, Record, home
from verifier.accounts.lease import Leases
from verifier.accounts.pool import Pool
from verifier.screen.sites import Sites
from verifier.screen.trouble import Mismatch, Unavailable

FOUND = Record("unlinked", "2026-11-24T02:00:00+00:00", "staging", "1")


def account(number: int) -> Account:
    student = Student(
        f"uchenik{number}@shkola.test", "s3cret", f"+790000000{number:02}", "s3cret", vk_name="Имя"
    )
    return Account.of(student, Sites())


EVERYONE = [account(number) for number in range(5)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "state"


class Notebook:
    """Looks after accounts on paper: `links` says how each stands; `fails` how often nothing can be done."""

    def __init__(self, link: Link = "unlinked") -> None:
        self.links: dict[str, Link] = {one.key: link for one in EVERYONE}
        self.fails = 0

    def look(self, account: Account, _folder: Folder) -> Link:
        return self.links[account.key]

    def put(self, account: Account, _folder: Folder, wanted: Link) -> None:
        if self.fails:
            self.fails -= 1
            raise Mismatch("кнопка есть", "её нет")
        self.links[account.key] = wanted


def test_shards_have_no_account_in_common(root: Path) -> None:
    parts = [Pool(EVERYONE, root, (number, 2)).accounts for number in (1, 2)]
    assert sorted(one.key for part in parts for one in part) == sorted(one.key for one in EVERYONE)
    assert [len(part) for part in parts] == [3, 2]


def test_too_few_accounts_are_told_before_anything_starts(root: Path) -> None:
    with pytest.raises(
        AccountError, match=r"процессов 3, а учётных записей 2; добавьте .* или запустите с -n 2"
    ):
        Pool(EVERYONE[:2], root).check(3)
    with pytest.raises(AccountError, match="в пуле 2, а частей 3, и части 3 не хватило; добавьте"):
        Pool(EVERYONE[:2], root, (3, 3))


def test_each_gets_an_account_of_its_own(root: Path) -> None:
    pool = Pool(EVERYONE[:2], root)
    with pool.claim(1) as (one, _), pool.claim(1) as (other, _):
        assert (one, other) == (EVERYONE[1], EVERYONE[0])
        with pytest.raises(Unavailable, match="все 2 заняты"), pool.claim(wait_s=0.2):
            pytest.fail("nothing is left to be lent")
    with pool.claim(1) as (again, _):
        assert again == EVERYONE[1]


def test_account_of_a_process_that_was_killed_is_free_again(root: Path) -> None:
    pool = Pool(EVERYONE[:1], root)
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
    leases = Leases(Pool(EVERYONE[:1], root), Notebook(), "staging", "run", print)
    with leases.lease() as lease:
        lease.note_chat("Проверка инструкции 1")
        folder = Pool(EVERYONE[:1], root).folder(EVERYONE[0])
        folder.keep_state({"cookies": [], "origins": []})
        kept = sorted(root.rglob("*"))
        assert {path.name for path in kept if path.is_file()} == {"lock", "lease.json", "state.json"}
        for path in [root, *kept]:
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
        record = (folder.path / "lease.json").read_text(encoding="utf-8")
    student = EVERYONE[0].student
    told = record + "".join(map(str, kept))
    assert not [secret for secret in student.secrets if secret in told]
    assert json.loads(record)["found"] == "unlinked"


def test_how_an_account_was_found_is_on_disk_before_it_is_changed(root: Path) -> None:
    pool = Pool(EVERYONE[:1], root)
    seen: list[Record | None] = []

    class Watched(Notebook):
        def put(self, account: Account, folder: Folder, wanted: Link) -> None:
            seen.append(folder.record())
            super().put(account, folder, wanted)

    keeper = Watched("linked")
    with Leases(pool, keeper, "staging", "run", print).lease() as lease:
        assert lease.found == "linked"
        assert keeper.links[EVERYONE[0].key] == "unlinked"
    assert keeper.links[EVERYONE[0].key] == "linked"
    assert [record.found for record in seen if record] == ["linked", "linked"]
    assert pool.folder(EVERYONE[0]).record() is None


def test_what_could_not_be_put_right_is_told_and_the_next_lease_begins_with_it(root: Path) -> None:
    keeper, told = Notebook("linked"), list[str]()
    pool = Pool(EVERYONE[:1], root)
    leases = Leases(pool, keeper, "staging", "run", told.append)
    with pytest.raises(
        Mismatch, match=r"возвращена к тому, что было \(аккаунт VK привязан\): кнопка есть"
    ) as caught:
        lend_and_fail(leases, keeper)
    assert "следующий прогон вернёт её сам" in caught.value.remedy
    assert pool.folder(EVERYONE[0]).record() is not None
    with leases.lease() as lease:
        assert lease.found == "linked"
    assert keeper.links[EVERYONE[0].key] == "linked"
    assert any("не закончился" in line for line in told)


def lend_and_fail(leases: Leases, keeper: Notebook) -> None:
    with leases.lease():
        keeper.fails = 1


def test_walk_may_only_look_at_an_account_that_could_not_be_prepared(root: Path) -> None:
    keeper = Notebook("linked")
    pool = Pool(EVERYONE[:1], root)
    keeper.fails = 1
    with pytest.raises(Mismatch, match="кнопка есть"):
        reason_to_look_only(Leases(pool, keeper, "staging", "run", print))
    assert keeper.links[EVERYONE[0].key] == "linked"
    assert pool.folder(EVERYONE[0]).record() is None
    pool.folder(EVERYONE[0]).write_record(FOUND)
    keeper.fails = 1
    with pytest.raises(Mismatch, match=r"\(аккаунт VK не привязан\): кнопка есть"):
        reason_to_look_only(Leases(pool, keeper, "staging", "run", print))
    assert pool.folder(EVERYONE[0]).record() == FOUND


def reason_to_look_only(leases: Leases) -> None:
    with leases.lease() as lease:
        assert "учётную запись не удалось подготовить (ожидалось: " in lease.look_only


def test_walk_that_only_looks_leaves_no_trace_of_itself(root: Path) -> None:
    keeper = Notebook("linked")
    pool = Pool(EVERYONE[:1], root)
    with Leases(pool, keeper, "production", "run", print).look_only("только просмотр") as lease:
        assert (lease.found, lease.look_only) == (None, "только просмотр")
        lease.note_chat("Проверка")
        assert pool.folder(EVERYONE[0]).record() is None
    assert keeper.links[EVERYONE[0].key] == "linked"


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"found": "linked"}', '{"found": "x", "since": "", "target": "", "run": "", "chats": []}'],
)
def test_record_that_cannot_be_read_stops_everything(root: Path, text: str) -> None:
    folder = Folder(root, "key")
    (folder.path / "lease.json").write_text(text, encoding="utf-8")
    with pytest.raises(AccountError, match="не читается; проверьте привязку VK вручную и удалите файл"):
        folder.record()


def test_signed_in_state_is_used_no_longer_than_its_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(root, "key")
    state: dict[str, list[str]] = {"cookies": [], "origins": []}
    folder.keep_state(state, hours=2)
    assert folder.state() == state
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600 + 1)
    assert folder.state() is None
    assert not (folder.path / "state.json").exists()


def test_state_is_kept_where_the_user_says_or_where_the_system_keeps_such_things(tmp_path: Path) -> None:
    assert home({"DIARY_CHATS_STATE": str(tmp_path)}) == tmp_path
    assert home({}).name == "diary-chats-verifier"


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AccountError, match="назовите другую в DIARY_CHATS_STATE"):
        Folder(tmp_path / "file", "key")


def test_unreadable_record_is_told_before_anything_is_lent(root: Path) -> None:
    pool = Pool(EVERYONE, root)
    pool.check(1)
    (pool.folder(EVERYONE[3]).path / "lease.json").write_text("{", encoding="utf-8")
    with pytest.raises(AccountError, match=rf"{EVERYONE[3].key}/lease.json: запись .* не читается"):
        pool.check(1)


def test_only_what_the_run_itself_has_borrowed_is_waited_for(root: Path) -> None:
    pool = Pool(EVERYONE, root)
    pool.folder(EVERYONE[0]).write_record(FOUND)
    with Leases(pool, Notebook(), "staging", "run", print).lease(first=1):
        lent = pool.lent_to("run")
        assert [folder.path for folder in lent] == [pool.folder(EVERYONE[1]).path]
        pool.wait_for(lent, 0.1)
        assert len(pool.lent_to("run")) == 1
    assert pool.lent_to("run") == []
    assert len(pool.lent_to(FOUND.run)) == 1
