"""The stand's VK Мессенджер: its doors, its chats, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from stand.messenger.sessions import SIGN_IN_SECONDS
from stand.people import CHATS
from stand.server import Stand, Student

HOME = "https://web.vk.me"
OWN = {"Origin": HOME}
CONVO = "vkme_convo_list_item"
INPUT = "vkme_composer_input"
SEND = "vkme_composer_send"


@pytest.fixture
def student(stand: Stand) -> Student:
    return stand.new_student()


@pytest.fixture
def home(stand: Stand, student: Student, page: Page) -> Page:
    """The messenger, signed in."""
    name, value = stand.messenger.session_cookie(student.vk.user_id)
    page.context.add_cookies([{"name": name, "value": value, "url": HOME}])
    page.goto(HOME)
    return page


@pytest.fixture
def client(stand: Stand) -> Iterator[httpx.Client]:
    """Another program on the network, signed in nowhere."""
    with httpx.Client(proxy=stand.proxy, verify=stand.gateway.trust(), base_url=HOME) as client:
        yield client


def sign_in_to_vk_id(stand: Stand, student: Student, context: BrowserContext) -> None:
    cookie = stand.vk_id.records.open_session(student.vk.user_id)
    context.add_cookies([{"name": "remixsid", "value": cookie, "url": stand.addresses.vk_id}])


def sign_in(stand: Stand, student: Student, client: httpx.Client) -> None:
    name, value = stand.messenger.session_cookie(student.vk.user_id)
    client.cookies.set(name, value)


def session_cookie(page: Page) -> str:
    (value,) = (cookie["value"] for cookie in page.context.cookies(HOME) if cookie["name"] == "remixdsid")
    return value


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def go_on(page: Page) -> None:
    """Agree to the account that VK ID offers."""
    page.locator("[data-test-id=continue-as-button]").click()


def create_chat(page: Page, title: str) -> None:
    button(page, "Создайте новый")
    page.get_by_label("Название чата").fill(title)
    button(page, "Создать чат")


def begin(client: httpx.Client) -> str:
    """Begin a sign-in and return its state."""
    answer = client.post("/auth/login", data={"profile": "edu"}, headers=OWN)
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]


@pytest.mark.parametrize("door", ["Войти", "Войти в Сферум"])
def test_either_door_leads_to_the_chats(stand: Stand, student: Student, page: Page, door: str) -> None:
    sign_in_to_vk_id(stand, student, page.context)
    page.goto(HOME)
    expect(page.get_by_role("heading", level=1)).to_have_text("VK Мессенджер")
    button(page, door)
    go_on(page)
    expect(page).to_have_url(f"{HOME}/")
    expect(page.get_by_text(student.vk.full_name, exact=True)).to_be_visible()
    expect(page.get_by_test_id(CONVO)).to_have_count(len(CHATS))
    expect(page.get_by_role("button", name="Учебный", pressed=True)).to_be_visible()


@pytest.mark.parametrize("alone", [True, False])
def test_an_account_has_two_profiles_unless_it_was_left_one(
    stand: Stand, student: Student, home: Page, alone: bool
) -> None:
    if alone:
        stand.messenger.records.keep_educational_alone(student.vk.user_id)
        home.reload()
    expect(home.get_by_test_id(CONVO)).to_have_count(len(CHATS))
    expect(home.get_by_role("group", name="Профиль")).to_be_visible(visible=not alone)
    if not alone:
        button(home, "Личный")
        expect(home.get_by_text("Чатов пока нет")).to_be_visible()


@pytest.mark.parametrize(("door", "profile"), [("Войти", "Личный"), ("Войти в Сферум", "Учебный")])
def test_each_door_opens_its_profile(
    stand: Stand, student: Student, page: Page, door: str, profile: str
) -> None:
    stand.messenger.records.add_chat(student.vk.user_id, "Семья", ["Купи хлеба."], "personal")
    sign_in_to_vk_id(stand, student, page.context)
    page.goto(HOME)
    button(page, door)
    go_on(page)
    expect(page.get_by_role("button", name=profile, pressed=True)).to_be_visible()
    expect(page.get_by_test_id(CONVO)).to_have_count(1 if profile == "Личный" else len(CHATS))
    page.get_by_role("button", pressed=False).and_(page.locator("[data-profile]")).click()
    expect(page.get_by_test_id(CONVO)).to_have_count(len(CHATS) if profile == "Личный" else 1)


def test_the_chat_asked_for_opens_after_signing_in(stand: Stand, student: Student, page: Page) -> None:
    peer_id = stand.messenger.records.add_chat(student.vk.user_id, "Хор", [])
    sign_in_to_vk_id(stand, student, page.context)
    page.goto(f"{HOME}/convo/{peer_id}")
    button(page, "Войти")
    go_on(page)
    expect(page).to_have_url(f"{HOME}/convo/{peer_id}")
    expect(page.get_by_role("heading", name="Хор", exact=True)).to_be_visible()


def test_cancelling_at_vk_id_leads_back(stand: Stand, student: Student, page: Page) -> None:
    sign_in_to_vk_id(stand, student, page.context)
    page.goto(HOME)
    button(page, "Войти")
    button(page, "Отмена")
    expect(page.get_by_role("status")).to_contain_text("Вход отменён")
    expect(page.get_by_role("button", name="Войти", exact=True)).to_be_visible()


def test_an_outage_of_vk_id_is_named(stand: Stand, client: httpx.Client, page: Page) -> None:
    state = begin(client)
    with stand.faults.outage("vk_id"):
        answer = client.get("/auth/callback", params={"code": "c", "state": state, "device_id": "d"})
    assert answer.headers["Location"] == "/?note=unavailable"
    page.goto(f"{HOME}/?note=unavailable")
    expect(page.get_by_role("alert")).to_contain_text("VK ID сейчас не отвечает")


def test_a_code_that_vk_id_does_not_know_signs_nobody_in(client: httpx.Client) -> None:
    answer = client.get(
        "/auth/callback", params={"code": "made-up", "state": begin(client), "device_id": "d"}
    )
    assert answer.headers["Location"] == "/?note=failed"
    assert "remixdsid" not in client.cookies


def test_a_state_serves_once_and_one_browser(stand: Stand, client: httpx.Client) -> None:
    state = begin(client)
    with httpx.Client(proxy=stand.proxy, verify=stand.gateway.trust(), base_url=HOME) as other:
        begin(other)
        foreign = other.get("/auth/callback", params={"error": "access_denied", "state": state})
    first, second = (
        client.get("/auth/callback", params={"error": "access_denied", "state": state}) for _ in range(2)
    )
    notes = [answer.headers["Location"] for answer in (foreign, first, second)]
    assert notes == ["/?note=failed", "/?note=cancelled", "/?note=failed"]


def test_a_sign_in_does_not_wait_for_ever() -> None:
    with (
        Stand() as stand,
        httpx.Client(proxy=stand.proxy, verify=stand.gateway.trust(), base_url=HOME) as client,
    ):
        state = begin(client)
        stand.clock.put_forward(SIGN_IN_SECONDS)
        answer = client.get("/auth/callback", params={"error": "access_denied", "state": state})
    assert answer.headers["Location"] == "/?note=failed"


def test_a_sign_in_leads_to_no_other_site(client: httpx.Client) -> None:
    page = client.get("/", params={"next": "https://evil.test/convo/1"})
    assert page.status_code == 200
    assert "evil.test" not in page.text


def test_a_created_chat_is_first_and_stays(home: Page) -> None:
    create_chat(home, "Поход в музей")
    expect(home).to_have_url(re.compile(rf"^{HOME}/convo/2\d{{9}}$"))
    expect(home.get_by_test_id(CONVO)).to_have_count(len(CHATS) + 1)
    expect(home.get_by_test_id(CONVO).first).to_contain_text("Поход в музей")
    home.reload()
    expect(home.get_by_test_id(CONVO)).to_have_count(len(CHATS) + 1)
    expect(home.get_by_test_id(CONVO).first).to_contain_text("Поход в музей")


def test_a_chat_needs_a_title(home: Page) -> None:
    create_chat(home, "  ")
    expect(home.get_by_role("alert")).to_have_text("Введите название чата.")
    button(home, "Отмена")
    expect(home.get_by_role("dialog")).to_be_hidden()
    expect(home.get_by_test_id(CONVO)).to_have_count(len(CHATS))


def test_an_impatient_double_click_creates_one_chat(home: Page) -> None:
    button(home, "Создайте новый")
    home.get_by_label("Название чата").fill("Шахматы")
    home.get_by_role("button", name="Создать чат").dblclick()
    expect(home.get_by_role("heading", name="Шахматы")).to_be_visible()
    home.reload()
    expect(home.get_by_role("link", name="Шахматы", exact=True)).to_have_count(1)


def test_a_request_that_arrives_twice_creates_one_chat(
    stand: Stand, student: Student, client: httpx.Client
) -> None:
    sign_in(stand, student, client)
    wish = {"title": "Шахматы", "members": [], "key": "k"}
    first, second = (client.post("/api/chats", json=wish, headers=OWN) for _ in range(2))
    assert first.status_code == 201
    assert first.json() == second.json()
    assert len(stand.messenger.records.chats(student.vk.user_id, "edu")) == len(CHATS) + 1


def test_opening_a_chat_reads_it_and_a_sent_message_stays(home: Page) -> None:
    title, messages = CHATS[0]
    item = home.get_by_role("link", name=title, exact=True)
    expect(item).to_contain_text(f"Непрочитанных: {len(messages)}")
    item.click()
    expect(home.get_by_role("log").get_by_role("listitem")).to_have_count(len(messages))
    expect(item.get_by_text("Непрочитанных")).to_be_hidden()
    home.get_by_test_id(INPUT).fill("Спасибо!")
    home.get_by_test_id(SEND).click()
    expect(home.get_by_test_id(CONVO).first).to_contain_text("Спасибо!")
    home.reload()
    expect(home.get_by_role("log").get_by_role("listitem").last).to_contain_text("Спасибо!")
    expect(item.get_by_text("Непрочитанных")).to_be_hidden()


def test_titles_and_messages_are_never_html(home: Page) -> None:
    create_chat(home, "<b id='bold'>жирно</b>")
    expect(home.get_by_role("heading", name="<b id='bold'>жирно</b>", exact=True)).to_be_visible()
    home.get_by_test_id(INPUT).fill("<img src=x id='bold'>")
    home.get_by_test_id(INPUT).press("Enter")
    expect(home.get_by_role("log")).to_contain_text("<img src=x id='bold'>")
    expect(home.locator("#bold")).to_have_count(0)


def test_search_narrows_a_long_list_as_one_types(stand: Stand, student: Student, home: Page) -> None:
    for number in range(1000):
        stand.messenger.records.add_chat(student.vk.user_id, f"Кружок {number}", [])
    home.reload()
    expect(home.get_by_test_id(CONVO)).to_have_count(1000 + len(CHATS))
    search = home.get_by_placeholder("Поиск")
    search.press_sequentially("КРУЖОК 99")
    visible = home.get_by_test_id(CONVO).filter(visible=True)
    expect(visible).to_have_count(11)
    search.fill("такого нет")
    expect(home.get_by_role("status")).to_have_text("Ничего не найдено")
    search.fill("")
    expect(visible).to_have_count(1000 + len(CHATS))


@pytest.mark.parametrize("peer_id", [None, 2_999_999_999, 10**15 - 1, 10**30])
def test_what_is_not_ones_own_chat_is_not_there(stand: Stand, home: Page, peer_id: int | None) -> None:
    if peer_id is None:
        stranger = stand.new_vk_account()
        peer_id = stand.messenger.records.chats(stranger.user_id, "edu")[0].peer_id
    answer = home.goto(f"{HOME}/convo/{peer_id}")
    assert answer is not None
    assert answer.status == 404
    expect(home.get_by_role("heading", name="Чат не найден")).to_be_visible()
    expect(home.get_by_test_id(INPUT)).to_be_hidden()


def test_nobody_reads_or_writes_in_a_foreign_chat(
    stand: Stand, student: Student, client: httpx.Client
) -> None:
    peer_id = stand.messenger.records.add_chat(stand.new_vk_account().user_id, "Чужой", ["тайна"])
    sign_in(stand, student, client)
    path = f"/api/chats/{peer_id}"
    answers = [
        client.get(path),
        client.post(f"{path}/messages", json={"text": "я тут"}, headers=OWN),
        client.post(f"{path}/read", headers=OWN),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [message.text for message in stand.messenger.records.messages(peer_id)] == ["тайна"]


@pytest.mark.parametrize(
    "path", ["/auth/login", "/auth/logout", "/api/chats", "/api/chats/2000000001/messages", "/api/profile"]
)
@pytest.mark.parametrize("origin", [None, "https://evil.test", "null"])
def test_other_sites_change_nothing(
    stand: Stand, student: Student, client: httpx.Client, path: str, origin: str | None
) -> None:
    sign_in(stand, student, client)
    answer = client.post(path, headers={"Origin": origin} if origin else {})
    assert answer.status_code == 403
    assert client.get("/api/chats").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/chats", {"GET", "HEAD", "POST"}),
        ("DELETE", "/api/profile", {"POST"}),
        ("GET", "/api/no/such", None),
    ],
)
def test_what_the_api_does_not_take_is_refused_in_json(
    client: httpx.Client, method: str, path: str, allowed: set[str] | None
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == (405 if allowed else 404)
    assert answer.json().keys() == {"error"}
    assert set(filter(None, answer.headers.get("Allow", "").split(", "))) == (allowed or set())


def test_the_home_page_is_not_posted_to(client: httpx.Client) -> None:
    answer = client.post("/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_logging_out_ends_the_session_itself(home: Page, client: httpx.Client) -> None:
    cookie = session_cookie(home)
    button(home, "Выйти")
    expect(home.get_by_role("button", name="Войти", exact=True)).to_be_visible()
    assert client.get("/api/chats", headers={"Cookie": f"remixdsid={cookie}"}).status_code == 401


def test_a_session_that_ended_leads_to_the_entry_page(stand: Stand, home: Page) -> None:
    expect(home.get_by_test_id(CONVO)).to_have_count(len(CHATS))
    stand.messenger.records.sessions.close(session_cookie(home))
    home.get_by_test_id(CONVO).first.click()
    expect(home.get_by_role("alert")).to_have_text("Сессия закончилась, войдите ещё раз.")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_web_tokens_name_the_educational_profile_second(
    stand: Stand, student: Student, client: httpx.Client, method: str
) -> None:
    query = {"act": "web_token", "app_id": stand.messenger.client_id}
    sign_in(stand, student, client)
    personal, educational = client.request(method, "/", params=query).json()
    stand.messenger.records.keep_educational_alone(student.vk.user_id)
    (only,) = client.request(method, "/", params=query).json()
    assert set(personal) == {"user_id", "profile_type", "access_token", "expires"}
    assert educational["profile_type"] == only["profile_type"] != personal["profile_type"]
    assert personal["user_id"] == educational["user_id"] == student.vk.user_id
    assert personal["access_token"] != educational["access_token"]


@pytest.mark.parametrize(("app_id", "status"), [("8202606", 200), ("1", 400)])
def test_a_web_token_that_is_not_given_is_an_error_in_json(
    client: httpx.Client, app_id: str, status: int
) -> None:
    answer = client.get("/", params={"act": "web_token", "app_id": app_id})
    assert answer.status_code == status
    assert answer.json().keys() == {"error"}


def test_the_sessions_cookie_looks_as_the_real_one(stand: Stand, student: Student) -> None:
    _, value = stand.messenger.session_cookie(student.vk.user_id)
    assert value.startswith("vk1.a.")


def test_on_a_telephone_an_open_chat_takes_the_lists_place(home: Page) -> None:
    home.set_viewport_size({"width": 390, "height": 800})
    expect(home.get_by_test_id(INPUT)).to_be_hidden()
    home.get_by_test_id(CONVO).first.click()
    expect(home.get_by_test_id(INPUT)).to_be_visible()
    expect(home.get_by_role("navigation")).to_be_hidden()
    home.get_by_role("link", name="К списку чатов").click()
    expect(home.get_by_test_id(CONVO).first).to_be_visible()
    expect(home.get_by_test_id(INPUT)).to_be_hidden()
