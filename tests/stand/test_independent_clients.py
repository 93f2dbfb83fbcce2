"""The stand's VK ID held against clients written for the real one, unchanged and at its real address."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from social_core.backends.vk import VKIDOAuth2
from social_core.exceptions import AuthCanceled

from stand.people import VkAccount
from stand.server import Stand

BACK = "https://stand.test/"
SDK = Path(__file__).parents[2] / "node_modules/@vkid/sdk/dist-sdk/umd/index.js"
SDK_PAGE = "https://stand.test/sdk-page"

needs_sdk = pytest.mark.skipif(  # the suite runs without Node; what is skipped shows in the summary
    not SDK.exists(), reason="нет пакета @vkid/sdk: установите Node.js 20 или новее и выполните «make setup»"
)


@pytest.fixture
def client_id(stand: Stand) -> str:
    client_id = f"5{secrets.randbelow(10**8):08d}"
    stand.vk_id.records.add_client(client_id, "Школьный кружок", [BACK])
    return client_id


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def let_in(page: Page, account: VkAccount) -> None:
    page.get_by_label("Телефон или почта").fill(account.phone)
    press(page, "Продолжить")
    page.get_by_label("Пароль").fill(account.password)
    press(page, "Продолжить")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Школьный кружок")
    press(page, "Продолжить")


def answer(page: Page) -> dict[str, str]:
    page.wait_for_url(f"{BACK}?**")
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


class Site:
    """The smallest site that social-auth-core can serve: settings, a session, and the profile as its user."""

    def __init__(self, client_id: str) -> None:
        self.settings = {"KEY": client_id, "SECRET": "unused"}
        self.session: dict[str, Any] = {}
        self.query: dict[str, str] = {}
        self.storage = self.nonce = self
        self._nonces: set[tuple[str, int, str]] = set()

    @property
    def vk_id(self) -> Any:
        """The backend as the site makes it for each request."""
        return VKIDOAuth2(cast(Any, self), redirect_uri=BACK)

    def setting(self, name: str, default: object = None, **_: object) -> object:
        return self.settings.get(name, default)

    def random_string(self, length: int) -> str:
        return secrets.token_urlsafe(length)[:length]

    def request_data(self) -> dict[str, str]:
        return self.query

    def session_get(self, name: str) -> object:
        return self.session.get(name)

    def session_set(self, name: str, value: object) -> None:
        self.session[name] = value

    def session_pop(self, name: str) -> object:
        return self.session.pop(name, None)

    def absolute_uri(self, path: str) -> str:
        return path

    def use(self, *nonce: Any) -> bool:
        self._nonces.add(nonce)
        return True

    def consume(self, *nonce: Any) -> bool:
        self._nonces.remove(nonce)
        return True

    def authenticate(self, *, response: dict[str, Any], **_: object) -> dict[str, Any]:
        return response


@pytest.fixture
def site(through_proxy: str, client_id: str) -> Site:
    """A site whose server reaches VK ID on the stand."""
    assert through_proxy
    return Site(client_id)


def test_social_auth_core_signs_in_and_refreshes(site: Site, page: Page, account: VkAccount) -> None:
    page.goto(site.vk_id.auth_url())
    let_in(page, account)
    site.query = answer(page)
    backend = site.vk_id
    user = backend.auth_complete()
    assert user["user_id"] == str(account.user_id)
    assert backend.get_user_details(user)["last_name"] == account.last_name
    renewed = backend.refresh_token(user["refresh_token"], **backend.get_refresh_token_kwargs(user))
    assert backend.user_data(renewed["access_token"], response=renewed)["first_name"] == account.first_name


def test_social_auth_core_understands_a_cancelled_sign_in(site: Site, page: Page) -> None:
    page.goto(site.vk_id.auth_url())
    press(page, "Отмена")
    site.query = answer(page)
    with pytest.raises(AuthCanceled):
        site.vk_id.auth_complete()


@pytest.fixture
def sdk_page(context: BrowserContext, client_id: str) -> Page:
    """A page of the service with VK's SDK on it."""
    context.route(SDK_PAGE, lambda route: route.fulfill(content_type="text/html", body="<h1>Кружок</h1>"))
    page = context.new_page()
    open_sdk(page, client_id, "redirect")
    return page


def open_sdk(page: Page, client_id: str, mode: str) -> None:
    page.goto(SDK_PAGE)
    page.add_script_tag(path=SDK)
    page.evaluate(
        "(settings) => { VKIDSDK.Config.init(settings) }",
        {"app": int(client_id), "redirectUrl": BACK, "mode": mode, "responseMode": "callback"},
    )


def call(page: Page, method: str, *arguments: str) -> dict[str, Any]:
    """Call a method of the SDK's `Auth` and return what it resolves to."""
    result: dict[str, Any] = page.evaluate(
        "([name, all]) => VKIDSDK.Auth[name](...all)", [method, list(arguments)]
    )
    return result


@needs_sdk
def test_the_sdk_signs_in_by_redirect(
    sdk_page: Page, client_id: str, account: VkAccount, stand: Stand
) -> None:
    with sdk_page.expect_navigation(url="https://id.vk.ru/auth/entry**"):
        sdk_page.evaluate("() => { VKIDSDK.Auth.login() }")
    let_in(sdk_page, account)
    said = answer(sdk_page)
    open_sdk(sdk_page, client_id, "redirect")
    tokens = call(sdk_page, "exchangeCode", said["code"], said["device_id"])
    assert tokens["user_id"] == account.user_id
    tokens = call(sdk_page, "refreshToken", tokens["refresh_token"], said["device_id"])
    assert call(sdk_page, "userInfo", tokens["access_token"])["user"]["first_name"] == account.first_name
    assert call(sdk_page, "publicInfo", tokens["id_token"])["user"]["user_id"] == str(account.user_id)
    assert call(sdk_page, "logout", tokens["access_token"]) == {"response": 1}
    assert stand.vk_id.records.live_tokens(client_id, account.user_id) == 0


@needs_sdk
@pytest.mark.parametrize("mode", ["new_window", "new_tab"])
def test_the_sdk_signs_in_in_a_window(sdk_page: Page, client_id: str, account: VkAccount, mode: str) -> None:
    # Once a second it looks whether the window is still there; whoever looks all the time hears the answer too.
    sdk_page.add_init_script("const every = setInterval; window.setInterval = run => every(run, 0)")
    open_sdk(sdk_page, client_id, mode)
    with sdk_page.expect_popup() as opened:
        sdk_page.evaluate("() => { window.answer = VKIDSDK.Auth.login() }")
    with opened.value.expect_event("close"):
        let_in(opened.value, account)
    said = sdk_page.evaluate("() => window.answer")
    assert said["type"] == "code_v2"
    assert call(sdk_page, "exchangeCode", said["code"], said["device_id"])["user_id"] == account.user_id


@needs_sdk
def test_the_sdk_understands_a_cancelled_sign_in(sdk_page: Page, client_id: str) -> None:
    open_sdk(sdk_page, client_id, "new_window")
    with sdk_page.expect_popup() as opened:
        sdk_page.evaluate("() => { window.answer = VKIDSDK.Auth.login().catch((error) => error) }")
    with opened.value.expect_event("close"):
        press(opened.value, "Отмена")
    said = sdk_page.evaluate("() => window.answer")
    assert said["code"] == 103
    assert "access_denied" in said["error_description"]


def test_an_answer_for_a_window_without_an_opener_goes_by_redirect(page: Page, client_id: str) -> None:
    page.goto(
        f"https://id.vk.ru/authorize?response_type=code&client_id={client_id}&redirect_uri={BACK}&state=s"
        f"&code_challenge={'a' * 43}&code_challenge_method=s256&origin=https://stand.test"
    )
    press(page, "Отмена")
    assert answer(page)["error"] == "access_denied"
