"""The product where a target is a site: its table, its accounts, how they are looked at and put back, looking alone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from flows.allauth_site.product import PRODUCT
from flows.allauth_site.reader import Reader
from flows.allauth_site.stand import RunningSite, SiteRecord
from tests.support.walks import IN_VAIN_S
from verifier import targets
from verifier.accounts import sources
from verifier.accounts.account_visit import AccountVisit
from verifier.screen.sites import Sites
from verifier.screen.trouble import Unavailable
from verifier.targets import SiteTarget
from verifier.text.model import Instruction
from verifier.walk.journal import Journal
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk
from verifier.walk.wordings import Wordings

SITES = Sites(PRODUCT.systems)
CONNECTED, UNCONNECTED = {"connection": "connected"}, {"connection": "unconnected"}
TARGET = """default = "club"

[targets.club]
kind = "site"
product = "allauth_site"
allauth = "https://club.example"
vk_id = ["https://id.vk.ru"]
accounts = "CLUB"
"""
ACCOUNT = {
    "CLUB_SITE_LOGIN": "chitatel",
    "CLUB_SITE_PASSWORD": "parol-1",
    "CLUB_VK_LOGIN": "+79000000000",
    "CLUB_VK_PASSWORD": "parol-2",
    "CLUB_VK_NAME": "Варвара Авдеева",
}


def visit(context: BrowserContext, instruction: Instruction, reader: Reader) -> AccountVisit:
    wordings = Wordings(instruction, PRODUCT.controls)
    return AccountVisit(context, PRODUCT, SITES, reader, wordings, patience_ms=IN_VAIN_S * 1000)


def looked_at(
    context: BrowserContext, instruction: Instruction, reader: Reader, folder: Path
) -> dict[str, Verdict]:
    """Walk the text where nothing may be changed, and return each sentence's verdict."""
    journal = Journal("club", "look-only", "chromium", instruction, folder=folder)
    walk = Walk(
        context,
        PRODUCT,
        SITES,
        reader,
        instruction,
        journal,
        patience_ms=IN_VAIN_S * 1000,
        look_only="цель club — только просмотр",
    )
    walk.take()
    return {entry.claim: entry.verdict for entry in journal.entries}


def test_table_and_accounts_of_a_site(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(TARGET, encoding="utf-8")
    _, target = targets.load(None, path, {})
    assert isinstance(target, SiteTarget)
    assert (
        target.sites.here("https://allauth.example/accounts/login/") == "https://club.example/accounts/login/"
    )
    (reader,) = sources.read(target.accounts, ACCOUNT, PRODUCT.person)
    assert (reader.identity, reader.knows_codes) == ("chitatel", False)
    assert {*ACCOUNT.values(), "Варвара"} <= {*reader.secrets}


def test_connection_is_looked_at_and_put_back(
    context: BrowserContext, instruction: Instruction, person: Reader, record: SiteRecord
) -> None:
    looking = visit(context, instruction, person)
    assert looking.look() == UNCONNECTED
    for wanted, kept in ((CONNECTED, "own"), (CONNECTED, "own"), (UNCONNECTED, "none")):
        looking.put(wanted)
        assert record.connected(person) == kept
        assert looking.look() == wanted


def test_account_that_nobody_could_bring_back_is_left_alone(
    context: BrowserContext,
    instruction: Instruction,
    beside: RunningSite,
    person: Reader,
    record: SiteRecord,
) -> None:
    record.connect()
    record.connect(beside.stand.new_vk_account())
    with pytest.raises(Unavailable, match="их несколько"):
        visit(context, instruction, person).look()
    assert record.connected(person) == "other"


def test_account_that_the_site_does_not_take_is_no_fault_of_the_product(
    context: BrowserContext, instruction: Instruction, person: Reader
) -> None:
    with pytest.raises(Unavailable, match="страница входа сообщает об ошибке"):
        visit(context, instruction, dataclasses.replace(person, password="Ne-tot-parol-7")).look()


def test_looking_alone_goes_up_to_the_form_and_changes_nothing(
    context: BrowserContext, instruction: Instruction, person: Reader, record: SiteRecord, tmp_path: Path
) -> None:
    told = looked_at(context, instruction, person, tmp_path)
    assert [claim for claim, verdict in told.items() if verdict is Verdict.HOLDS] == [
        "login-page",
        "signed-in",
        "connections-page",
        "none-yet",
        "choose-vk",
        "vk-form",
    ]
    assert record.connected(person) == "none"


def test_looking_alone_at_a_connected_account_sees_it_in_the_list(
    context: BrowserContext, instruction: Instruction, person: Reader, record: SiteRecord, tmp_path: Path
) -> None:
    record.connect()
    told = looked_at(context, instruction, person, tmp_path)
    assert [claim for claim, verdict in told.items() if verdict is Verdict.HOLDS] == [
        "login-page",
        "signed-in",
        "connections-page",
        "listed",
    ]
    assert set(told.values()) == {Verdict.HOLDS, Verdict.UNPROVEN}
    assert record.connected(person) == "own"
