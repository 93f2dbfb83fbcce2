"""The site's own stand, the readers whom it makes, and where their walks begin."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from flows.allauth_site.connection import enter
from flows.allauth_site.reader import Reader, ReaderWalk
from flows.allauth_site.sign_in import send_password
from flows.allauth_site.stand import RunningSite, SiteRecord
from pages.allauth_site.emails import EmailsPage
from pages.allauth_site.login import LoginPage
from tests.support.on_stand import sign_in_to_vk
from tests.support.walks import NewWalk
from verifier.product import LocalStand, Newcomer
from verifier.run.choice import Choice
from verifier.run.fixtures import choice_for


@pytest.fixture
def choice(pytestconfig: pytest.Config) -> Choice:
    return choice_for(pytestconfig, "allauth_site")


@pytest.fixture
def beside(local_stand: LocalStand) -> RunningSite:
    """The site and the stand that it is a neighbour of."""
    assert isinstance(local_stand, RunningSite)
    return local_stand


@pytest.fixture
def newcomer(beside: RunningSite) -> Newcomer:
    return beside.newcomer()


@pytest.fixture
def person(newcomer: Newcomer) -> Reader:
    reader = newcomer.person
    assert isinstance(reader, Reader)
    return reader


@pytest.fixture
def record(newcomer: Newcomer) -> SiteRecord:
    """The site's own record of what the reader has connected."""
    assert isinstance(newcomer.record, SiteRecord)
    return newcomer.record


@pytest.fixture
def signed_in(new_walk: NewWalk, context: BrowserContext) -> ReaderWalk:
    """A walk that begins where readers find themselves when they have signed in."""
    walk = new_walk(context)
    walk.open(walk.on(LoginPage))
    send_password(walk)
    walk.see(walk.on(EmailsPage).heading)
    return walk


@pytest.fixture
def at_connections(
    beside: RunningSite, record: SiteRecord, context: BrowserContext, signed_in: ReaderWalk
) -> ReaderWalk:
    """A walk that begins on the page of connected accounts, with the session at VK ID that connecting leaves."""
    sign_in_to_vk(beside.stand, context, record.account)
    enter(signed_in)
    return signed_in


@pytest.fixture
def connected(record: SiteRecord, at_connections: ReaderWalk) -> ReaderWalk:
    """The same of a reader whose account is connected."""
    record.connect()
    enter(at_connections)
    return at_connections
