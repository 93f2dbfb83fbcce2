"""The stand as a site: its accounts are lent, looked at and put right as those of staging are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.stand import as_walked
from flows.diary_chats.student import Student
from stand.direct_addresses import DirectAddresses
from stand.server import Stand
from stand.server import Student as StandStudent
from tests.accounts.night import Night
from tests.support.texts import school_chats
from tests.support.walks import IN_VAIN_S
from verifier.accounts.account import Account
from verifier.accounts.account_browser import AccountBrowser
from verifier.accounts.folder import Folder
from verifier.accounts.lease import Lender
from verifier.accounts.pool import Pool
from verifier.redaction.secrets import Secrets
from verifier.screen.sites import Sites
from verifier.walk.wordings import Wordings

PATIENCE_S = 5.0
SITES = Sites(PRODUCT.systems)
LINKED = {"link": "linked"}
UNLINKED = {"link": "unlinked"}


@pytest.fixture(scope="session")
def new_account_browser(
    stand: Stand,
    browser_name: str,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[Callable[[float], AccountBrowser]]:
    """How browsers for the stand's accounts are made; each has the patience given, in seconds."""
    made: list[AccountBrowser] = []
    through_the_gateway = {"proxy": {"server": stand.proxy}, "ignore_https_errors": True}

    def launch(playwright: Playwright) -> Browser:
        browser: Browser = getattr(playwright, browser_name).launch(**browser_type_launch_args)
        return browser

    def make(patience_s: float) -> AccountBrowser:
        account_browser = AccountBrowser(
            launch,
            browser_context_args | through_the_gateway,
            PRODUCT,
            SITES,
            Wordings(school_chats(), PRODUCT.controls),
            patience_s=patience_s,
            known_to=Secrets(),
        )
        made.append(account_browser)
        return account_browser

    yield make
    for account_browser in made:
        account_browser.close()


@pytest.fixture(scope="session")
def account_browser(new_account_browser: Callable[[float], AccountBrowser]) -> AccountBrowser:
    """The browser that serves all tests of a worker; nothing that stops a walk may reach it."""
    return new_account_browser(PATIENCE_S)


@pytest.fixture(scope="session")
def hasty(new_account_browser: Callable[[float], AccountBrowser]) -> AccountBrowser:
    """A browser for what is meant to be waited for in vain."""
    return new_account_browser(IN_VAIN_S)


@pytest.fixture
def lent(stand: Stand, stand_student: StandStudent) -> Student:
    """The student whose account is lent."""
    return as_walked(stand, stand_student)


@pytest.fixture
def account(lent: Student) -> Account:
    return Account.of(lent, SITES)


@pytest.fixture
def pool(account: Account, tmp_path: Path) -> Pool:
    return Pool([account], PRODUCT.states, tmp_path / "accounts", named_by="DIARY_CHATS_STATE")


@pytest.fixture
def folder(pool: Pool, account: Account) -> Folder:
    return pool.folder(account)


@pytest.fixture
def told() -> list[str]:
    """What is said to whoever watches the run."""
    return []


@pytest.fixture
def lender(pool: Pool, account_browser: AccountBrowser, told: list[str]) -> Lender:
    return Lender(pool, account_browser, "staging", "run", told.append)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of all accounts' state."""
    return tmp_path / "state"


@pytest.fixture(scope="module")
def site() -> Iterator[Stand]:
    with Stand(direct=DirectAddresses.anywhere()) as running:
        yield running


@pytest.fixture
def night(site: Stand, tmp_path: Path) -> Night:
    return Night(site, site.new_student(), tmp_path)
