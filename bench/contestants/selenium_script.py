"""The instruction as a Selenium script, with a picture of the window for each claim.

The browser stays open from walk to walk, which is kinder to Selenium than a new one for each would be.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import ssl
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as ec
from selenium.webdriver.support.wait import WebDriverWait

DIARY, MESSENGER = "https://dnevnik2.petersburgedu.ru", "https://web.vk.me"
VK_ID = r"^https://id\.vk\.(ru|com)/"
TURNS, PROXY = os.environ["BENCH_TURNS"], os.environ["BENCH_PROXY"]
PATIENCE_S, POLL_S = 5, 0.05

Way = tuple[str, str]

EMAIL, PASSWORD = (By.CSS_SELECTOR, "input[type=email]"), (By.CSS_SELECTOR, "input[type=password]")
SUBMIT, MAIN = (By.CSS_SELECTOR, "button[type=submit]"), (By.TAG_NAME, "main")
CHATS_TAB = (By.XPATH, "//a[@role='tab'][normalize-space()='Чаты']")
LINK = (By.XPATH, "//button[normalize-space()='Привязать к VK ID']")
UNLINK = (By.XPATH, "//button[normalize-space()='Отвязать аккаунт от VK ID']")
OPEN_CHATS = (By.LINK_TEXT, "Перейти в чаты")
VK_LOGIN, VK_PASSWORD = (By.NAME, "login"), (By.NAME, "password")
PROCEED = (By.XPATH, "//button[normalize-space()='Продолжить']")
CONSENT = (By.CSS_SELECTOR, "[data-test-id=continue-as-button]")
OFFERED = (By.CSS_SELECTOR, "[data-test-id=continue-as-account]")
ENTER = (By.XPATH, "//button[normalize-space()='Войти']")
SFERUM = (By.XPATH, "//button[normalize-space()='Войти в Сферум']")
SEARCH = (By.CSS_SELECTOR, "input[placeholder=Поиск]")
ITEM = (By.CSS_SELECTOR, "[data-testid=vkme_convo_list_item]")
CHATS = (By.CSS_SELECTOR, "ul:has([data-testid=vkme_convo_list_item])")
CREATE = (By.XPATH, "//button[normalize-space()='Создайте новый']")
TITLE = (By.CSS_SELECTOR, "dialog input[name=title]")
CREATE_SUBMIT = (By.CSS_SELECTOR, "dialog button[type=submit]")


class Script:
    """One walk."""

    def __init__(self, driver: Chrome, student: dict[str, str], pictures: Path) -> None:
        self.driver = driver
        self.student = student
        self.pictures = pictures
        self.wait = WebDriverWait(driver, PATIENCE_S, POLL_S)

    def walk(self) -> None:
        """Go through the 21 claims."""
        driver = self.driver
        diary = driver.current_window_handle
        # sign-in
        driver.get(f"{DIARY}/login")
        self.see(EMAIL)
        self.see(PASSWORD)
        self.claim("login-page")

        self.send_password()
        self.see_diary()
        for word in self.student["diary_name"].split():
            self.wait.until(ec.text_to_be_present_in_element((By.TAG_NAME, "body"), word))
        driver.refresh()
        self.see_diary()
        self.claim("signed-in")

        # link
        self.choose_chats()
        self.claim("chats-tab")

        self.see(LINK)
        self.claim("press-link")
        self.press(LINK)

        self.wait.until(ec.url_matches(VK_ID))
        self.see(VK_LOGIN)
        assert len(driver.window_handles) == 1
        self.claim("vk-form")

        driver.switch_to.new_window("tab")
        driver.get(f"{DIARY}/")
        self.press(CHATS_TAB)
        self.see(LINK)
        self.miss(OPEN_CHATS, UNLINK)
        driver.close()
        driver.switch_to.window(diary)
        assert not self.record()["linked"]
        self.claim("authorise")
        self.identify()

        self.claim("press-continue")
        self.agree()
        assert self.record()["linked"]

        self.wait.until(ec.url_contains(DIARY))
        self.see(CHATS_TAB)
        assert len(driver.window_handles) == 1
        self.claim("diary-again")

        self.see(OPEN_CHATS)
        self.see(UNLINK)
        self.miss(LINK)
        self.claim("linked-buttons")

        self.visit_messenger(diary)

        # unlink
        driver.switch_to.window(diary)
        self.choose_chats()
        place = self.see(OPEN_CHATS).location
        self.claim("press-unlink")
        self.press(UNLINK)

        self.see_unlinked()
        assert not self.record()["granted"]
        driver.refresh()
        self.choose_chats()
        self.see_unlinked()
        self.forget("X-JWT-Token", "dnevnik2.petersburgedu.ru")
        driver.get(f"{DIARY}/login")
        self.send_password()
        self.choose_chats()
        self.see_unlinked()
        self.claim("unlinked")

        now = self.see(LINK).location
        self.miss(OPEN_CHATS)
        assert abs(now["x"] - place["x"]) <= 300
        assert abs(now["y"] - place["y"]) <= 300
        self.claim("link-back")

        # relink
        self.choose_chats()
        self.press(LINK)
        self.identify()
        self.agree()
        self.see(OPEN_CHATS)
        self.see(UNLINK)
        self.miss(LINK)
        assert self.record()["linked"]
        self.claim("relinked")

    def visit_messenger(self, diary: str) -> None:
        """Go through the section about the chats."""
        driver = self.driver
        self.claim("messenger-window")
        self.press(OPEN_CHATS)
        self.wait.until(ec.number_of_windows_to_be(2))
        assert driver.current_url.startswith(DIARY)
        [chat] = [one for one in driver.window_handles if one != diary]
        driver.switch_to.window(chat)
        self.wait.until(ec.url_contains(MESSENGER))
        self.see(ENTER)

        for claim, door in (("enter", ENTER), ("enter-sferum", SFERUM)):
            self.claim(claim)
            self.press(door)
            self.await_form()
            driver.get(f"{MESSENGER}/")

        for door in (ENTER, SFERUM):
            self.return_to_entry()
            self.press(door)
            self.identify()
            self.agree()
            self.see(SEARCH)
            self.miss(ENTER, SFERUM)
        self.claim("either-way")

        self.return_to_entry()
        self.press(ENTER)
        self.identify()
        offered = self.see(OFFERED).text
        assert self.student["vk_name"] in offered
        assert self.student["vk_login"][-2:] in offered
        self.claim("linked-account")

        self.agree()
        self.wait.until(ec.url_contains(MESSENGER))
        self.see(ITEM)
        chats = self.see(CHATS)
        self.claim("chats-open")

        box, width = chats.rect, driver.execute_script("return innerWidth")
        assert 0 <= box["x"] < 0.25 * width
        assert box["x"] + box["width"] <= 0.5 * width
        self.claim("chats-left")

        title = f"Проверка инструкции {secrets.token_hex(3)}"
        self.claim("create-chat")
        self.press(CREATE)
        self.see(TITLE).send_keys(title)
        self.press(CREATE_SUBMIT)
        self.see_chat(title)
        driver.refresh()
        self.see_chat(title)

    def see(self, way: Way) -> WebElement:
        """Wait until something is shown."""
        return self.wait.until(ec.visibility_of_element_located(way))

    def miss(self, *ways: Way) -> None:
        """Wait until none is shown."""
        for way in ways:
            self.wait.until(ec.invisibility_of_element_located(way))

    def press(self, way: Way) -> None:
        """Press something as soon as it can be pressed."""
        self.wait.until(ec.element_to_be_clickable(way)).click()

    def see_diary(self) -> None:
        """Wait for the pupil's own diary."""
        self.wait.until(lambda driver: "/login" not in driver.current_url)
        self.see(MAIN)

    def see_chat(self, title: str) -> None:
        """Wait until exactly one chat has the title."""
        way = (By.XPATH, f"//a[@data-testid='vkme_convo_list_item'][contains(., '{title}')]")
        self.wait.until(lambda driver: len(driver.find_elements(*way)) == 1)

    def send_password(self) -> None:
        """Fill the diary's form and send it."""
        self.see(EMAIL).send_keys(self.student["diary_login"])
        self.see(PASSWORD).send_keys(self.student["diary_password"])
        self.press(SUBMIT)

    def choose_chats(self) -> None:
        """Choose the tab."""
        self.press(CHATS_TAB)
        self.wait.until(ec.text_to_be_present_in_element_attribute(CHATS_TAB, "aria-selected", "true"))

    def see_unlinked(self) -> None:
        """See that nothing is linked, on the page and in the record."""
        self.see(LINK)
        self.miss(UNLINK)
        assert not self.record()["linked"]

    def await_form(self) -> WebElement:
        """Wait for a screen of VK's form, and return what it is known by."""
        self.wait.until(ec.url_matches(VK_ID))
        either: Callable[[Chrome], WebElement] = ec.any_of(
            ec.visibility_of_element_located(VK_LOGIN), ec.visibility_of_element_located(CONSENT)
        )
        return self.wait.until(either)

    def identify(self) -> None:
        """Go through VK's form up to its last screen."""
        shown = self.await_form()
        if shown.get_attribute("name") == "login":
            shown.send_keys(self.student["vk_login"])
            self.press(PROCEED)
            self.see(VK_PASSWORD).send_keys(self.student["vk_password"])
            self.press(PROCEED)
        self.see(CONSENT)

    def agree(self) -> None:
        """Press «Продолжить» on the last screen, and see that the form is gone."""
        self.press(PROCEED)
        self.wait.until(lambda driver: not re.match(VK_ID, driver.current_url))

    def return_to_entry(self) -> None:
        """Stand before the two doors of the messenger again."""
        self.forget("remixdsid", "web.vk.me")
        self.driver.get(f"{MESSENGER}/")

    def forget(self, cookie: str, host: str) -> None:
        """Leave a page and drop its system's session, whatever path it is for."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Network.deleteCookies", {"name": cookie, "domain": host})

    def record(self) -> dict[str, Any]:
        """Ask the stand's own record about the student."""
        state = f"https://stand.test/state?diary_login={quote(self.student['diary_login'])}"
        with STAND.open(state) as answer:
            [found] = json.load(answer)
        return dict(found)

    def claim(self, name: str) -> None:
        """Keep what the window shows."""
        self.driver.save_screenshot(str(self.pictures / f"{name}.png"))


STAND = urllib.request.build_opener(
    urllib.request.ProxyHandler({"https": PROXY}),
    urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=os.environ["BENCH_AUTHORITY"])),
)


def start() -> Chrome:
    """Start the browser, as large and as sharp as everybody's."""
    options = ChromeOptions()
    options.binary_location = os.environ["BENCH_BROWSER"]
    options.accept_insecure_certs = True
    for switch in (
        f"--proxy-server={PROXY}",
        "--window-size=1280,800",
        "--force-device-scale-factor=2",
        "--accept-lang=ru-RU",
        "--headless",
        "--no-sandbox",
    ):
        options.add_argument(switch)
    return Chrome(options, Service(os.environ["BENCH_CHROMEDRIVER"]))


def forget(driver: Chrome) -> None:
    """Leave one empty window of a browser that knows nobody."""
    first, *others = driver.window_handles
    for window in others:
        driver.switch_to.window(window)
        driver.close()
    driver.switch_to.window(first)
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})


def next_turn() -> dict[str, Any] | None:
    """Wait for one's turn; None when there is no other."""
    with urllib.request.urlopen(TURNS) as answer:
        turn: dict[str, Any] | None = json.load(answer)
    return turn


def main() -> None:
    """Walk whenever it is this script's turn."""
    with start() as driver:
        while (turn := next_turn()) is not None:
            Script(driver, turn["student"], Path(turn["pictures"])).walk()
            forget(driver)


if __name__ == "__main__":
    main()
