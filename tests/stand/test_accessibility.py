"""No page of the stand, in no state that a walk meets, has a serious barrier (axe-core)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from stand.people import SecondStep
from stand.server import Stand, Student

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TELEPHONE: ViewportSize = {"width": 390, "height": 800}
BARRIERS = {"serious", "critical"}
CONVO = "vkme_convo_list_item"


@dataclass(frozen=True)
class Visit:
    """A page and the means to bring it into a state."""

    stand: Stand
    page: Page

    def goto(self, system: str, path: str) -> None:
        self.page.goto(f"{getattr(self.stand.addresses, system)}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def cookie(self, system: str, name: str, value: str) -> None:
        url = getattr(self.stand.addresses, system)
        self.page.context.add_cookies([{"name": name, "value": value, "url": url}])

    def heading(self, name: str) -> None:
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def alert(self) -> None:
        expect(self.page.get_by_role("alert").filter(visible=True)).to_have_count(1)


def diary_at(visit: Visit, path: str, linked: bool = False) -> Student:
    """Open a page of the diary, signed in."""
    student = visit.stand.new_student()
    if linked:
        visit.stand.link(student.pupil, student.vk)
    visit.cookie("diary", *visit.stand.diary.session_cookie(student.pupil.id))
    visit.goto("diary", path)
    return student


def diary_login(visit: Visit) -> None:
    visit.goto("diary", "/login")
    expect(visit.page.get_by_label("Пароль")).to_be_visible()


def diary_login_refused(visit: Visit) -> None:
    diary_login(visit)
    visit.page.get_by_label("Электронная почта").fill("nobody@shkola.test")
    visit.page.get_by_label("Пароль").fill("no")
    visit.press("Войти")
    visit.alert()


def diary_tab(visit: Visit, path: str) -> None:
    diary_at(visit, path)
    expect(visit.page.get_by_role("tabpanel")).to_be_visible()
    expect(visit.page.get_by_role("tab", selected=True)).to_have_attribute("href", path)


def diary_chats_unlinked(visit: Visit) -> None:
    diary_at(visit, "/students/chats")
    expect(visit.page.get_by_role("button", name="Привязать к VK ID")).to_be_enabled()


def diary_chats_linked(visit: Visit) -> None:
    diary_at(visit, "/students/chats", linked=True)
    expect(visit.page.get_by_role("button", name="Отвязать аккаунт от VK ID")).to_be_enabled()


def diary_chats_refused(visit: Visit) -> None:
    diary_at(visit, "/students/chats?vk=taken")
    visit.alert()


def vk_form(visit: Visit, step: SecondStep = "password") -> Student:
    """Open VK ID's form as the messenger's entry page does."""
    student = visit.stand.new_student(second_step=step)
    visit.goto("messenger", "/")
    visit.press("Войти")
    expect(visit.page.locator("input[name=login]")).to_be_visible()
    return student


def vk_login(visit: Visit, login: str) -> None:
    visit.page.locator("input[name=login]").fill(login)
    visit.press("Продолжить")


def vk_entry(visit: Visit) -> None:
    vk_form(visit)


def vk_unknown_login(visit: Visit) -> None:
    vk_form(visit)
    vk_login(visit, "+7 999 000-00-00")
    visit.alert()


def vk_password(visit: Visit) -> None:
    vk_login(visit, vk_form(visit).vk.phone)
    expect(visit.page.locator("input[name=password]")).to_be_visible()


def vk_wrong_password(visit: Visit) -> None:
    vk_password(visit)
    visit.page.locator("input[name=password]").fill("no")
    visit.press("Продолжить")
    visit.alert()


def vk_code(visit: Visit) -> None:
    vk_login(visit, vk_form(visit, "code").vk.phone)
    expect(visit.page.locator("input[name=otp]")).to_be_visible()


def vk_method(visit: Visit) -> None:
    vk_code(visit)
    visit.press("Подтвердить другим способом")
    expect(visit.page.locator("[data-test-id=verificationMethod_password]")).to_be_visible()


def vk_captcha(visit: Visit) -> None:
    student = vk_form(visit)
    visit.stand.vk_id.records.demand_captcha(student.vk.user_id)
    vk_login(visit, student.vk.phone)
    expect(visit.page.get_by_label("Я не робот")).to_be_visible()


def vk_consent(visit: Visit) -> None:
    student = visit.stand.new_student()
    visit.cookie("vk_id", "remixsid", visit.stand.vk_id.records.open_session(student.vk.user_id))
    visit.goto("messenger", "/")
    visit.press("Войти")
    expect(visit.page.locator("[data-test-id=continue-as-button]")).to_be_visible()


def vk_unknown_client(visit: Visit) -> None:
    visit.goto("vk_id", "/authorize?client_id=1")
    visit.alert()


def vk_form_gone(visit: Visit) -> None:
    visit.goto("vk_id", "/auth/entry?id=1")
    visit.alert()


def messenger_entry(visit: Visit) -> None:
    visit.goto("messenger", "/")
    expect(visit.page.get_by_role("button", name="Войти в Сферум")).to_be_visible()


def messenger_entry_refused(visit: Visit) -> None:
    visit.goto("messenger", "/?note=unavailable")
    visit.alert()


def messenger(visit: Visit) -> None:
    """Open the messenger with both profiles, so that the switch is there."""
    user_id = visit.stand.new_vk_account().user_id
    visit.stand.messenger.records.add_chat(user_id, "Семья", ["Купи хлеба."], "personal")
    visit.cookie("messenger", *visit.stand.messenger.session_cookie(user_id))
    visit.goto("messenger", "/")
    expect(visit.page.get_by_test_id(CONVO)).not_to_have_count(0)
    expect(visit.page.get_by_role("group", name="Профиль")).to_be_visible()


def messenger_chat(visit: Visit) -> None:
    messenger(visit)
    visit.page.get_by_test_id(CONVO).first.click()
    visit.page.get_by_test_id("vkme_composer_input").fill("Спасибо!")
    visit.page.get_by_test_id("vkme_composer_send").click()
    expect(visit.page.get_by_role("log")).to_contain_text("Спасибо!")


def messenger_search(visit: Visit) -> None:
    messenger(visit)
    visit.page.get_by_placeholder("Поиск").fill("такого нет")
    expect(visit.page.get_by_text("Ничего не найдено")).to_be_visible()


def messenger_new_chat(visit: Visit) -> None:
    messenger(visit)
    visit.press("Создайте новый")
    expect(visit.page.get_by_role("dialog", name="Новый чат")).to_be_visible()


def messenger_new_chat_refused(visit: Visit) -> None:
    messenger_new_chat(visit)
    visit.press("Создать чат")
    visit.alert()


def messenger_no_such_chat(visit: Visit) -> None:
    messenger(visit)
    visit.goto("messenger", "/convo/1")
    visit.heading("Чат не найден")


def messenger_trouble(visit: Visit) -> None:
    messenger(visit)
    with visit.stand.faults.outage("messenger"):
        visit.page.get_by_test_id(CONVO).first.click()
        visit.alert()


def messenger_nowhere(visit: Visit) -> None:
    visit.goto("messenger", "/nowhere")
    visit.heading("Страница не найдена")


def desk_accounts(visit: Visit) -> None:
    visit.stand.new_student(second_step="code")
    visit.stand.new_vk_account()
    visit.goto("stand", "/")
    visit.heading("Другие аккаунты VK")


def desk_telephone(visit: Visit) -> None:
    vk_code(visit)
    visit.goto("stand", "/telephone")
    expect(visit.page.get_by_role("log").get_by_role("listitem").first).to_be_visible()


STATES: Mapping[str, Callable[[Visit], None]] = {
    state.__name__: state
    for state in (
        diary_login,
        diary_login_refused,
        diary_chats_unlinked,
        diary_chats_linked,
        diary_chats_refused,
        vk_entry,
        vk_unknown_login,
        vk_password,
        vk_wrong_password,
        vk_code,
        vk_method,
        vk_captcha,
        vk_consent,
        vk_unknown_client,
        vk_form_gone,
        messenger_entry,
        messenger_entry_refused,
        messenger,
        messenger_chat,
        messenger_search,
        messenger_new_chat,
        messenger_new_chat_refused,
        messenger_no_such_chat,
        messenger_trouble,
        messenger_nowhere,
        desk_accounts,
        desk_telephone,
    )
} | {
    f"diary_{path.rpartition('/')[2]}": partial(diary_tab, path=path)
    for path in ("/students/my", "/students/schedule", "/estimate", "/students/homework")
}


@pytest.mark.long
@pytest.mark.parametrize("state", STATES)
def test_nothing_stands_in_anybodys_way(stand: Stand, page: Page, state: str) -> None:
    page.set_viewport_size(DESKTOP)
    STATES[state](Visit(stand, page))
    found = []
    for size in (DESKTOP, TELEPHONE):
        page.set_viewport_size(size)
        found += [
            f"{size['width']} px: {violation['id']} ({violation['impact']}): {node['html']}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in BARRIERS
            for node in violation["nodes"]
        ]
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wider > 0:
            found.append(f"{size['width']} px: the page is {wider} px wider than the window")
    assert found == []
