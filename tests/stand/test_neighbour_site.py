"""The stock site as a browser meets it: its members connect VK accounts at a VK ID that it takes for the real one."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flows.allauth_site.site.process import Member, Site
from flows.site_process import SiteError
from stand.neighbour import Neighbour
from stand.people import VkAccount
from stand.server import Stand

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
NOBODY = Member("nobody", "nobody@pochta.test", "")
NOTHING_CONNECTED = "В настоящее время у вас нет учетных записей сторонних сервисов"
STARTER = """
import sys, threading
from flows.allauth_site.site.process import Site

site = Site()
with site.serve(proxy="http://127.0.0.1:9", authority=b""):
    print(site._process._running._process.pid, flush=True)
    threading.Event().wait()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = Site()
    yield made
    assert made.crashes == ""


@pytest.fixture(scope="module")
def beside(site: Site) -> Iterator[Stand]:
    """A stand with the site for a neighbour, both at work."""
    with Stand(neighbours={"allauth_site": Neighbour(site.origin, site.port)}) as stand:
        stand.vk_id.records.add_client(site.client_id, "allauth.example", [site.callback])
        with site.serve(proxy=stand.proxy, authority=stand.gateway.authority_pem):
            yield stand
    assert stand.crashes == []
    assert stand.gateway.refused == []


@pytest.fixture
def account(beside: Stand) -> VkAccount:
    return beside.new_vk_account()


@pytest.fixture
def member(beside: Stand, site: Site) -> Member:
    assert beside
    return site.new_member()


@pytest.fixture
def page(beside: Stand, browser: Browser) -> Iterator[Page]:
    with browser.new_context(proxy={"server": beside.proxy}, ignore_https_errors=True) as context:
        yield context.new_page()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def sign_in(page: Page, member: Member) -> None:
    page.goto("https://allauth.example/accounts/login/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Войти")
    page.get_by_label("Имя пользователя").fill(member.username)
    page.get_by_label("Пароль").fill(member.password)
    press(page, "Войти")
    expect(page.get_by_role("heading", level=1)).to_have_text("Адреса электронной почты")


def ask_to_connect(page: Page) -> None:
    follow(page, "VK")
    expect(page.get_by_role("heading", level=1)).to_have_text("Соединение с VK")
    expect(page.get_by_text("Вы собираетесь подключить новый сторонний аккаунт из VK.")).to_be_visible()
    press(page, "Продолжить")
    expect(page).to_have_url(re.compile("^https://id[.]vk[.]ru/auth/"))


def let_in(page: Page, account: VkAccount) -> None:
    page.get_by_label("Телефон или почта").fill(account.phone)
    press(page, "Продолжить")
    page.get_by_label("Пароль").fill(account.password)
    press(page, "Продолжить")
    press(page, "Продолжить")


def expect_connected(page: Page, account: VkAccount) -> None:
    expect(page).to_have_url("https://allauth.example/accounts/3rdparty/")
    expect(page.get_by_role("radio", name=f"{account.full_name} VK")).to_be_visible()


def test_a_member_connects_an_account_removes_it_and_connects_it_again(
    page: Page, site: Site, member: Member, account: VkAccount
) -> None:
    sign_in(page, member)
    follow(page, "Прикрепленные аккаунты")
    expect(page.get_by_text(NOTHING_CONNECTED)).to_be_visible()
    ask_to_connect(page)
    let_in(page, account)
    expect_connected(page, account)
    expect(page.get_by_text("Учетная запись стороннего сервиса подключена.")).to_be_visible()
    assert site.connected(member) == [str(account.user_id)]

    page.get_by_role("radio").check()
    press(page, "Удалить")
    expect(page.get_by_text("Сторонняя учетная запись была отключена.")).to_be_visible()
    expect(page.get_by_text(NOTHING_CONNECTED)).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
    assert site.connected(member) == []

    ask_to_connect(page)
    press(page, "Продолжить")
    expect_connected(page, account)
    assert site.connected(member) == [str(account.user_id)]


def test_a_member_who_cancels_has_connected_nothing(page: Page, site: Site, member: Member) -> None:
    sign_in(page, member)
    follow(page, "Прикрепленные аккаунты")
    ask_to_connect(page)
    press(page, "Отмена")
    expect(page.get_by_role("heading", level=1)).to_have_text("Авторизация отменена")
    assert site.connected(member) == []


def test_an_account_of_another_member_is_refused(
    page: Page, site: Site, member: Member, account: VkAccount
) -> None:
    other = site.new_member()
    site.connect(other, {"user_id": str(account.user_id), "first_name": account.first_name})
    sign_in(page, member)
    follow(page, "Прикрепленные аккаунты")
    ask_to_connect(page)
    let_in(page, account)
    expect(page.get_by_text("Учетная запись стороннего сервиса уже подключена")).to_be_visible()
    assert site.connected(member) == []
    assert site.connected(other) == [str(account.user_id)]


def test_a_member_can_start_with_an_account_connected(
    page: Page, site: Site, member: Member, account: VkAccount
) -> None:
    profile = {
        "user_id": str(account.user_id),
        "first_name": account.first_name,
        "last_name": account.last_name,
    }
    site.connect(member, profile)
    sign_in(page, member)
    follow(page, "Прикрепленные аккаунты")
    expect_connected(page, account)


def test_a_site_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with (
        pytest.raises(SiteError, match="ended with 1"),
        Site().serve(proxy="http://127.0.0.1:9", authority=b""),
    ):
        pytest.fail("a site that has not started must not be used")


def test_a_command_that_fails_says_why() -> None:
    failing = Site()
    with (
        failing.serve(proxy="http://127.0.0.1:9", authority=b""),
        pytest.raises(SiteError, match="User matching query does not exist"),
    ):
        failing.connect(NOBODY, {"user_id": "1"})


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_the_site_ends_with_whoever_started_it_and_leaves_nothing(
    tmp_path: Path, ending: signal.Signals
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        site = os.pidfd_open(int(starter.stdout.readline()))
        assert any(tmp_path.iterdir())
        os.killpg(starter.pid, ending)
        ended, _, _ = select.select([site], [], [], 30)
        os.close(site)
    assert ended, "the site is still there"
    assert list(tmp_path.iterdir()) == []
