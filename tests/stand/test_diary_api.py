"""The diary's API: envelopes, signing in, sessions, and what the link to VK ID insists on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page

from stand.diary.contested import Contested
from stand.diary.records import Authorization, PupilHasLink, VkAccountTaken
from stand.server import Stand, Student

COOKIE = "X-JWT-Token"
LOGIN = "/api/user/auth/login"
CHILDREN = "/api/journal/person/related-child-list?p_page=1"
LINK = "/api/chats/vk-link"
CALLBACK = "/students/chats/vk-callback"
OWN_PAGE = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def student(stand: Stand) -> Student:
    return stand.new_student()


@pytest.fixture(scope="module")
def own_stand() -> Iterator[Stand]:
    """A stand whose clock may be put forward."""
    with Stand() as running:
        yield running


def diary(stand: Stand, student: Student | None = None) -> httpx.Client:
    """Make a client of the diary, signed in as a student if one is given."""
    cookies = httpx.Cookies()
    if student:
        name, value = stand.diary.session_cookie(student.pupil.id)
        cookies.set(name, value, domain=urlsplit(stand.addresses.diary).hostname or "")
    return httpx.Client(
        base_url=stand.addresses.diary, proxy=stand.proxy, verify=stand.gateway.trust(), cookies=cookies
    )


@pytest.fixture
def contested(stand: Stand) -> Iterator[Contested]:
    """What the diary of this worker's stand does where accounts differ; as it was when the test is over."""
    here = stand.diary.contested
    before = dataclasses.asdict(here)
    yield here
    vars(here).update(before)


def log_in(client: httpx.Client, login: str, password: str) -> httpx.Response:
    return client.post(LOGIN, json=login_fields(login, password))


def login_fields(login: str, password: str) -> dict[str, Any]:
    return {
        "type": "email",
        "login": login,
        "activation_code": None,
        "password": password,
        "_isEmpty": False,
    }


def surname(answer: httpx.Response) -> str:
    (child,) = answer.json()["data"]["items"]
    found: str = child["surname"]
    return found


def begin(client: httpx.Client) -> str:
    """Begin a trip to VK ID and return its state."""
    url: str = client.post(LINK, headers=OWN_PAGE).raise_for_status().json()["data"]["authorize_url"]
    return parse_qs(urlsplit(url).query)["state"][0]


def come_back(client: httpx.Client, **query: str) -> str:
    """Come back from VK ID and return where the diary sends the browser."""
    answer = client.get(CALLBACK, params=query)
    assert answer.status_code == 303
    location: str = answer.headers["location"]
    return location


def refusal(answer: httpx.Response) -> str:
    message: str = answer.json()["validations"][0]["message"]
    return message


def test_login_gives_token_and_cookie(stand: Stand, student: Student) -> None:
    with diary(stand) as client:
        answer = log_in(client, student.pupil.login, student.pupil.password)
        assert answer.status_code == 200
        token = answer.json()["data"]["token"]
        assert answer.json() == {"data": {"token": token}, "debug": [], "messages": [], "validations": []}
        cookies = [SimpleCookie(cookie)[COOKIE] for cookie in answer.headers.get_list("Set-Cookie")]
        assert [cookie["path"] for cookie in cookies] == ["/", "/api"]
        assert len({token, *(cookie.value for cookie in cookies)}) == 3, "each is another one of the session"
        assert all(cookie["secure"] and cookie["samesite"] == "lax" for cookie in cookies)
        assert client.get(CHILDREN).status_code == 200


@pytest.mark.parametrize("readable", [True, False])
def test_scripts_read_the_cookie_or_do_not(
    contested: Contested, stand: Stand, student: Student, page: Page, readable: bool
) -> None:
    assert contested.cookie_is_readable, "by default"
    contested.cookie_is_readable = readable
    page.goto(f"{stand.addresses.diary}/login")
    page.get_by_label("Электронная почта").fill(student.pupil.login)
    page.get_by_label("Пароль").fill(student.pupil.password)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url("**/students/my")
    assert page.evaluate("document.cookie.includes('X-JWT-Token')") is readable


def test_the_cookie_can_come_once(contested: Contested, stand: Stand, student: Student) -> None:
    contested.cookie_comes_twice = False
    with diary(stand) as client:
        answer = log_in(client, student.pupil.login, student.pupil.password)
    assert len(answer.headers.get_list("Set-Cookie")) == 1


def test_of_two_cookies_that_of_the_shorter_path_counts(stand: Stand, student: Student) -> None:
    other = stand.new_student()
    values = [stand.diary.session_cookie(one.pupil.id)[1] for one in (other, student)]
    cookies = "; ".join(f"{COOKIE}={value}" for value in values)
    with diary(stand) as client:
        assert surname(client.get(CHILDREN, headers={"Cookie": cookies})) == student.pupil.surname


@pytest.mark.parametrize(("signs_in", "status"), [(True, 200), (False, 401)])
def test_the_token_signs_in_as_a_header_or_does_not(
    contested: Contested, stand: Stand, student: Student, signs_in: bool, status: int
) -> None:
    assert contested.header_signs_in, "by default"
    contested.header_signs_in = signs_in
    with diary(stand) as client:
        token = log_in(client, student.pupil.login, student.pupil.password).json()["data"]["token"]
    with diary(stand) as another:
        assert another.get(CHILDREN, headers={COOKIE: token}).status_code == status


@pytest.mark.parametrize(
    ("short", "left_out", "status"),
    [
        (True, {"activation_code", "_isEmpty"}, 200),
        (True, {"_isEmpty"}, 200),
        *[(True, {missing}, 400) for missing in ("type", "login", "password")],
        *[
            (False, {missing}, 400)
            for missing in ("type", "login", "activation_code", "password", "_isEmpty")
        ],
    ],
)
def test_login_demands_three_fields_or_all(
    contested: Contested, stand: Stand, student: Student, short: bool, left_out: set[str], status: int
) -> None:
    assert contested.short_login, "by default"
    contested.short_login = short
    fields = login_fields(student.pupil.login, student.pupil.password)
    sent = {name: fields[name] for name in fields.keys() - left_out}
    with diary(stand) as client:
        assert client.post(LOGIN, json=sent).status_code == status


@pytest.mark.parametrize(
    ("as_text", "content_type", "status"),
    [
        (True, "text/plain", 200),
        (True, "text/plain;charset=UTF-8", 200),
        (True, "application/x-www-form-urlencoded", 400),
        (False, "text/plain", 400),
    ],
)
def test_login_takes_json_that_calls_itself_text_or_does_not(
    contested: Contested, stand: Stand, student: Student, as_text: bool, content_type: str, status: int
) -> None:
    assert contested.text_login, "by default"
    contested.text_login = as_text
    with diary(stand) as client:
        answer = client.post(
            LOGIN,
            content=json.dumps(login_fields(student.pupil.login, student.pupil.password)),
            headers={"Content-Type": content_type},
        )
    assert answer.status_code == status


def test_wrong_password_and_unknown_login_are_told_alike(stand: Stand, student: Student) -> None:
    with diary(stand) as client:
        wrong = log_in(client, student.pupil.login, "no")
        unknown = log_in(client, f"nobody.{student.pupil.login}", "no")
        assert wrong.status_code == unknown.status_code == 400
        assert refusal(wrong) == refusal(unknown) == "Неверная почта или пароль"
        assert "set-cookie" not in wrong.headers


def test_too_many_wrong_passwords_lock_the_login_for_a_while(own_stand: Stand) -> None:
    pupil = own_stand.new_student().pupil
    with diary(own_stand) as client:
        refusals = [refusal(log_in(client, pupil.login.upper(), "no")) for _ in range(5)]
        assert refusals[:4] == ["Неверная почта или пароль"] * 4
        assert refusals[4] == "Слишком много попыток. Попробуйте через 15 минут"
        assert log_in(client, pupil.login, pupil.password).status_code == 400
        own_stand.clock.put_forward(15 * 60 + 1)
        assert log_in(client, pupil.login, pupil.password).status_code == 200


def test_log_out_ends_the_session_for_every_copy_of_its_cookie(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client:
        copy = f"X-JWT-Token={client.cookies['X-JWT-Token']}"
        assert client.post("/api/user/auth/logout").status_code == 403
        assert client.post("/api/user/auth/logout", headers=OWN_PAGE).status_code == 200
        assert "X-JWT-Token" not in client.cookies
        assert client.get(CHILDREN, headers={"Cookie": copy}).status_code == 401


def test_session_slides_with_every_answer_and_then_expires(own_stand: Stand) -> None:
    with diary(own_stand, own_stand.new_student()) as client:
        for _ in range(2):
            own_stand.clock.put_forward(own_stand.diary.session_seconds * 0.7)
            assert client.get(CHILDREN).status_code == 200
        own_stand.clock.put_forward(own_stand.diary.session_seconds + 1)
        answer = client.get(CHILDREN)
        assert answer.status_code == 401
        assert refusal(answer) == "Сессия закончилась, войдите ещё раз"


def test_forged_session_is_none(stand: Stand, student: Student) -> None:
    _, token = stand.diary.session_cookie(student.pupil.id)
    head, claims, signature = token.split(".")
    with diary(stand) as client:
        for forged in ("", "x", f"{head}.{claims}.{signature[::-1]}", f"{head}.{claims}."):
            client.cookies.set("X-JWT-Token", forged)
            assert client.get(CHILDREN).status_code == 401


def test_children_come_in_the_full_shape(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client:
        data = client.get(CHILDREN).json()["data"]
    child = data.pop("items")[0]
    (education,) = child.pop("educations")
    assert data == {"before": 1, "current": 1, "last": 1, "next": 1, "total_items": 1, "total_pages": 1}
    assert child.keys() == {"identity", "firstname", "surname", "middlename", "hash_uid", "action_payload"}
    assert child["surname"] == student.pupil.surname
    assert child["action_payload"].keys() == {"can_apply_for_distance", "can_print"}
    assert education["group_name"] == student.pupil.group_name
    assert education.keys() == {
        *("education_id", "group_id", "group_name", "institution_id", "institution_name"),
        *("jurisdiction_id", "jurisdiction_name", "is_active", "push_subscribe", "distance_education"),
        "distance_education_updated_at",
        *("parent_firstname", "parent_surname", "parent_middlename", "parent_email"),
    }


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/no/such", None),
        ("POST", "/fps/api/no/such", None),
        ("PUT", LINK, {"GET", "HEAD", "POST", "DELETE"}),
        ("GET", LOGIN, {"POST"}),
    ],
)
def test_what_the_api_does_not_take_is_refused_in_the_envelope(
    stand: Stand, method: str, path: str, allowed: set[str] | None
) -> None:
    with diary(stand) as client:
        answer = client.request(method, path)
    assert answer.status_code == (405 if allowed else 404)
    assert answer.json().keys() == {"data", "debug", "messages", "validations"}
    assert set(filter(None, answer.headers.get("Allow", "").split(", "))) == (allowed or set())


def test_every_other_path_is_the_page(stand: Stand) -> None:
    with diary(stand) as client:
        answer = client.get("/students/chats")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_link_is_for_signed_in_pupils(stand: Stand, method: str) -> None:
    with diary(stand) as client:
        assert client.request(method, LINK, headers=OWN_PAGE).status_code == 401


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_foreign_page_changes_nothing(stand: Stand, student: Student, method: str) -> None:
    stand.link(student.pupil, student.vk)
    with diary(stand, student) as client:
        assert client.request(method, LINK).status_code == 403
    assert stand.linked_vk_user(student.pupil) == student.vk.user_id


def test_trip_asks_vk_id_by_the_book(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client:
        data = client.post(LINK, headers=OWN_PAGE).json()["data"]
    url = urlsplit(data["authorize_url"])
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert data["window"] == "same"
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{stand.addresses.vk_id}/authorize"
    assert query["response_type"] == "code"
    assert query["client_id"] == stand.diary.client_id
    assert query["redirect_uri"] == stand.diary.redirect_uri
    assert query["code_challenge_method"] == "S256"
    assert len(query["state"]) >= 32
    assert len(query["code_challenge"]) == 43


def test_linked_pupil_cannot_begin_another_trip(stand: Stand, student: Student) -> None:
    stand.link(student.pupil, student.vk)
    with diary(stand, student) as client:
        assert client.post(LINK, headers=OWN_PAGE).status_code == 409


def test_cancelled_trip_links_nothing_and_its_state_is_spent(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client:
        state = begin(client)
        assert come_back(client, error="access_denied", state=state) == "/students/chats?vk=cancelled"
        assert come_back(client, error="access_denied", state=state) == "/students/chats?vk=failed"


def test_state_of_another_session_is_refused(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client, diary(stand, stand.new_student()) as stranger:
        state = begin(stranger)
        assert come_back(client, error="access_denied", state=state) == "/students/chats?vk=failed"
        assert come_back(stranger, error="access_denied", state=state) == "/students/chats?vk=cancelled"


@pytest.mark.parametrize("query", [{}, {"code": "x", "device_id": "y"}, {"code": "x", "state": "made-up"}])
def test_callback_without_a_state_of_ours_is_refused(
    stand: Stand, student: Student, query: dict[str, str]
) -> None:
    with diary(stand, student) as client:
        assert come_back(client, **query) == "/students/chats?vk=failed"


def test_state_expires(own_stand: Stand) -> None:
    with diary(own_stand, own_stand.new_student()) as client:
        state = begin(client)
        own_stand.clock.put_forward(10 * 60 + 1)
        assert come_back(client, error="access_denied", state=state) == "/students/chats?vk=failed"


def test_code_that_vk_id_does_not_know_links_nothing(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client:
        back = come_back(client, code="made-up", device_id="made-up", state=begin(client))
    assert back == "/students/chats?vk=failed"
    assert stand.linked_vk_user(student.pupil) is None


def test_trip_says_when_vk_id_is_down(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client, stand.faults.outage("vk_id"):
        back = come_back(client, code="any", device_id="any", state=begin(client))
    assert back == "/students/chats?vk=unavailable"


def test_session_that_ends_on_the_way_leads_to_login(stand: Stand, student: Student) -> None:
    with diary(stand, student) as client:
        state = begin(client)
        client.post("/api/user/auth/logout", headers=OWN_PAGE)
        assert (
            come_back(client, code="any", device_id="any", state=state) == "/login?next=%2Fstudents%2Fchats"
        )


def test_unlinking_takes_back_what_vk_id_granted(stand: Stand, student: Student) -> None:
    stand.link(student.pupil, student.vk)
    with diary(stand, student) as client:
        linked = client.get(LINK).json()["data"]
        assert linked["linked"] is True
        assert linked["account_name"] == student.vk.full_name
        assert linked["messenger_url"] == f"{stand.addresses.messenger}/"
        data = client.delete(LINK, headers=OWN_PAGE).json()["data"]
    assert data["linked"] is False
    assert data["revoked"] is True
    assert stand.linked_vk_user(student.pupil) is None
    assert stand.vk_id.records.live_tokens(stand.diary.client_id, student.vk.user_id) == 0


def test_unlinking_takes_back_the_grant_of_an_expired_access_token(own_stand: Stand) -> None:
    student = own_stand.new_student()
    own_stand.link(student.pupil, student.vk)
    own_stand.clock.put_forward(2 * 3600)
    with diary(own_stand, student) as client:
        assert client.delete(LINK, headers=OWN_PAGE).json()["data"]["revoked"] is True
    assert not own_stand.vk_id.records.has_consent(own_stand.diary.client_id, student.vk.user_id)


def test_unlinking_while_vk_id_is_down_says_that_it_did_not_hear(stand: Stand, student: Student) -> None:
    stand.link(student.pupil, student.vk)
    with diary(stand, student) as client, stand.faults.outage("vk_id"):
        data = client.delete(LINK, headers=OWN_PAGE).json()["data"]
    assert data["revoked"] is False
    assert stand.linked_vk_user(student.pupil) is None


def test_vk_account_belongs_to_one_pupil_and_a_pupil_has_one(stand: Stand, student: Student) -> None:
    stand.link(student.pupil, student.vk)
    other = stand.new_student()
    with pytest.raises(VkAccountTaken):
        stand.link(other.pupil, student.vk)
    with pytest.raises(PupilHasLink):
        stand.link(student.pupil, other.vk)
    stand.link(student.pupil, student.vk)
    assert stand.linked_vk_user(other.pupil) is None
    assert stand.linked_vk_user(student.pupil) == student.vk.user_id


def test_state_is_spent_once(stand: Stand, student: Student) -> None:
    records = stand.diary.records
    records.open_session(f"jti {student.pupil.id}", student.pupil.id, stand.clock.now() + 60)
    trip = Authorization(
        f"state {student.pupil.id}", f"jti {student.pupil.id}", "v", stand.clock.now() + 60, False
    )
    records.add_authorization(trip)
    assert records.authorization(trip.state) == trip
    assert records.spend_authorization(trip.state) is True
    assert records.spend_authorization(trip.state) is False
