"""How a control finds itself: exactly, by a clear likeness, or not at all, and what is said then."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages.diary_chats.chats_tab import ChatsTab
from verifier.screen.control import BUTTON, TAB, Control, controls_on, is_clear, rank
from verifier.screen.sites import Sites
from verifier.screen.trouble import Mismatch, Role
from verifier.screen.windows import Windows

KNOWN = (
    "Чаты",
    "Привязать к VK ID",
    "Отвязать аккаунт от VK ID",
    "Войти",
    "Войти в Сферум",
    "Создайте новый",
)


def nearest(label: str, *shown: str, role: Role = "button") -> str | None:
    control = Control(label, BUTTON)
    ranking = rank(control, [(role, name) for name in shown], KNOWN)
    return ranking[0].label if is_clear(control, ranking) else None


@pytest.mark.parametrize(
    ("documented", "shown"),
    [
        ("Привязать к VK ID", "Связать с VK ID"),
        ("Привязать к VK ID", "привязать к vk id"),
        ("Привязать к VK ID", "Привязать к VК ID"),  # the second K is Cyrillic
        ("Отвязать аккаунт от VK ID", "Отвязать VK ID"),
        ("Создайте новый", "Создать новый"),
        ("Создайте новый", "Создайте новый…"),
        ("Перейти в чаты", "Открыть чаты"),
        ("Продолжить", "Продолжить как"),
    ],
)
def test_other_words_for_the_same_are_a_likeness(documented: str, shown: str) -> None:
    assert nearest(documented, shown, "Выйти", "Настройки") == shown


@pytest.mark.parametrize(
    ("documented", "shown"),
    [
        ("Войти", "Выйти"),
        ("Войти", "Выход"),
        ("Привязать к VK ID", "Отвязать VK ID"),
        ("Чаты", "Начать"),
        ("Войти", "Войти в Сферум"),
        ("Привязать к VK ID", "Отвязать аккаунт от VK ID"),
        ("Создайте новый", "Настройки"),
    ],
)
def test_opposites_other_documented_labels_and_strangers_are_none(documented: str, shown: str) -> None:
    assert nearest(documented, shown) is None


def test_two_that_are_equally_like_leave_it_open() -> None:
    assert nearest("Создайте новый", "Создать новый", "Создайте новую") is None


@pytest.fixture
def place(page: Page) -> ChatsTab:
    """The tab «Чаты» on a page that the test writes by itself."""
    sites = Sites()
    page.route(
        f"{sites.diary}/**", lambda route: route.fulfill(body="<title>t</title>", content_type="text/html")
    )
    page.goto(f"{sites.diary}/students/chats")
    windows = Windows(page.context, sites, patience_ms=300)
    windows.current = page
    return ChatsTab(windows)


def test_a_button_may_be_a_link_in_the_markup(page: Page, place: ChatsTab) -> None:
    page.set_content("<a href='#'>Перейти в чаты</a>")
    found = place.open_chats.find()
    assert found.likeness is None
    assert found.locator.inner_text() == "Перейти в чаты"


def test_plain_text_is_no_button_and_is_told_as_such(page: Page, place: ChatsTab) -> None:
    page.set_content("<p>Привязать к VK ID</p><button>Выйти</button>")
    with pytest.raises(Mismatch, match="надпись «Привязать к VK ID» есть, но это не кнопка"):
        place.link.find()


def test_a_hidden_button_is_none(page: Page, place: ChatsTab) -> None:
    page.set_content("<button style='visibility:hidden'>Привязать к VK ID</button><button>Выйти</button>")
    with pytest.raises(Mismatch, match="такой нет, есть: «Выйти»") as caught:
        place.link.find()
    assert caught.value.nearest is None


def test_two_of_the_same_label_are_told(page: Page, place: ChatsTab) -> None:
    page.set_content("<button>Привязать к VK ID</button><button>Привязать к VK ID</button>")
    with pytest.raises(Mismatch, match="таких на странице 2"):
        place.link.find()


def test_case_and_wording_differ_means_a_likeness(page: Page, place: ChatsTab) -> None:
    page.set_content("<button>Связать с VK ID</button><button>Выйти</button>")
    found = place.link.find(KNOWN)
    assert found.likeness is not None
    assert str(found.likeness) == "«Связать с VK ID» (кнопка, сходство 81 %)"
    assert found.locator.inner_text() == "Связать с VK ID"


def test_the_documented_label_wins_over_a_likeness_met_before(page: Page, place: ChatsTab) -> None:
    page.set_content("<button>Связать с VK ID</button>")
    met = place.link.find(KNOWN).likeness
    page.set_content("<button>Привязать к VK ID</button>")
    assert place.link.find(KNOWN, met).likeness is None


def test_names_are_read_as_assistive_technology_reads_them(page: Page) -> None:
    page.set_content(
        """<button aria-label='От: "мамы"'>x</button><a href='#'>a: b's</a><button aria-hidden='true'>нет</button>
        <div role='tab'>Чаты</div>"""
    )
    assert controls_on(page, BUTTON) == [("button", 'От: "мамы"'), ("link", "a: b's")]
    assert controls_on(page, TAB) == [("button", 'От: "мамы"'), ("link", "a: b's"), ("tab", "Чаты")]


def test_two_for_a_moment_while_the_page_changes_are_waited_out(page: Page, place: ChatsTab) -> None:
    page.set_content(
        """<button id="old">Привязать к VK ID</button><button>Привязать к VK ID</button>
        <script>setTimeout(() => document.getElementById("old").remove(), 50)</script>"""
    )
    assert place.link.find().locator.count() == 1


LATE_LABEL = """
<button>Связать с VK ID</button>
<script>
  const asked = new AbortController();
  fetch("/still-on-its-way", { signal: asked.signal }).catch(() => {});
  setTimeout(() => {
    document.querySelector("button").textContent = "Привязать к VK ID";
    asked.abort();
  }, 1200);
</script>
"""


def test_a_likeness_on_a_page_that_is_still_being_loaded_is_none(page: Page, place: ChatsTab) -> None:
    place.windows.patience_ms = 2000
    page.route("**/still-on-its-way", lambda _: None)
    page.set_content(LATE_LABEL)
    assert place.link.find().likeness is None
