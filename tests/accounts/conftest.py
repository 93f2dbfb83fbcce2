"""The stand as a site: its accounts are lent, looked at and put right as those of staging are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from flows.diary_chats.student import Student
from stand.server import Stand
from stand.server import Student as StandStudent
from tests.support.on_stand import as_walked
from tests.support.walks import IN_VAIN_S
from verifier.accounts.account import Account
from verifier.accounts.attendant import Attendant
from verifier.accounts.folder import Folder
from verifier.accounts.lease import Leases
from verifier.accounts.pool import Pool
from verifier.redaction.secrets import Secrets
from verifier.screen.sites import Sites

PATIENCE_S = 5.0


@pytest.fixture(scope="session")
def new_attendant(
    browser_name: str, browser_type_launch_args: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Callable[[float], Attendant]]:
    """How attendants of the stand's accounts are made; each has the patience given, in seconds."""
    made: list[Attendant] = []

    def launch(playwright: Playwright) -> Browser:
        browser: Browser = getattr(playwright, browser_name).launch(**browser_type_launch_args)
        return browser

    def make(patience_s: float) -> Attendant:
        attendant = Attendant(
            launch, browser_context_args, Sites(), patience_s=patience_s, known_to=Secrets()
        )
        made.append(attendant)
        return attendant

    yield make
    for attendant in made:
        attendant.close()


@pytest.fixture(scope="session")
def attendant(new_attendant: Callable[[float], Attendant]) -> Attendant:
    """An attendant that serves all tests of a worker; nothing that stops a walk may reach it."""
    return new_attendant(PATIENCE_S)


@pytest.fixture(scope="session")
def hasty(new_attendant: Callable[[float], Attendant]) -> Attendant:
    """An attendant for what is meant to be waited for in vain."""
    return new_attendant(IN_VAIN_S)


@pytest.fixture
def lent(stand: Stand, stand_student: StandStudent) -> Student:
    """The student whose account is lent."""
    return as_walked(stand, stand_student)


@pytest.fixture
def account(lent: Student) -> Account:
    return Account.of(lent, Sites())


@pytest.fixture
def pool(account: Account, tmp_path: Path) -> Pool:
    return Pool([account], tmp_path / "accounts")


@pytest.fixture
def folder(pool: Pool, account: Account) -> Folder:
    return pool.folder(account)


@pytest.fixture
def told() -> list[str]:
    """What is said to whoever watches the run."""
    return []


@pytest.fixture
def leases(pool: Pool, attendant: Attendant, told: list[str]) -> Leases:
    return Leases(pool, attendant, "staging", "run", told.append)
