"""The diary's pages in a browser: views, the tab «Чаты», and what it shows when things go wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from stand.people import LinkWindow
from stand.server import Stand, Student

VIEWS = {
    "Главная": "/students/my",
    "Расписание": "/students/schedule",
    "Оценки": "/estimate",
    "Домашние задания": "/students/homework",
    "Чаты": "/students/chats",
}


@pytest.fixture
def student(stand: Stand, request: pytest.FixtureRequest) -> Student:
    """Make a pupil whose diary opens VK's form where the test's parameter says, or else in the same tab."""
    window: LinkWindow = getattr(request, "param", "same")
    return stand.new_student(link_window=window)


def sign_in(stand: Stand, student: Student, context: BrowserContext) -> None:
    """Give a browser the session of a pupil at the diary, and that of the VK account at VK ID."""
    name, value = stand.diary.session_cookie(student.pupil.id)
    vk = stand.vk_id.records.open_session(student.vk.user_id)
    context.add_cookies(
        [
            {"name": name, "value": value, "url": stand.addresses.diary, "httpOnly": True, "sameSite": "Lax"},
            {"name": "remixsid", "value": vk, "url": stand.addresses.vk_id, "httpOnly": True},
        ]
    )


@pytest.fixture
def chats(stand: Stand, student: Student, page: Page) -> Page:
    """Open the tab «Чаты» of a signed-in pupil."""
    sign_in(stand, student, page.context)
    page.goto(f"{stand.addresses.diary}/students/chats")
    expect(page.get_by_role("heading", name="Чаты класса и школы")).to_be_visible()
    return page


def link_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Привязать к VK ID", exact=True)


def unlink_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Отвязать аккаунт от VK ID", exact=True)


def go_through_vk_id(page: Page) -> None:
    """Agree on VK's form to the account that it remembers."""
    page.get_by_role("button", name="Продолжить", exact=True).click()


def test_deep_link_comes_true_after_login(stand: Stand, student: Student, page: Page) -> None:
    page.goto(f"{stand.addresses.diary}/students/chats")
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход в электронный дневник")
    expect(page.get_by_role("status")).to_have_count(0)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Введите электронную почту и пароль.")
    page.get_by_label("Электронная почта").fill(student.pupil.login)
    page.get_by_label("Пароль").fill("no")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Неверная почта или пароль")
    page.get_by_label("Пароль").fill(student.pupil.password)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(link_button(page)).to_be_visible()
    expect(page).to_have_url(f"{stand.addresses.diary}/students/chats")


def test_login_leads_nowhere_but_into_the_diary(stand: Stand, student: Student, page: Page) -> None:
    sign_in(stand, student, page.context)
    page.goto(f"{stand.addresses.diary}/login?next=https://web.vk.me/")
    expect(page).to_have_url(f"{stand.addresses.diary}/students/my")


def test_gosuslugi_says_that_it_is_not_part_of_the_stand(stand: Stand, page: Page) -> None:
    page.goto(f"{stand.addresses.diary}/login")
    page.get_by_role("button", name="Госуслуги", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("не входит в учебную копию")


def test_tabs_lead_to_their_addresses_and_back(stand: Stand, chats: Page) -> None:
    for label, path in VIEWS.items():
        chats.get_by_role("tab", name=label, exact=True).click()
        expect(chats).to_have_url(stand.addresses.diary + path)
        expect(chats.get_by_role("tab", selected=True)).to_have_text(label)
        expect(chats.get_by_role("heading", level=1)).to_have_count(1)
    chats.go_back()
    expect(chats.get_by_role("heading", level=1)).to_have_text("Домашние задания")


def test_arrow_keys_move_along_the_tabs(chats: Page) -> None:
    chats.get_by_role("tab", name="Чаты").focus()
    chats.keyboard.press("ArrowRight")
    expect(chats.get_by_role("tab", name="Главная")).to_be_focused()
    chats.keyboard.press("Enter")
    expect(chats.get_by_role("heading", level=1)).to_contain_text("Здравствуйте")


def test_home_shows_who_is_signed_in(student: Student, chats: Page) -> None:
    chats.get_by_role("tab", name="Главная").click()
    panel = chats.get_by_role("tabpanel")
    for shown in (student.pupil.full_name, student.pupil.group_name, student.pupil.institution_name):
        expect(panel.get_by_text(shown, exact=True)).to_be_visible()


def test_log_out_leads_to_login(stand: Stand, chats: Page) -> None:
    chats.get_by_role("button", name="Выйти", exact=True).click()
    expect(chats).to_have_url(f"{stand.addresses.diary}/login")
    chats.go_back()
    expect(chats.get_by_role("heading", level=1)).to_have_text("Вход в электронный дневник")


def test_controls_bear_the_words_that_the_diary_is_given(stand: Stand, student: Student, page: Page) -> None:
    sign_in(stand, student, page.context)
    label, stand.diary.texts["link"] = stand.diary.texts["link"], "Подключить </script> VK ID"
    try:
        page.goto(f"{stand.addresses.diary}/students/chats")
        expect(page.get_by_role("button", name="Подключить </script> VK ID", exact=True)).to_be_visible()
    finally:
        stand.diary.texts["link"] = label


def test_link_in_the_same_tab_and_unlink(stand: Stand, student: Student, chats: Page) -> None:
    link_button(chats).click()
    expect(chats).to_have_url(re.compile(re.escape(stand.addresses.vk_id)))
    go_through_vk_id(chats)
    expect(chats.get_by_role("status")).to_have_text("Аккаунт VK привязан.")
    expect(chats).to_have_url(f"{stand.addresses.diary}/students/chats")
    expect(chats.get_by_text(f"Привязан аккаунт VK: {student.vk.full_name}")).to_be_visible()
    messenger = chats.get_by_role("link", name="Перейти в чаты", exact=True)
    expect(messenger).to_have_attribute("href", f"{stand.addresses.messenger}/")
    expect(messenger).to_have_attribute("target", "_blank")
    assert stand.linked_vk_user(student.pupil) == student.vk.user_id
    unlink_button(chats).click()
    expect(chats.get_by_role("status")).to_have_text("Аккаунт VK отвязан.")
    expect(link_button(chats)).to_be_visible()
    assert stand.linked_vk_user(student.pupil) is None


@pytest.mark.parametrize("student", ["popup"], indirect=True)
def test_link_in_a_window_of_its_own(stand: Stand, student: Student, chats: Page) -> None:
    with chats.expect_popup() as opened:
        link_button(chats).click()
    expect(link_button(chats)).to_be_disabled()
    with opened.value.expect_event("close"):
        go_through_vk_id(opened.value)
    expect(chats.get_by_role("status")).to_have_text("Аккаунт VK привязан.")
    expect(unlink_button(chats)).to_be_visible()
    assert stand.linked_vk_user(student.pupil) == student.vk.user_id


@pytest.mark.parametrize("student", ["popup"], indirect=True)
def test_window_closed_before_the_end_can_be_opened_again(chats: Page) -> None:
    with chats.expect_popup() as opened:
        link_button(chats).click()
    # Chromium may never answer a request to close a window that is on its way from about:blank.
    expect(opened.value.get_by_role("button", name="Продолжить", exact=True)).to_be_visible()
    opened.value.close()
    expect(chats.get_by_role("status")).to_contain_text("Окно VK ID закрыто")
    with chats.expect_popup() as opened_again:
        link_button(chats).click()
    expect(opened_again.value.get_by_role("button", name="Продолжить", exact=True)).to_be_visible()


@pytest.mark.parametrize("student", ["popup"], indirect=True)
def test_blocked_window_is_explained(chats: Page) -> None:
    chats.evaluate("window.open = () => null")
    link_button(chats).click()
    expect(chats.get_by_role("alert")).to_contain_text("Разрешите всплывающие окна")
    expect(link_button(chats)).to_be_enabled()


@pytest.mark.parametrize("student", ["popup"], indirect=True)
def test_window_without_its_opener_goes_on_as_the_diary(stand: Stand, student: Student, chats: Page) -> None:
    with chats.expect_popup() as opened:
        link_button(chats).click()
    expect(opened.value.get_by_role("button", name="Продолжить", exact=True)).to_be_visible()
    alone = chats.context.new_page()
    alone.goto(opened.value.url)
    go_through_vk_id(alone)
    expect(alone.get_by_role("status")).to_have_text("Аккаунт VK привязан.")
    expect(alone).to_have_url(f"{stand.addresses.diary}/students/chats")
    assert stand.linked_vk_user(student.pupil) == student.vk.user_id


def test_account_of_another_pupil_is_refused(stand: Stand, student: Student, chats: Page) -> None:
    stand.link(stand.new_student().pupil, student.vk)
    link_button(chats).click()
    go_through_vk_id(chats)
    expect(chats.get_by_role("alert")).to_contain_text("уже привязан к другому ученику")
    expect(link_button(chats)).to_be_visible()
    assert stand.linked_vk_user(student.pupil) is None
    assert stand.vk_id.records.live_tokens(stand.diary.client_id, student.vk.user_id) == 1


def test_cancelled_trip_is_told_once(chats: Page) -> None:
    link_button(chats).click()
    chats.get_by_role("button", name="Отмена", exact=True).click()
    expect(chats.get_by_role("status")).to_have_text("Вход в VK ID отменён, аккаунт не привязан.")
    chats.reload()
    expect(link_button(chats)).to_be_visible()
    expect(chats.get_by_role("status")).to_have_count(0)


def test_address_alone_does_not_make_the_page_say_linked(stand: Stand, chats: Page) -> None:
    chats.goto(f"{stand.addresses.diary}/students/chats?vk=linked")
    expect(link_button(chats)).to_be_visible()
    expect(chats.get_by_role("status")).to_have_count(0)


def test_double_click_asks_once(stand: Stand, student: Student, chats: Page) -> None:
    stand.link(student.pupil, student.vk)
    chats.reload()
    asked: list[Request] = []
    chats.on("request", lambda request: asked.append(request) if request.method == "DELETE" else None)
    unlink_button(chats).dblclick()
    expect(link_button(chats)).to_be_visible()
    assert len(asked) == 1


def test_other_window_corrects_itself_when_it_is_looked_at(
    stand: Stand, student: Student, chats: Page
) -> None:
    stand.link(student.pupil, student.vk)
    chats.reload()
    expect(unlink_button(chats)).to_be_visible()
    stand.diary.records.unlink(student.pupil.id)
    chats.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(link_button(chats)).to_be_visible()


def test_outcome_is_told_although_the_window_is_looked_at_meanwhile(chats: Page) -> None:
    chats.evaluate("""() => {
        addEventListener("message", () => dispatchEvent(new Event("focus")));
        postMessage({ type: "vk-link", outcome: "cancelled" }, location.origin);
    }""")
    expect(chats.get_by_role("status")).to_have_text("Вход в VK ID отменён, аккаунт не привязан.")


def test_ended_session_leads_to_login_and_back(stand: Stand, student: Student, chats: Page) -> None:
    _end_sessions(stand, student)
    link_button(chats).click()
    expect(chats.get_by_role("status")).to_have_text("Сессия закончилась, войдите ещё раз")
    expect(chats).to_have_url(f"{stand.addresses.diary}/login?next=%2Fstudents%2Fchats")
    chats.get_by_label("Электронная почта").fill(student.pupil.login)
    chats.get_by_label("Пароль").fill(student.pupil.password)
    chats.keyboard.press("Enter")
    expect(link_button(chats)).to_be_visible()


def test_session_that_ends_during_the_trip_links_nothing(stand: Stand, student: Student, chats: Page) -> None:
    link_button(chats).click()
    expect(chats.get_by_role("button", name="Продолжить", exact=True)).to_be_visible()
    _end_sessions(stand, student)
    go_through_vk_id(chats)
    expect(chats.get_by_role("heading", level=1)).to_have_text("Вход в электронный дневник")
    assert stand.linked_vk_user(student.pupil) is None


def test_unlinking_while_vk_id_is_down_is_told_as_it_is(stand: Stand, student: Student, chats: Page) -> None:
    stand.link(student.pupil, student.vk)
    chats.reload()
    with stand.faults.outage("vk_id"):
        unlink_button(chats).click()
        expect(chats.get_by_role("status")).to_contain_text("VK ID сейчас не отвечает")
    expect(link_button(chats)).to_be_visible()


def test_diary_that_does_not_answer_says_so_and_can_be_asked_again(chats: Page) -> None:
    chats.route("**/api/**", _answer_503)
    link_button(chats).click()
    expect(chats.get_by_role("alert")).to_contain_text("Дневник сейчас не отвечает")
    expect(link_button(chats)).to_be_enabled()
    chats.reload()
    expect(chats.get_by_role("heading", level=1)).to_have_text("Дневник не отвечает")
    chats.unroute("**/api/**")
    chats.get_by_role("button", name="Повторить", exact=True).click()
    expect(link_button(chats)).to_be_visible()


def test_panel_that_could_not_be_loaded_can_be_asked_again(
    stand: Stand, student: Student, page: Page
) -> None:
    sign_in(stand, student, page.context)
    page.route("**/api/chats/**", _answer_503)
    page.goto(f"{stand.addresses.diary}/students/chats")
    expect(page.get_by_role("alert")).to_contain_text("Дневник сейчас не отвечает")
    page.unroute("**/api/chats/**")
    page.get_by_role("button", name="Повторить", exact=True).click()
    expect(link_button(page)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def _answer_503(route: Route) -> None:
    route.fulfill(status=503, body="Сервис временно недоступен")


def _end_sessions(stand: Stand, student: Student) -> None:
    """End every session of a pupil on the server, as its administrator would."""
    stand.shared.database.run("UPDATE diary_sessions SET revoked = 1 WHERE pupil_id = ?", student.pupil.id)
