"""Lends the accounts of a site to tests: fixtures that wire a browser, the pool and the run together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Playwright

from verifier.accounts.account_browser import AccountBrowser
from verifier.accounts.errors import AccountError
from verifier.accounts.lease import Lease, Lender
from verifier.run.accounts import ACCOUNTS, TOLD
from verifier.run.remote import Servers, worker_number
from verifier.run.run import RUN
from verifier.run.settings import SETTINGS
from verifier.screen.trouble import Unavailable
from verifier.walk.wordings import Wordings


@pytest.fixture(scope="session")
def account_browser(
    pytestconfig: pytest.Config,
    _driver_apart: None,
    browser_name: str,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[AccountBrowser]:
    """The browser in which accounts are looked after: of the same kind, from the same place, as the walk's."""
    settings, addresses = pytestconfig.stash[SETTINGS], pytestconfig.getoption("--connect")
    choice, options = settings.choice, {**browser_type_launch_args}
    options.pop("traces_dir", None)

    def launch(playwright: Playwright) -> Browser:
        kind: BrowserType = getattr(playwright, browser_name)
        if addresses:
            return Servers(addresses, worker_number(pytestconfig)).connect(kind, options)
        return kind.launch(**options)

    text = choice.texts[0]
    kept = AccountBrowser(
        launch,
        browser_context_args,
        choice.product,
        choice.target.sites,
        Wordings(text, choice.product.controls, choice.original_of(text)),
        patience_s=choice.target.patience_s,
        known_to=pytestconfig.stash[RUN].secrets,
    )
    yield kept
    kept.close()


@pytest.fixture
def lease(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, account_browser: AccountBrowser
) -> Iterator[Lease]:
    """An account of the pool for one test, as a walk needs it at its beginning, and afterwards as it was found."""
    settings, accounts = pytestconfig.stash[SETTINGS], pytestconfig.stash[ACCOUNTS]

    def tell(text: str) -> None:
        if accounts.is_worker:
            request.node.user_properties.append((TOLD, text))
        else:
            accounts.tell(text)

    run = pytestconfig.stash[RUN].name
    lender = Lender(
        accounts.pool, account_browser, settings.target_name, run, tell, pytestconfig.stash[RUN].say
    )
    if settings.target.allowed == "look-only" or pytestconfig.option.survey:
        looking = lender.look_only(f"цель {settings.target_name} — только просмотр", first=accounts.first)
    else:
        looking = lender.lease(first=accounts.first)
    try:
        with looking as lent:
            yield lent
    except AccountError as error:  # what was well before the run
        observed, _, remedy = str(error).rpartition("; ")
        raise Unavailable("учётные записи готовы к прогону", observed, remedy=remedy) from error
