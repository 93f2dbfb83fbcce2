"""What guards VK ID's form: headers, cookies, lifetimes, one browser, one answer."""

from __future__ import annotations

import pytest

from stand.people import VkAccount
from stand.server import Stand
from tests.support.vk_service import Service, answered, connect, csrf


def test_a_session_of_vk_id_ends(later: Service) -> None:
    later.sign_in(later.stand.new_vk_account())
    later.stand.clock.put_forward(31 * 24 * 3600)
    assert later.ask().headers["Location"].startswith("/auth/entry?")


def test_pages_are_not_kept_nor_framed(service: Service) -> None:
    page = service.http.get(f"{service.host}{service.ask().headers['Location']}")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach(service: Service) -> None:
    for cookie in service.ask().headers.get_list("Set-Cookie"):
        assert {"secure", "httponly", "samesite=lax"} <= set(cookie.lower().split("; "))
        assert "domain=" not in cookie.lower()


def test_a_form_is_posted_by_its_own_page_in_its_own_browser(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    screen = service.http.get(f"{service.host}{service.ask().headers['Location']}")
    assert service.http.post(screen.url, data={"csrf": "guess"}).status_code == 403
    assert service.http.post(screen.url).status_code == 403
    with connect(service.stand) as elsewhere:
        elsewhere.cookies.set("remixsid", service.http.cookies["remixsid"])
        assert elsewhere.get(screen.url).status_code == 403
        assert elsewhere.post(screen.url, data={"csrf": csrf(screen)}).status_code == 403


def test_a_screen_that_is_not_open_yet_takes_nothing(service: Service) -> None:
    entry = service.http.get(f"{service.host}{service.ask().headers['Location']}")
    for screen in ("consent", "password", "code", "resend", "method", "captcha"):
        url = str(entry.url).replace("/entry", f"/{screen}")
        response = service.http.post(url, data={"csrf": csrf(entry), "method": "sms"})
        assert response.headers["Location"].startswith("/auth/entry?"), screen
    assert (
        service.http.post(
            str(entry.url).replace("/entry", "/nowhere"), data={"csrf": csrf(entry)}
        ).status_code
        == 404
    )


def test_a_form_answers_once(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    screen = service.http.get(f"{service.host}{service.ask().headers['Location']}")
    answered(service.http.post(screen.url, data={"csrf": csrf(screen)}))
    again = service.http.post(screen.url, data={"csrf": csrf(screen)})
    assert (again.status_code, service.http.get(screen.url).status_code) == (410, 410)


def test_a_form_lives_half_an_hour(later: Service) -> None:
    address = later.ask().headers["Location"]
    later.stand.clock.put_forward(30 * 60)
    assert later.http.get(f"{later.host}{address}").status_code == 410


def test_a_session_closed_elsewhere_consents_to_nothing(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    screen = service.http.get(f"{service.host}{service.ask().headers['Location']}")
    service.stand.vk_id.records.close_session(service.http.cookies["remixsid"])
    response = service.http.post(screen.url, data={"csrf": csrf(screen)})
    assert response.headers["Location"].startswith("/auth/password?")


@pytest.mark.parametrize(
    "writing", ["+7{}", "8{}", "7{}", "{}", "8 ({0:.3}) {0}", "+7 {0:.3}-{0}", " +7({0:.3}) {0} "]
)
def test_a_telephone_may_be_written_in_any_usual_way(stand: Stand, account: VkAccount, writing: str) -> None:
    number = account.phone[2:]
    written = (
        writing.format(number) if "0" not in writing else writing.replace("{0}", number[3:]).format(number)
    )
    assert stand.vk_id.records.account_by_login(written) == account


def test_an_account_is_found_by_mail_and_not_by_anything_else(stand: Stand, account: VkAccount) -> None:
    find = stand.vk_id.records.account_by_login
    assert find(f" {account.email.upper()} ") == account
    assert [
        find(text) for text in ("", "+7", account.phone[:-1], account.phone + "1", account.first_name)
    ] == [None] * 5


def test_a_code_by_sms_is_for_one_form_and_one_use(stand: Stand, account: VkAccount) -> None:
    records = stand.vk_id.records
    records.send_code(account.user_id, "a form")
    code = records.last_code(account.phone)
    assert code is not None
    assert not records.take_code(account.user_id, "another form", code)
    assert records.take_code(account.user_id, "a form", code)
    assert not records.take_code(account.user_id, "a form", code)
