"""The folder of an account: what is on disk of it, who may read that, and what the disk may refuse."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from flows.diary_chats.product import PRODUCT
from tests.accounts.conftest import LINKED, UNLINKED
from tests.accounts.notebook import EVERYONE, FOUND, Notebook, folder_in, pool_of
from verifier.accounts import folder as folder_module
from verifier.accounts.errors import AccountError
from verifier.accounts.folder import home
from verifier.accounts.lease import Lender
from verifier.screen.trouble import Unavailable

FIRST_VERSION = {
    "found": "linked",
    "since": "2026-11-24T02:00:00+00:00",
    "target": "staging",
    "run": "1",
    "chats": ["Проверка инструкции 1"],
    "version": 1,
}


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
