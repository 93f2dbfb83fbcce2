"""How a control is found: by the words that are seen on it, by its name, by a clear likeness; or not at all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.support.made_up import Board, board_on, find
from verifier.screen.finding import labels_on
from verifier.screen.trouble import Mismatch


@pytest.fixture
def board(page: Page) -> Board:
    """The board in a window, on which the test writes."""
    return board_on(page)


def test_a_button_may_be_a_link_in_the_markup(page: Page, board: Board) -> None:
    page.set_content("<a href='#'>Создать заметку</a>")
    found = find(board.create)
    assert found.likeness is None
    assert found.words == found.locator.inner_text() == "Создать заметку"


@pytest.mark.parametrize(
    "html",
    [
        "<div role=button tabindex=0>Создать заметку</div>",
        "<button>Создать&nbsp;заметку</button>",
        "<button>Соз&shy;дать заметку</button>",
        "<button>  Создать\n\t заметку </button>",
        "<button><b>Соз</b>дать <i>заметку</i></button>",
        "<button style='display:flex; gap:8px'><span>Создать</span><span>заметку</span></button>",
        "<button>Создать<br>заметку</button>",
        "<input type=submit value='Создать заметку'>",
        "<a href='#'><button>Создать заметку</button></a>",
        "<style>button::before { content: 'Создать ' }</style><button>заметку</button>",
        "<style>button::before { content: '\ue01d' }</style><button>Создать заметку</button>",
        "<style>i::before { content: '\U000f0415' }</style><button><i></i> Создать заметку</button>",
        "<button><svg width=9 height=9><title>плюс</title></svg> Создать заметку</button>",
        "<button>Создать заметку<span style='position:absolute; width:1px; height:1px; overflow:hidden'> в новом"
        " окне</span></button><button>Создать заметку срочно</button>",
        "<host-element></host-element><script>document.querySelector('host-element')"
        ".attachShadow({mode: 'open'}).innerHTML = '<button>Создать <slot></slot>заметку</button>'</script>",
    ],
)
def test_the_words_that_are_seen_are_the_words(page: Page, board: Board, html: str) -> None:
    page.set_content(html)
    found = find(board.create)
    assert (found.words, found.likeness, found.notes) == ("Создать заметку", None, ())
    assert found.locator.count() == 1


def test_words_that_are_seen_go_before_an_icon_of_that_name(page: Page, board: Board) -> None:
    page.set_content(
        "<a href='#' aria-label='Создать заметку'><svg width=9 height=9></svg></a><button>Создать заметку</button>"
    )
    found = find(board.create)
    assert found.locator.evaluate("one => one.tagName") == "BUTTON"
    assert (found.words, found.notes) == ("Создать заметку", ())


@pytest.mark.parametrize("style", ["opacity: 0", "position: absolute; height: 1px; overflow: hidden"])
def test_what_stands_in_something_out_of_sight_is_not_seen(page: Page, board: Board, style: str) -> None:
    page.set_content(
        f"<div style='{style}'><button>Создать заметку</button></div><p><button>Создать заметку</button></p>"
    )
    assert find(board.create).locator.evaluate("one => one.parentElement.tagName") == "P"


def test_a_heading_for_screen_readers_alone_is_no_heading_that_a_reader_sees(
    page: Page, board: Board
) -> None:
    page.set_content(
        "<h1 style='position:absolute; width:1px; height:1px; overflow:hidden'>Мои заметки</h1><p>Мои заметки</p>"
    )
    with pytest.raises(Mismatch) as caught:
        find(board.title)
    assert caught.value.observed == "надпись «Мои заметки» есть, но это не заголовок"


def test_a_message_is_found_beside_the_buttons_that_go_with_it(page: Page, board: Board) -> None:
    page.set_content("<ul><li>Заметка сохранена <span><a href='#'>Показать</a></span></li></ul>")
    found = find(board.message)
    assert (found.words, found.likeness) == ("Заметка сохранена", None)


def test_capitals_of_the_style_sheet_are_seen(page: Page, board: Board) -> None:
    page.set_content("<button style='text-transform: uppercase'>Создать заметку</button>")
    found = find(board.create)
    assert found.words == "СОЗДАТЬ ЗАМЕТКУ"
    assert found.likeness is not None


def test_other_words_for_screen_readers_alone_are_a_note(page: Page, board: Board) -> None:
    page.set_content("<button aria-label='Новая запись'>Создать заметку</button>")
    found = find(board.create)
    assert (found.words, found.likeness) == ("Создать заметку", None)
    assert "«Новая запись» (WCAG 2.5.3, Label in Name)" in found.notes[0]


@pytest.mark.parametrize(
    "html",
    [
        "<button aria-label='Создать заметку'>Новая запись</button>",
        "<span id=n hidden>Создать заметку</span><button aria-labelledby=n>Новая запись</button>",
    ],
)
def test_the_right_name_under_other_words_is_a_difference(page: Page, board: Board, html: str) -> None:
    page.set_content(f"{html}<button>Выйти</button>")
    found = find(board.create)
    assert found.words == "Новая запись"
    assert found.likeness is not None
    assert "слова «Создать заметку» есть только в доступном имени" in found.notes[0]


@pytest.mark.parametrize(
    "html",
    [
        "<button aria-label='Создать заметку'><svg width=9 height=9></svg></button>",
        "<button><img alt='Создать заметку' width=9 height=9></button>",
        "<button style='width:20px; height:20px'><span style='position:absolute; width:1px; height:1px;"
        " overflow:hidden; clip-path:inset(50%)'>Создать заметку</span></button>",
    ],
)
def test_an_icon_is_known_by_its_name_and_that_is_noted(page: Page, board: Board, html: str) -> None:
    page.set_content(html)
    found = find(board.create)
    assert (found.words, found.likeness) == ("Создать заметку", None)
    assert "видимых слов нет" in found.notes[0]


@pytest.mark.parametrize(
    ("html", "counter"),
    [
        ("Заметки<span>3</span>", "3"),
        ("Заметки <span>12 новых</span>", "12 новых"),
        ("<span>5</span> Заметки", "5"),
        ("Заметки (3)", "(3)"),
        ("Заметки 99+", "99+"),
        ("Заметки <i>•</i>", "•"),
    ],
)
def test_a_counter_beside_the_words_is_a_note(page: Page, board: Board, html: str, counter: str) -> None:
    page.set_content(f"<div role=tab>{html}</div>")
    found = find(board.tab)
    assert (found.words, found.likeness) == ("Заметки", None)
    assert found.notes == (f"вкладка «Заметки»: рядом счётчик «{counter}»",)


def test_a_dot_without_words_is_nothing(page: Page, board: Board) -> None:
    page.set_content("<div role=tab>Заметки<i style='display:inline-block; width:6px; height:6px'></i></div>")
    assert find(board.tab).notes == ()


@pytest.mark.parametrize("words", ["Заметки класса", "Заметки 5 класса", "Заметки о 7"])
def test_other_words_beside_are_no_counter(page: Page, board: Board, words: str) -> None:
    page.set_content(f"<div role=tab>{words}</div>")
    assert find(board.tab, "Заметки", words).words == words
    if words != "Заметки о 7":  # which is so near that it is a likeness
        with pytest.raises(Mismatch, match=f"есть: «{words}»"):
            find(board.tab)


def test_plain_text_is_no_button_and_is_told_as_such(page: Page, board: Board) -> None:
    page.set_content("<p>Создать заметку</p><button>Выйти</button>")
    with pytest.raises(Mismatch, match="надпись «Создать заметку» есть, но это не кнопка"):
        find(board.create)


def test_a_hidden_button_is_none(page: Page, board: Board) -> None:
    page.set_content("<button style='visibility:hidden'>Создать заметку</button><button>Выйти</button>")
    with pytest.raises(Mismatch, match="такой нет, есть: «Выйти»") as caught:
        find(board.create)
    assert caught.value.nearest is None


def test_of_many_the_nearest_are_told_as_they_stand_on_the_page(page: Page, board: Board) -> None:
    names = ["Заметки дня", *(f"Пункт {number}" for number in range(1, 10)), "Задать вопрос"]
    page.set_content("".join(f"<button>{name}</button>" for name in names))
    with pytest.raises(Mismatch) as caught:
        find(board.create)
    told = re.findall("«(.*?)»", caught.value.observed)
    assert (told[0], told[-1], len(told)) == ("Заметки дня", "Задать вопрос", 8)
    assert caught.value.observed.endswith(" и ещё 3")


def test_two_of_the_same_words_are_told(page: Page, board: Board) -> None:
    page.set_content("<button>Создать заметку</button><button>Создать заметку</button>")
    with pytest.raises(Mismatch, match="таких на странице 2"):
        find(board.create)


def test_other_wording_means_a_likeness(page: Page, board: Board) -> None:
    page.set_content("<button>Создание заметки</button><button>Выйти</button>")
    found = find(board.create)
    assert str(found.likeness) == "«Создание заметки» (кнопка, сходство 77 %)"
    assert found.locator.inner_text() == found.words == "Создание заметки"


def test_wordings_are_preferred_in_their_order(page: Page, board: Board) -> None:
    page.set_content("<button>Новая заметка</button><button>Создать заметку</button>")
    assert find(board.create, "Создать заметку", "Новая заметка").words == "Создать заметку"
    page.set_content("<button>Новая заметка</button><button>Выйти</button>")
    found = find(board.create, "Создать заметку", "Новая заметка")
    assert (found.words, found.likeness) == ("Новая заметка", None)


def test_headings_and_plain_texts_are_found(page: Page, board: Board) -> None:
    page.set_content("<h2>Мои заметки</h2><div>Готово. <b>Заметка сохранена</b></div>")
    assert find(board.title).words == "Мои заметки"
    assert find(board.message).words == "Заметка сохранена"
    page.set_content("<h2>Все заметки</h2><p>Заметка записана</p>")
    assert find(board.message).words == "Заметка записана"


def test_labels_are_told_as_they_are_seen_and_icons_by_their_names(page: Page) -> None:
    page.set_content(
        """<button aria-label='От: "мамы"'><svg></svg></button><a href='#'>a: b's</a>
        <button aria-hidden='true'>нет</button><button aria-label='другое'>Войти</button>"""
    )
    assert labels_on(page, ("button", "link")) == [
        ("button", 'От: "мамы"'),
        ("link", "a: b's"),
        ("button", "Войти"),
    ]


def test_two_for_a_moment_while_the_page_changes_are_waited_out(page: Page, board: Board) -> None:
    page.set_content(
        """<button id="old">Создать заметку</button><button>Создать заметку</button>
        <script>setTimeout(() => document.getElementById("old").remove(), 50)</script>"""
    )
    assert find(board.create).locator.count() == 1


LATE = """
<button>Создание заметки</button>
<script>
  const asked = new AbortController();
  fetch("/still-on-its-way", { signal: asked.signal }).catch(() => {});
  setTimeout(() => {
    document.querySelector("button").textContent = "Создать заметку";
    asked.abort();
  }, 1200);
</script>
"""


def test_a_likeness_on_a_page_that_is_still_being_loaded_is_none(page: Page, board: Board) -> None:
    board.windows.patience_ms = 2000
    page.route("**/still-on-its-way", lambda _: None)
    page.set_content(LATE)
    assert find(board.create).likeness is None


def test_a_very_long_line_is_no_label(page: Page, board: Board) -> None:
    page.set_content(f"<p>{'Заметка ' * 100}</p><p>Заметка</p>")
    assert labels_on(page, board.message.roles) == [("text", "Заметка")]
