"""Lends the accounts of a site to tests: fixtures that wire a browser, the pool and the run together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Playwright

from verifier.accounts.attendant import Attendant
from verifier.accounts.lease import Lease, Leases
from verifier.run.accounts import ACCOUNTS, TOLD
from verifier.run.remote import Servers, worker_number
from verifier.run.run import RUN
from verifier.run.settings import SETTINGS


@pytest.fixture(scope="session")
def attendant(
    pytestconfig: pytest.Config,
    _driver_apart: None,
    browser_name: str,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[Attendant]:
    """Who looks after the accounts, in a browser of the same kind, from the same place, as the walk's."""
    settings, addresses = pytestconfig.stash[SETTINGS], pytestconfig.getoption("--connect")
    options = {name: value for name, value in browser_type_launch_args.items() if name != "traces_dir"}

    def launch(playwright: Playwright) -> Browser:
        kind: BrowserType = getattr(playwright, browser_name)
        if addresses:
            return Servers(addresses, worker_number(pytestconfig)).connect(kind, options)
        return kind.launch(**options)

    kept = Attendant(
        launch,
        browser_context_args,
        settings.target.sites,
        patience_s=settings.target.patience_s,
        known_to=pytestconfig.stash[RUN].secrets,
    )
    yield kept
    kept.close()


@pytest.fixture
def lease(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, attendant: Attendant
) -> Iterator[Lease]:
    """An account of the pool for one test, not linked at its beginning, and afterwards as it was found."""
    settings, accounts = pytestconfig.stash[SETTINGS], pytestconfig.stash[ACCOUNTS]

    def tell(text: str) -> None:
        if accounts.is_worker:
            request.node.user_properties.append((TOLD, text))
        else:
            accounts.tell(text)

    run = pytestconfig.stash[RUN].name
    leases = Leases(accounts.pool, attendant, settings.target_name, run, tell)
    if settings.target.allowed == "look-only":
        looking = leases.look_only(f"цель {settings.target_name} — только просмотр", first=accounts.first)
    else:
        looking = leases.lease(first=accounts.first)
    with looking as lent:
        yield lent
