"""The instruction as a plain Playwright script: the same clicks and the same checks, and nothing kept of them.

With pictures it takes one of the window for each claim.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

DIARY, MESSENGER = "https://dnevnik2.petersburgedu.ru", "https://web.vk.me"
VK_ID = re.compile(r"^https://id\.vk\.(ru|com)/")
STATE = "https://stand.test/state?diary_login="
TURNS, PROXY = os.environ["BENCH_TURNS"], os.environ["BENCH_PROXY"]
DENSITY = 2
CONSENT = "[data-test-id=continue-as-button]"


class Script:
    """One walk; `pictures` is a folder for them, None for none."""

    def __init__(self, context: BrowserContext, student: dict[str, str], pictures: Path | None) -> None:
        self.context = context
        self.student = student
        self.pictures = pictures
        self.page = context.new_page()
        self.link = self.page.get_by_role("button", name="Привязать к VK ID", exact=True)
        self.open_chats = self.page.get_by_role("link", name="Перейти в чаты", exact=True)
        self.unlink = self.page.get_by_role("button", name="Отвязать аккаунт от VK ID", exact=True)
        self.chats_tab = self.page.get_by_role("tab", name="Чаты", exact=True)

    def walk(self) -> None:
        """Go through the 21 claims."""
        page = self.page
        # sign-in
        page.goto(f"{DIARY}/login")
        expect(page.locator("input[type=email]")).to_be_visible()
        expect(page.locator("input[type=password]")).to_be_visible()
        self.claim("login-page")

        self.send_password()
        expect(page.get_by_role("main")).to_be_visible()
        expect(page).not_to_have_url(re.compile("/login"))
        for word in self.student["diary_name"].split():
            expect(page.locator("body")).to_contain_text(word)
        page.reload()
        expect(page.get_by_role("main")).to_be_visible()
        expect(page).not_to_have_url(re.compile("/login"))
        self.claim("signed-in")

        # link
        self.choose_chats()
        self.claim("chats-tab")

        self.claim("press-link")
        self.link.click()

        page.wait_for_url(VK_ID)
        expect(page.locator("input[name=login]")).to_be_visible()
        assert len([one for one in self.context.pages if VK_ID.match(one.url)]) == 1
        self.claim("vk-form")

        aside = self.context.new_page()
        aside.goto(f"{DIARY}/")
        aside.get_by_role("tab", name="Чаты", exact=True).click()
        expect(aside.get_by_role("button", name="Привязать к VK ID", exact=True)).to_be_visible()
        expect(aside.get_by_text("Перейти в чаты", exact=True)).to_have_count(0)
        expect(aside.get_by_text("Отвязать аккаунт от VK ID", exact=True)).to_have_count(0)
        aside.close()
        assert not self.record()["linked"]
        self.claim("authorise")
        self.identify(page)

        self.claim("press-continue")
        self.agree(page)
        assert self.record()["linked"]

        page.wait_for_url(f"{DIARY}/**")
        expect(self.chats_tab).to_be_visible()
        assert len(self.context.pages) == 1
        self.claim("diary-again")

        expect(self.open_chats).to_be_visible()
        expect(self.unlink).to_be_visible()
        expect(self.link).to_have_count(0)
        self.claim("linked-buttons")

        self.visit_messenger()

        # unlink
        page.bring_to_front()
        self.choose_chats()
        place = self.place(self.open_chats)
        self.claim("press-unlink")
        self.unlink.click()

        self.see_unlinked()
        assert not self.record()["granted"]
        page.reload()
        self.choose_chats()
        self.see_unlinked()
        self.forget(page, "dnevnik2.petersburgedu.ru")
        page.goto(f"{DIARY}/login")
        self.send_password()
        self.choose_chats()
        self.see_unlinked()
        self.claim("unlinked")

        expect(self.link).to_be_visible()
        expect(self.open_chats).to_have_count(0)
        now = self.place(self.link)
        assert abs(now[0] - place[0]) <= 300
        assert abs(now[1] - place[1]) <= 300
        self.claim("link-back")

        # relink
        self.choose_chats()
        self.link.click()
        page.wait_for_url(VK_ID)
        self.identify(page)
        self.agree(page)
        expect(self.open_chats).to_be_visible()
        expect(self.unlink).to_be_visible()
        expect(self.link).to_have_count(0)
        assert self.record()["linked"]
        self.claim("relinked")

    def visit_messenger(self) -> None:
        """Go through the section about the chats."""
        self.claim("messenger-window")
        with self.context.expect_page() as opened:
            self.open_chats.click()
        chat = opened.value
        chat.wait_for_url(f"{MESSENGER}/**")
        enter = chat.get_by_role("button", name="Войти", exact=True)
        sferum = chat.get_by_role("button", name="Войти в Сферум", exact=True)
        expect(enter).to_be_visible()
        expect(self.page).to_have_url(re.compile(f"^{re.escape(DIARY)}/"))
        assert len(self.context.pages) == 2

        for claim, door in (("enter", enter), ("enter-sferum", sferum)):
            self.claim(claim, chat)
            door.click()
            self.await_form(chat)
            chat.goto(f"{MESSENGER}/")

        search = chat.get_by_placeholder("Поиск")
        for door in (enter, sferum):
            self.return_to_entry(chat)
            door.click()
            self.identify(chat)
            self.agree(chat)
            expect(search).to_be_visible()
            expect(enter).to_have_count(0)
            expect(sferum).to_have_count(0)
        self.claim("either-way", chat)

        self.return_to_entry(chat)
        enter.click()
        self.identify(chat)
        offered = chat.locator("[data-test-id=continue-as-account]")
        expect(offered).to_contain_text(self.student["vk_name"])
        expect(offered).to_contain_text(self.student["vk_login"][-2:])
        self.claim("linked-account", chat)

        self.agree(chat)
        chat.wait_for_url(f"{MESSENGER}/**")
        items = chat.get_by_test_id("vkme_convo_list_item")
        expect(items).not_to_have_count(0)
        chats = chat.get_by_role("list").filter(has=items)
        expect(chats).to_be_visible()
        self.claim("chats-open", chat)

        box = chats.bounding_box()
        assert box is not None
        width = chat.evaluate("innerWidth")
        assert 0 <= box["x"] < 0.25 * width
        assert box["x"] + box["width"] <= 0.5 * width
        self.claim("chats-left", chat)

        title = f"Проверка инструкции {secrets.token_hex(3)}"
        self.claim("create-chat", chat)
        chat.get_by_role("button", name="Создайте новый", exact=True).click()
        chat.get_by_label("Название чата").fill(title)
        chat.get_by_role("button", name="Создать чат", exact=True).click()
        expect(items.filter(has_text=title)).to_have_count(1)
        chat.reload()
        expect(items.filter(has_text=title)).to_have_count(1)

    def send_password(self) -> None:
        """Fill the diary's form and send it."""
        self.page.locator("input[type=email]").fill(self.student["diary_login"])
        self.page.locator("input[type=password]").fill(self.student["diary_password"])
        self.page.locator("button[type=submit]").click()

    def choose_chats(self) -> None:
        """Choose the tab."""
        self.chats_tab.click()
        expect(self.chats_tab).to_have_attribute("aria-selected", "true")

    def see_unlinked(self) -> None:
        """See that nothing is linked, on the page and in the record."""
        expect(self.link).to_be_visible()
        expect(self.unlink).to_have_count(0)
        assert not self.record()["linked"]

    def await_form(self, page: Page) -> Locator:
        """Wait for a screen of VK's form: the first, or the last where the browser is signed in already."""
        page.wait_for_url(VK_ID)
        first = page.locator("input[name=login]")
        expect(first.or_(page.locator(CONSENT))).to_be_visible()
        return first

    def identify(self, page: Page) -> None:
        """Go through VK's form up to its last screen."""
        login = self.await_form(page)
        proceed = page.get_by_role("button", name="Продолжить", exact=True)
        if login.is_visible():
            login.fill(self.student["vk_login"])
            proceed.click()
            page.locator("input[name=password]").fill(self.student["vk_password"])
            proceed.click()
        expect(page.locator(CONSENT)).to_be_visible()

    def agree(self, page: Page) -> None:
        """Press «Продолжить» on the last screen, and see that the form is gone."""
        page.get_by_role("button", name="Продолжить", exact=True).click()
        expect(page).not_to_have_url(VK_ID)

    def return_to_entry(self, page: Page) -> None:
        """Stand before the two doors of the messenger again."""
        self.forget(page, "web.vk.me")
        page.goto(f"{MESSENGER}/")

    def forget(self, page: Page, host: str) -> None:
        """Leave a page and drop its system's cookies."""
        page.goto("about:blank")
        self.context.clear_cookies(domain=host)

    def place(self, thing: Locator) -> tuple[float, float]:
        """Return where something stands."""
        box = thing.bounding_box()
        assert box is not None
        return box["x"], box["y"]

    def record(self) -> dict[str, Any]:
        """Ask the stand's own record about the student."""
        answer = self.context.request.get(STATE + quote(self.student["diary_login"]))
        [state] = answer.json()
        return dict(state)

    def claim(self, name: str, page: Page | None = None) -> None:
        """Keep what the window shows."""
        if self.pictures is not None:
            (page or self.page).screenshot(path=self.pictures / f"{name}.png")


def next_turn() -> dict[str, Any] | None:
    """Wait for one's turn; None when there is no other."""
    with urllib.request.urlopen(TURNS) as answer:
        turn: dict[str, Any] | None = json.load(answer)
    return turn


def take(turn: dict[str, Any], browser: Browser) -> None:
    """Walk in a context of its own."""
    context = browser.new_context(
        proxy={"server": PROXY},
        ignore_https_errors=True,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        viewport={"width": 1280, "height": 800},
        device_scale_factor=DENSITY if turn["pictures"] else 1,
    )
    context.set_default_timeout(5000)
    Script(context, turn["student"], Path(turn["pictures"]) if turn["pictures"] else None).walk()
    context.close()


def main() -> None:
    """Walk whenever it is this script's turn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BENCH_BROWSER"] or None)
        while (turn := next_turn()) is not None:
            take(turn, browser)
        browser.close()


if __name__ == "__main__":
    main()
