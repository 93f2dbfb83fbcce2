"""However a walk ends, its account is left as it was found: seen on the stand, stopped after each of the steps."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.student import Student, StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from stand.defects import named
from stand.server import Stand
from stand.server import Student as StandStudent
from tests.accounts.conftest import LINKED, PATIENCE_S, SITES, UNLINKED
from tests.support.on_stand import sign_in, sign_in_to_vk
from tests.support.texts import school_chats
from tests.support.walks import step
from verifier.accounts.account import Account
from verifier.accounts.account_browser import AccountBrowser
from verifier.accounts.account_visit import Found
from verifier.accounts.codes import Command
from verifier.accounts.folder import Folder, Record
from verifier.accounts.lease import Lender
from verifier.accounts.pool import Pool
from verifier.screen.trouble import Mismatch, Unavailable
from verifier.text.model import Instruction
from verifier.walk.journal import Entry, Journal
from verifier.walk.walk import Walk

SECTIONS = ("sign-in", "link", "open-chats", "unlink", "relink")
STOPS = [(section, claim.id) for section in SECTIONS for claim in school_chats().section(section).claims]

ASK_TELEPHONE = """
import re, ssl, sys, httpx
proxy, authority, phone = sys.argv[1:]
trust = ssl.create_default_context(cafile=authority)
page = httpx.get("https://stand.test/telephone", proxy=proxy, verify=trust).text
shown = f"{phone[:2]} {phone[2:5]} {phone[5:8]}-{phone[8:10]}-{phone[10:]}"
print(re.search(re.escape(shown) + r".*?([0-9]{6})", page, re.S)[1])
"""

DETOURS = {"enter", "enter-sferum", "either-way"}
"""Steps that come back to where they began: none of those that follow stands on them."""


class Stop(KeyboardInterrupt):
    """What a run ends with on Ctrl-C, SIGTERM or SIGHUP."""


class Shortcut:
    """Brings a lent account to where a section begins, behind the browser's back, and takes some of its steps."""

    def __init__(
        self,
        stand: Stand,
        made: StandStudent,
        context: BrowserContext,
        instruction: Instruction,
        folder: Path,
    ) -> None:
        self._stand, self._made, self._context = stand, made, context
        self._journal = Journal("staging", "stopped", "", instruction, folder=folder)
        self._instruction = instruction

    def walk(
        self, student: Student, section: str, narrate: Callable[[Entry], None] | None = None
    ) -> StudentWalk:
        walk = Walk(
            self._context,
            PRODUCT,
            SITES,
            student,
            self._instruction,
            self._journal,
            patience_ms=PATIENCE_S * 1000,
            narrate=narrate,
        )
        if section == "sign-in":
            return walk
        sign_in(self._stand, self._context, self._made.pupil)
        if section in ("open-chats", "unlink"):
            self._stand.link(self._made.pupil, self._made.vk)
            sign_in_to_vk(self._stand, self._context, self._made.vk)
        walk.open(walk.on(ChatsTab))
        if section != "link":
            walk.choose(walk.on(ChatsTab).tab)
        return walk

    def linked(self) -> bool:
        """Say what the stand's own record shows."""
        return self._stand.linked_vk_user(self._made.pupil) == self._made.vk.user_id

    def stop_after(self, student: Student, section: str, last: str) -> None:
        """Take the step of a claim, and those of its section before it that it stands on, and be interrupted."""
        claims = [claim.id for claim in self._instruction.section(section).claims]
        way = [claim for claim in claims[: claims.index(last)] if claim not in DETOURS]

        def stop(entry: Entry) -> None:
            if entry.claim == last:
                raise Stop

        self.walk(student, section, stop).take_steps([step(claim) for claim in (*way, last)])


def lend(lender: Lender, shortcut: Shortcut, found: Found, section: str, last: str) -> None:
    """Lend an account that is found so, take some steps with it, and be interrupted."""
    with lender.lease() as lease:
        assert lease.found == found
        assert shortcut.linked() is False, "the walk begins with an account that is not linked"
        shortcut.stop_after(lease.person, section, last)


def counted(call: Callable[[int], str], calls: list[str], name: str) -> Callable[[int], str]:
    """Note a name at each call."""

    def noting(number: int) -> str:
        calls.append(name)
        return call(number)

    return noting


@pytest.fixture
def shortcut(stand: Stand, stand_student: StandStudent, context: BrowserContext, tmp_path: Path) -> Shortcut:
    return Shortcut(stand, stand_student, context, school_chats(), tmp_path / "journals")


@pytest.mark.long
@pytest.mark.parametrize(("section", "last"), STOPS, ids=[claim for _, claim in STOPS])
def test_account_is_as_found_after_a_stop_at_any_step(
    lender: Lender, shortcut: Shortcut, folder: Folder, section: str, last: str
) -> None:
    with pytest.raises(Stop):
        lend(lender, shortcut, UNLINKED, section, last)
    assert not shortcut.linked()
    assert folder.record() is None


@pytest.mark.parametrize(("section", "last"), [("link", "press-continue"), ("unlink", "link-back")])
def test_linked_account_is_linked_again(
    stand: Stand,
    stand_student: StandStudent,
    lender: Lender,
    shortcut: Shortcut,
    section: str,
    last: str,
) -> None:
    stand.link(stand_student.pupil, stand_student.vk)
    with pytest.raises(Stop):
        lend(lender, shortcut, LINKED, section, last)
    assert shortcut.linked()


def test_killed_run_is_put_right_by_the_next(
    stand: Stand,
    stand_student: StandStudent,
    shortcut: Shortcut,
    lender: Lender,
    folder: Folder,
    told: list[str],
) -> None:
    stand.link(stand_student.pupil, stand_student.vk)
    left = "чат «Проверка» в VK Мессенджере"
    folder.write_record(Record(UNLINKED, "2026-11-24T02:00:00+00:00", "staging", "1", (left,)))
    with lender.lease() as lease:
        assert lease.found == UNLINKED
        assert not shortcut.linked()
    assert any("Прогон от 2026-11-24T02:00:00+00:00 не закончился" in line for line in told)
    assert any(f"осталось: {left}" in line for line in told)
    assert folder.left() == [left]


def test_night_signs_in_once(
    lender: Lender, stand: Stand, stand_student: StandStudent, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.link(stand_student.pupil, stand_student.vk)
    begun: list[str] = []
    for system, sessions, name in (
        ("diary", stand.diary.sessions, "open"),
        ("VK ID", stand.vk_id.records, "open_session"),
    ):
        monkeypatch.setattr(sessions, name, counted(getattr(sessions, name), begun, system))
    for _ in range(2):
        with lender.lease() as lease:
            assert lease.found == LINKED
    assert sorted(begun) == ["VK ID", "diary"]


def test_session_that_has_ended_is_begun_anew(lender: Lender, folder: Folder, shortcut: Shortcut) -> None:
    with lender.lease():
        pass
    state = folder.state()
    for cookie in state["cookies"]:
        cookie["value"] = "x" * len(cookie["value"])
    folder.keep_state(state)
    with lender.lease() as lease:
        assert lease.found == UNLINKED
    assert not shortcut.linked()


def test_another_vk_account_is_left_alone(
    stand: Stand, stand_student: StandStudent, lender: Lender, folder: Folder
) -> None:
    other = stand.new_vk_account()
    stand.link(stand_student.pupil, other)
    with pytest.raises(Unavailable, match="привязан какой-то другой"), lender.lease():
        pytest.fail("this account is not to be lent")
    assert stand.linked_vk_user(stand_student.pupil) == other.user_id
    assert folder.record() is None


def test_wrong_password_is_no_fault_of_the_product(
    hasty: AccountBrowser, account: Account, folder: Folder
) -> None:
    wrong = dataclasses.replace(account, person=dataclasses.replace(account.person, password="sovsem-drugoj"))
    with pytest.raises(Unavailable, match="страница сообщает: Неверная почта или пароль") as caught:
        hasty.look(wrong, folder)
    assert "проверьте почту и пароль" in caught.value.remedy
    assert "sovsem-drugoj" not in str(caught.value)
    assert folder.state() is None


def test_product_that_does_not_unlink_is_told_and_the_account_comes_back_when_it_does(
    stand: Stand, shortcut: Shortcut, pool: Pool, hasty: AccountBrowser, told: list[str]
) -> None:
    lender = Lender(pool, hasty, "staging", "run", told.append)
    with named("unlink-dead").on(stand):
        with pytest.raises(Mismatch, match=r"\(аккаунт VK не привязан\): "):
            lend(lender, shortcut, UNLINKED, "link", "press-continue")
        assert shortcut.linked()
        with pytest.raises(Mismatch, match=r"\(аккаунт VK не привязан\): "):
            look_only(lender)
    with lender.lease() as lease:
        assert (lease.found, lease.look_only) == (UNLINKED, "")
    assert not shortcut.linked()
    assert any("не закончился" in line for line in told)


@pytest.mark.parametrize(
    ("down", "link", "look_only"),
    [
        ("vk_id", LINKED, "учётную запись потом не вернуть (VK ID отвечает ошибкой 503 на https://id.vk.ru)"),
        (
            "vk_id_former",
            LINKED,
            "учётную запись потом не вернуть (VK ID отвечает ошибкой 503 на https://id.vk.com)",
        ),
        ("vk_id", UNLINKED, ""),
        ("messenger", LINKED, ""),
    ],
)
def test_account_that_nothing_could_bring_back_is_only_looked_at(
    stand: Stand,
    stand_student: StandStudent,
    lender: Lender,
    shortcut: Shortcut,
    folder: Folder,
    down: str,
    link: Found,
    look_only: str,
) -> None:
    if link == LINKED:
        stand.link(stand_student.pupil, stand_student.vk)
    with contextlib.ExitStack() as stack:
        if look_only:
            stack.enter_context(
                pytest.raises(Unavailable, match=r"есть чем вернуть .* \(аккаунт VK привязан\): ")
            )
        outage = stack.enter_context(contextlib.ExitStack())
        outage.enter_context(stand.faults.outage(down))
        lease = stack.enter_context(lender.lease())
        assert (lease.found, lease.look_only) == (link, look_only)
        assert shortcut.linked() == bool(look_only)
        assert (folder.record() is None) == bool(look_only)
        outage.close()
    assert shortcut.linked() == (link == LINKED)
    assert folder.record() is None


def look_only(lender: Lender) -> None:
    with lender.lease() as lease:
        assert "не удалось подготовить" in lease.look_only


def test_words_that_differ_are_no_hindrance(
    stand: Stand, stand_student: StandStudent, lender: Lender, shortcut: Shortcut
) -> None:
    stand.link(stand_student.pupil, stand_student.vk)
    with named("unlink-in-other-words").on(stand), lender.lease() as lease:
        assert (lease.found, lease.look_only) == (LINKED, "")
        assert not shortcut.linked()
    assert shortcut.linked()


@pytest.mark.parametrize("second_step", ["code"])
def test_code_of_the_second_step_comes_from_a_command(
    stand: Stand,
    account_browser: AccountBrowser,
    account: Account,
    folder: Folder,
    shortcut: Shortcut,
    tmp_path: Path,
) -> None:
    authority = tmp_path / "authority.pem"
    authority.write_bytes(stand.gateway.authority_pem)
    telephone = Command(
        [sys.executable, "-c", ASK_TELEPHONE, stand.proxy, str(authority), account.person.vk_login]
    )
    student = dataclasses.replace(account.person, vk_code=telephone)
    account_browser.put(dataclasses.replace(account, person=student), folder, LINKED)
    assert shortcut.linked()
