"""VK ID's form as its user meets it: screen by screen, with everything that goes wrong on the way."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from stand.people import VkAccount
from stand.server import Stand

BACK = "https://stand.test/"


def register(stand: Stand) -> str:
    client_id = f"6{secrets.randbelow(10**8):08d}"
    stand.vk_id.records.add_client(client_id, "Школьный кружок", [BACK])
    return client_id


def authorize_url(client_id: str, **parameters: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": BACK,
        "scope": "phone",
        "state": secrets.token_urlsafe(8),
        "code_challenge": create_s256_code_challenge(secrets.token_urlsafe(40)),
        "code_challenge_method": "s256",
    }
    return f"https://id.vk.ru/authorize?{urlencode(asked | parameters)}"


@pytest.fixture
def client_id(stand: Stand) -> str:
    return register(stand)


@pytest.fixture
def form(page: Page, client_id: str) -> Page:
    page.goto(authorize_url(client_id))
    return page


@pytest.fixture
def slow(browser: Browser) -> Iterator[tuple[Stand, Page]]:
    """A form on a stand of the test's own, whose clock it may put forward."""
    with Stand() as stand:
        context = browser.new_context(proxy={"server": stand.proxy}, ignore_https_errors=True)
        page = context.new_page()
        page.goto(authorize_url(register(stand)))
        yield stand, page
        context.close()


@pytest.fixture
def remembered(stand: Stand, context: BrowserContext, client_id: str, account: VkAccount) -> Page:
    """A form in a browser that is signed in already."""
    session = stand.vk_id.records.open_session(account.user_id)
    context.add_cookies([{"name": "remixsid", "value": session, "url": "https://id.vk.ru"}])
    page = context.new_page()
    page.goto(authorize_url(client_id))
    return page


@pytest.fixture
def coded(stand: Stand) -> VkAccount:
    """An account whose owner gets a code by SMS."""
    return stand.new_vk_account(second_step="code")


def press(page: Page, name: str = "Продолжить") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def enter(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    press(page)


def sign_in(page: Page, account: VkAccount) -> None:
    enter(page, "Телефон или почта", account.phone)
    enter(page, "Пароль", account.password)


def headed(page: Page, heading: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def trouble(page: Page) -> Locator:
    return page.locator("#auth-popup-description")


def offered(page: Page) -> Locator:
    return page.locator('[data-test-id="continue-as-account"]')


def answer(page: Page) -> dict[str, str]:
    """Wait until the form has led back, and return what it says to the service."""
    page.wait_for_url(f"{BACK}?**")
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def code_for(stand: Stand, account: VkAccount) -> str:
    code = stand.vk_id.records.last_code(account.phone)
    assert code is not None
    return code


def test_a_password_leads_to_consent_and_back(form: Page, account: VkAccount) -> None:
    headed(form, "Вход с VK ID")
    enter(form, "Телефон или почта", account.email)
    headed(form, "Введите пароль")
    enter(form, "Пароль", account.password)
    headed(form, "Войти в «Школьный кружок» с VK ID")
    expect(offered(form)).to_have_attribute("data-user-id", str(account.user_id))
    expect(offered(form)).to_contain_text(account.full_name)
    expect(offered(form)).to_contain_text(f"+7 900 •••-••-{account.phone[-2:]}")
    expect(form.get_by_role("listitem")).to_have_text(["имя, фамилию и фото", "номер телефона"])
    expect(form.locator('[data-test-id="continue-as-button"]')).to_have_text("Продолжить")
    press(form)
    assert answer(form).keys() >= {"code", "state", "device_id"}


def test_an_unknown_login_is_told(form: Page) -> None:
    enter(form, "Телефон или почта", "+7 900 000-00-00 0")
    expect(trouble(form)).to_have_text("Такого аккаунта нет. Проверьте телефон или почту.")
    expect(form.get_by_label("Телефон или почта")).to_be_focused()
    form.reload()
    expect(trouble(form)).to_be_hidden()


def test_a_wrong_password_is_told(form: Page, account: VkAccount) -> None:
    enter(form, "Телефон или почта", account.phone)
    enter(form, "Пароль", "не тот")
    expect(trouble(form)).to_have_text(re.compile("^Неверный пароль"))
    enter(form, "Пароль", account.password)
    expect(offered(form)).to_be_visible()


def test_too_many_passwords_lock_the_account_for_ten_minutes(slow: tuple[Stand, Page]) -> None:
    stand, form = slow
    account = stand.new_vk_account()
    enter(form, "Телефон или почта", account.phone)
    for _attempt in range(4):
        stand.vk_id.records.note_failure(account.user_id)
    enter(form, "Пароль", "не тот")
    expect(trouble(form)).to_have_text(re.compile("^Слишком много попыток"))
    enter(form, "Пароль", account.password)
    expect(trouble(form)).to_have_text(re.compile("^Слишком много попыток"))
    stand.clock.put_forward(10 * 60)
    enter(form, "Пароль", account.password)
    expect(offered(form)).to_be_visible()


def test_a_code_from_the_telephone(stand: Stand, form: Page, coded: VkAccount) -> None:
    enter(form, "Телефон или почта", coded.phone)
    headed(form, "Введите код из СМС")
    right = code_for(stand, coded)
    enter(form, "Код из СМС", f"{(int(right) + 1) % 10**6:06d}")
    expect(trouble(form)).to_have_text(re.compile("^Неверный код"))
    form.reload()
    assert code_for(stand, coded) == right
    enter(form, "Код из СМС", right)
    expect(offered(form)).to_be_visible()


def test_a_new_code_makes_the_old_one_void(stand: Stand, form: Page, coded: VkAccount) -> None:
    enter(form, "Телефон или почта", coded.phone)
    headed(form, "Введите код из СМС")
    old = code_for(stand, coded)
    press(form, "Отправить код ещё раз")
    expect(form.get_by_role("status")).to_have_text("Отправили новый код. Прежний больше не действует.")
    enter(form, "Код из СМС", old)
    expect(trouble(form)).to_be_visible()
    enter(form, "Код из СМС", code_for(stand, coded))
    expect(offered(form)).to_be_visible()


def test_a_code_lives_five_minutes(slow: tuple[Stand, Page]) -> None:
    stand, form = slow
    coded = stand.new_vk_account(second_step="code")
    enter(form, "Телефон или почта", coded.phone)
    headed(form, "Введите код из СМС")
    stand.clock.put_forward(5 * 60)
    enter(form, "Код из СМС", code_for(stand, coded))
    expect(trouble(form)).to_have_text(re.compile("^Неверный код"))


def test_codes_are_not_sent_without_end(stand: Stand, form: Page, coded: VkAccount) -> None:
    for _code in range(5):
        assert stand.vk_id.records.send_code(coded.user_id, "another form")
    enter(form, "Телефон или почта", coded.phone)
    headed(form, "Введите код из СМС")
    expect(trouble(form)).to_have_text(re.compile("^Слишком много попыток"))


def test_another_way_to_confirm(stand: Stand, form: Page, coded: VkAccount) -> None:
    enter(form, "Телефон или почта", coded.phone)
    form.locator('button[data-test-id="other-verification-methods"]').click()
    headed(form, "Выберите способ подтверждения")
    form.locator('[data-test-id="verificationMethod_reserve_code"]').click()
    expect(trouble(form)).to_have_text(re.compile("^Резервных кодов на стенде нет"))
    form.locator('[data-test-id="verificationMethod_sms"]').click()
    headed(form, "Введите код из СМС")
    assert len([sent for sent in stand.vk_id.records.codes() if sent.phone == coded.phone]) == 2
    press(form, "Подтвердить другим способом")
    form.locator('[data-test-id="verificationMethod_password"]').click()
    enter(form, "Пароль", coded.password)
    expect(offered(form)).to_be_visible()


def test_a_captcha_stands_before_the_password(stand: Stand, form: Page, account: VkAccount) -> None:
    stand.vk_id.records.demand_captcha(account.user_id)
    enter(form, "Телефон или почта", account.phone)
    press(form)
    expect(trouble(form)).to_have_text("Отметьте «Я не робот», чтобы продолжить.")
    form.get_by_role("checkbox", name="Я не робот", exact=True).check()
    press(form)
    enter(form, "Пароль", account.password)
    expect(offered(form)).to_be_visible()


def test_cancel_leads_back_with_an_error(form: Page) -> None:
    press(form, "Отмена")
    said = answer(form)
    assert said["error"] == "access_denied"
    assert said.keys() >= {"state"}
    assert "code" not in said


def test_a_consent_can_be_refused(remembered: Page) -> None:
    press(remembered, "Отмена")
    assert answer(remembered)["error"] == "access_denied"


def test_a_remembered_account_is_offered_at_once(
    remembered: Page, client_id: str, account: VkAccount
) -> None:
    expect(offered(remembered)).to_contain_text(account.full_name)
    remembered.goto(authorize_url(client_id, prompt="login"))
    headed(remembered, "Вход с VK ID")


def test_another_account_can_be_chosen(remembered: Page, stand: Stand) -> None:
    press(remembered, "Войти в другой аккаунт")
    headed(remembered, "Вход с VK ID")
    other = stand.new_vk_account()
    sign_in(remembered, other)
    expect(offered(remembered)).to_have_attribute("data-user-id", str(other.user_id))


def test_back_and_reload_do_no_harm(form: Page, stand: Stand, account: VkAccount) -> None:
    enter(form, "Телефон или почта", stand.new_vk_account().phone)
    headed(form, "Введите пароль")
    form.reload()
    headed(form, "Введите пароль")
    form.go_back()
    headed(form, "Вход с VK ID")
    sign_in(form, account)
    expect(offered(form)).to_have_attribute("data-user-id", str(account.user_id))
    form.go_back()
    expect(offered(form)).to_have_attribute("data-user-id", str(account.user_id))
    form.reload()
    press(form)
    assert "code" in answer(form)
    form.go_back()
    expect(trouble(form)).to_have_text("Эта форма входа уже закрыта или её время вышло.")


def test_a_second_press_while_the_first_is_on_its_way_does_nothing(remembered: Page) -> None:
    sent = remembered.locator('[data-test-id="continue-as-button"]').evaluate(
        """(button) => {
            let sent = 0;
            window.addEventListener("submit", (event) => {
                sent += event.defaultPrevented ? 0 : 1;
                event.preventDefault();
            });
            button.click();
            button.click();
            return sent;
        }"""
    )
    assert sent == 1


def test_english_on_demand(page: Page, client_id: str) -> None:
    page.goto(authorize_url(client_id, lang_id="3"))
    headed(page, "Sign in with VK ID")
    expect(page.get_by_role("button", name="Continue", exact=True)).to_be_visible()


def test_a_control_can_be_renamed(stand: Stand, form: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stand.vk_id.texts, "continue", "Далее")
    form.reload()
    expect(form.locator("button[type=submit]").first).to_have_text("Далее")


def test_an_unknown_page_says_so(page: Page) -> None:
    page.goto("https://id.vk.ru/nowhere")
    expect(trouble(page)).to_have_text("Такой страницы нет.")
