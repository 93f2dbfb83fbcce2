"""VK ID's protocol as a program meets it: requests, codes, tokens."""

from __future__ import annotations

import base64
import json

import pytest

from stand.people import VkAccount
from stand.server import Stand
from tests.support.vk_service import BACK, SCOPE, Service, answered, failed


@pytest.mark.parametrize("method", ["s256", "S256"])
@pytest.mark.parametrize("host", ["https://id.vk.ru", "https://id.vk.com"])
def test_a_code_becomes_tokens(service: Service, account: VkAccount, method: str, host: str) -> None:
    service.host = host
    service.sign_in(account)
    answer = service.consent(code_challenge_method=method)
    assert answer.keys() == {"code", "type", "state", "device_id", "expires_in"}
    assert (answer["type"], answer["state"]) == ("code_v2", service.state)
    response = service.exchange(answer)
    tokens = response.json()
    assert response.headers["Cache-Control"] == "no-store"
    assert (
        tokens.items()
        >= {
            "user_id": account.user_id,
            "token_type": "Bearer",
            "expires_in": 3600,
            "state": "of-this-request",
            "scope": SCOPE,
        }.items()
    )
    assert tokens.keys() >= {"access_token", "refresh_token", "id_token"}


def test_a_client_secret_is_taken_and_not_looked_at(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    answer = service.consent()
    tokens = service.exchange(answer, client_secret="as-published-clients-send-it").json()
    assert tokens["user_id"] == account.user_id
    renewed = service.post(
        "auth",
        grant_type="refresh_token",
        refresh_token=tokens["refresh_token"],
        device_id=answer["device_id"],
        client_secret="another",
    )
    assert renewed.json()["user_id"] == account.user_id


@pytest.mark.parametrize("client_id", ["1", None])
def test_a_client_secret_does_not_stand_for_the_client(
    service: Service, account: VkAccount, client_id: str | None
) -> None:
    service.sign_in(account)
    answer = service.consent()
    refused = failed(service.exchange(answer, client_id=client_id, client_secret="secret"))
    assert refused == (400, "invalid_client", "client_id is missing or invalid")


def test_parameters_may_stand_in_the_query_string(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    answer = service.consent()
    query = {
        "grant_type": "authorization_code",
        "redirect_uri": BACK,
        "client_id": service.client_id,
        "code_verifier": service.verifier,
        "state": "s",
        "device_id": answer["device_id"],
    }
    url = f"{service.host}/oauth2/auth"
    assert service.http.post(url, params=query, data={"code": answer["code"]}).json()["state"] == "s"


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "1"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": f"{BACK}more"},
        {"redirect_uri": "https://stand.test"},
        {"redirect_uri": "https://stand.test/other"},
        {"redirect_uri": 'https://example.test/"'},
        {"response_type": 'co"de'},
    ],
)
def test_a_stranger_is_not_sent_anything(service: Service, changes: dict[str, str | None]) -> None:
    response = service.ask(**changes)
    assert response.status_code == 400
    assert "Location" not in response.headers
    assert "Войти не получилось" in response.text


def test_a_repeated_redirect_uri_is_not_followed(service: Service) -> None:
    response = service.http.get(f"{service.ask().url}&redirect_uri=https%3A%2F%2Fexample.test%2F")
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "later"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"origin": "https://example.test"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_wrong_request_is_answered_to_the_service(
    service: Service, changes: dict[str, str | None], error: str
) -> None:
    answer = answered(service.ask(**changes))
    assert (answer["error"], answer["state"]) == (error, service.state)


def test_state_is_demanded(service: Service) -> None:
    assert answered(service.ask(state=None))["error"] == "invalid_request"


def test_what_the_sdk_adds_is_accepted(service: Service) -> None:
    extra = {"stats_info": "e30=", "v": "2.6.7", "sdk_type": "vkid", "app_id": "1", "provider": "vkid"}
    response = service.ask(**extra, scheme="light", lang_id="0", prompt="")
    assert (response.status_code, response.headers["Location"][:12]) == (303, "/auth/entry?")


def test_prompt_none_answers_at_once_where_consent_was_given(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    service.ask()  # the browser becomes known
    assert answered(service.ask(prompt="none"))["error"] == "consent_required"
    service.consent()
    answer = answered(service.ask(prompt="none"))
    assert service.exchange(answer).json()["user_id"] == account.user_id


@pytest.mark.parametrize("verifier", [None, "", "short", "a" * 43])
def test_the_verifier_has_to_be_right(service: Service, account: VkAccount, verifier: str | None) -> None:
    service.sign_in(account)
    refused = failed(service.exchange(service.consent(), code_verifier=verifier))
    assert refused == (400, "invalid_request", "verifier is missing or invalid")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "vk2.a.made-up"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"device_id": "another"}, "invalid_grant"),
        ({"device_id": None}, "invalid_request"),
        ({"redirect_uri": "https://stand.test/other?a=1"}, "invalid_grant"),
        ({"client_id": "1"}, "invalid_client"),
        ({"client_id": None}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "пароль"}, "invalid_request"),
    ],
)
def test_a_code_is_bound(
    service: Service, account: VkAccount, changes: dict[str, str | None], error: str
) -> None:
    service.sign_in(account)
    assert failed(service.exchange(service.consent(), **changes))[:2] == (400, error)


def test_a_code_is_no_good_to_another_service(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    other = Service(service.stand, service.http)
    answer = service.consent()
    assert failed(other.exchange(answer, code_verifier=service.verifier))[1] == "invalid_grant"
    assert service.exchange(answer).status_code == 200


def test_a_code_used_twice_takes_back_what_it_gave(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    answer = service.consent()
    access_token = service.exchange(answer).json()["access_token"]
    assert service.user_info(access_token).status_code == 200
    assert failed(service.exchange(answer))[:2] == (400, "invalid_grant")
    assert service.user_info(access_token).status_code == 401


def test_a_code_lives_ten_minutes(later: Service) -> None:
    later.sign_in(later.stand.new_vk_account())
    answer = later.consent()
    later.stand.clock.put_forward(10 * 60)
    assert failed(later.exchange(answer))[1] == "invalid_grant"


def test_an_access_token_lives_an_hour_and_can_be_renewed(later: Service) -> None:
    account = later.stand.new_vk_account()
    tokens = later.tokens(account)
    assert later.stand.vk_id.records.live_tokens(later.client_id, account.user_id) == 1
    later.stand.clock.put_forward(3600)
    assert later.stand.vk_id.records.live_tokens(later.client_id, account.user_id) == 0
    assert failed(later.user_info(tokens.access_token))[:2] == (401, "invalid_token")
    renewed = later.refresh(tokens.refresh_token, tokens.device_id).json()
    assert later.user_info(renewed["access_token"]).json()["user"]["user_id"] == str(account.user_id)


def test_a_refresh_token_serves_once(service: Service, account: VkAccount) -> None:
    first = service.tokens(account)
    second = service.refresh(first.refresh_token, first.device_id).json()
    assert service.user_info(first.access_token).status_code == 401
    assert service.user_info(second["access_token"]).status_code == 200
    assert failed(service.refresh(first.refresh_token, first.device_id))[1] == "invalid_grant"
    assert service.user_info(second["access_token"]).status_code == 401


def test_a_refresh_token_is_bound(service: Service, account: VkAccount) -> None:
    tokens = service.tokens(account)
    other = Service(service.stand, service.http)
    bare = service.post("auth", grant_type="refresh_token", refresh_token=tokens.refresh_token)
    assert failed(bare) == (400, "invalid_request", "device_id is missing or invalid")
    assert failed(service.refresh(tokens.refresh_token, "another"))[1] == "invalid_grant"
    assert failed(other.refresh(tokens.refresh_token, tokens.device_id))[1] == "invalid_grant"
    assert service.refresh(tokens.refresh_token, tokens.device_id).status_code == 200


def test_the_profile_shows_what_was_consented_to(service: Service, account: VkAccount) -> None:
    service.sign_in(account)
    whole = service.user_info(service.exchange(service.consent()).json()["access_token"]).json()["user"]
    assert whole == {
        "user_id": str(account.user_id),
        "first_name": account.first_name,
        "last_name": account.last_name,
        "avatar": "https://id.vk.ru/static/avatar.svg",
        "phone": account.phone[1:],
        "email": account.email,
        "sex": account.sex,
        "verified": False,
        "birthday": account.birthday,
    }
    bare = service.user_info(service.exchange(service.consent(scope=None)).json()["access_token"]).json()[
        "user"
    ]
    assert whole.keys() - bare.keys() == {"phone", "email"}


def test_the_profile_is_for_the_holder_of_a_token(service: Service, account: VkAccount) -> None:
    token = service.tokens(account).access_token
    url = f"{service.host}/oauth2/user_info"
    bearer = {"Authorization": f"Bearer {token}"}
    assert service.http.post(url, data={"client_id": service.client_id}, headers=bearer).status_code == 200
    assert service.post("user_info").status_code == 401
    assert Service(service.stand, service.http).user_info(token).status_code == 401


def test_an_id_token_looks_as_vk_has_issued_them(later: Service) -> None:
    account = later.stand.new_vk_account()
    header, claims = (
        json.loads(base64.urlsafe_b64decode(f"{part}=="))
        for part in later.tokens(account).id_token.split(".")[:2]
    )
    now = claims["iat"]
    assert header == {"typ": "JWT", "alg": "RS256"}
    assert list(claims.items()) == [
        ("iis", "VK"),
        ("sub", account.user_id),
        ("app", int(later.client_id)),
        ("exp", now + 360 * 24 * 3600),
        ("iat", now),
        ("jti", 21),
    ]


def test_an_id_token_lives_360_days(later: Service) -> None:
    id_token = later.tokens(later.stand.new_vk_account()).id_token
    later.stand.clock.put_forward(359 * 24 * 3600)
    assert later.post("public_info", id_token=id_token).status_code == 200
    later.stand.clock.put_forward(2 * 24 * 3600)
    assert later.post("public_info", id_token=id_token).status_code == 401


def test_public_info_is_masked(service: Service, account: VkAccount) -> None:
    id_token = service.tokens(account).id_token
    user = service.post("public_info", id_token=id_token).json()["user"]
    assert (user["user_id"], user["first_name"]) == (str(account.user_id), account.first_name)
    assert account.last_name not in user["last_name"]
    assert account.phone[1:] not in user["phone"]
    assert account.email != user["email"]
    assert service.post("public_info", id_token=id_token[:-6] + "AAAAAA").status_code == 401
    assert service.post("public_info", id_token="x").status_code == 401
    assert Service(service.stand, service.http).post("public_info", id_token=id_token).status_code == 401


@pytest.mark.parametrize(("endpoint", "left"), [("logout", 1), ("revoke", 0)])
def test_tokens_are_taken_back(service: Service, account: VkAccount, endpoint: str, left: int) -> None:
    records = service.stand.vk_id.records
    tokens, _of_another_browser = service.tokens(account), service.tokens(account)
    assert (
        Service(service.stand, service.http).post(endpoint, access_token=tokens.access_token).status_code
        == 401
    )
    assert service.post(endpoint, access_token=tokens.access_token).json() == {"response": 1}
    assert records.live_tokens(service.client_id, account.user_id) == left
    assert failed(service.refresh(tokens.refresh_token, tokens.device_id))[1] == "invalid_grant"
    assert records.has_consent(service.client_id, account.user_id) == bool(left)


@pytest.mark.parametrize("call", ["vkid_sdk_get_config", "stat_events_vkid_sdk"])
def test_the_sdk_may_call_from_a_services_page_alone(service: Service, call: str) -> None:
    url = f"{service.host}/{call}?app_id={service.client_id}"
    own = service.http.post(url, data={"events": "[]"}, headers={"Origin": "https://stand.test"})
    assert own.json() == {"response": {}}
    assert own.headers["Access-Control-Allow-Origin"] == "https://stand.test"
    assert own.headers["Access-Control-Allow-Credentials"] == "true"
    foreign = service.http.post(url, headers={"Origin": "https://example.test"})
    assert "Access-Control-Allow-Origin" not in foreign.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/oauth2/auth", 405, "POST"),
        ("DELETE", "/oauth2/user_info", 405, "POST"),
        ("GET", "/vkid_sdk_get_config", 405, "POST"),
        ("POST", "/oauth2/nowhere", 404, None),
    ],
)
def test_programs_are_refused_in_json(
    service: Service, method: str, path: str, status: int, allowed: str | None
) -> None:
    response = service.http.request(method, f"{service.host}{path}")
    assert failed(response)[:2] == (status, "invalid_request")
    assert response.headers.get("Allow") == allowed


def test_people_are_refused_with_a_page(service: Service) -> None:
    response = service.http.post(f"{service.host}/authorize")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert response.headers["Content-Type"].startswith("text/html")


def test_tokens_do_not_show_themselves(service: Service, account: VkAccount) -> None:
    tokens = service.tokens(account)
    assert tokens.access_token not in repr(tokens)
    assert tokens.refresh_token not in repr(tokens)


def test_tokens_for_an_unknown_service_are_refused(stand: Stand, account: VkAccount) -> None:
    with pytest.raises(LookupError, match="knows no client"):
        stand.vk_id.issue_tokens("1", account.user_id)
