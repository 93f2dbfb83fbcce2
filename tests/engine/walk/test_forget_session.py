"""Forgetting one system's session: what the browser would send there goes, whatever systems have in common."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.student import Student
from pages.diary_chats.chats_tab import ChatsTab
from tests.support.texts import school_chats
from verifier.screen.sites import Sites
from verifier.walk.visitor import Visitor
from verifier.walk.wordings import Wordings

DIARY, CHAT = "https://dnevnik2.staging.example", "https://chat.staging.example:8443"
SITES = Sites(
    PRODUCT.systems,
    {"diary": (f"{DIARY}:8443", "https://localhost"), "messenger": (CHAT,), "vk_id": ("https://127.0.0.3",)},
)
GO = {
    "dnevnik2.staging.example": ["/", "/api/session"],
    ".dnevnik2.staging.example": ["/"],
    ".staging.example": ["/"],
    "localhost": ["/"],
}
STAY = {
    "chat.staging.example": ["/"],
    ".chat.staging.example": ["/"],
    "staging.example": ["/"],
    "old.dnevnik2.staging.example": ["/"],
    ".old.dnevnik2.staging.example": ["/"],
    "nednevnik2.staging.example": ["/"],
    ".2.staging.example": ["/"],
    "127.0.0.3": ["/"],
    "dnevnik2.production.example": ["/"],
}


def kept(context: BrowserContext) -> set[tuple[str, str]]:
    return {(one.get("domain", ""), one.get("path", "")) for one in context.cookies()}


def places(domains: dict[str, list[str]]) -> set[tuple[str, str]]:
    return {(domain, path) for domain, paths in domains.items() for path in paths}


def test_forgetting_one_session_drops_what_is_sent_there_and_no_more(context: BrowserContext) -> None:
    student = Student("uchenik@shkola.test", "s3cret", "+79000000001", "s3cret", vk_name="Имя")
    wordings = Wordings(school_chats(), PRODUCT.controls)
    visitor = Visitor(context, PRODUCT, SITES, student, wordings, patience_ms=3000)
    every = sorted(places(GO) | places(STAY))
    context.add_cookies(
        [{"name": "session", "value": "x", "domain": domain, "path": path} for domain, path in every]
    )
    assert kept(context) == set(every)
    visitor.forget_session(visitor.on(ChatsTab))
    assert kept(context) == places(STAY)
    assert context.cookies([f"{DIARY}/api/session", "https://localhost/"]) == []
    assert context.cookies(CHAT) != []
