"""Each thing that a hand does becomes a sentence that says what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.recording.courses import SITE, Hand, Project, project, recorded
from verifier.recording.tap import NoRecorderError, tapped

__all__ = ["project"]


def test_a_playwright_without_a_recorder_is_told_in_a_line(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(type(context._impl_obj), "_start_recording")
    with (
        pytest.raises(NoRecorderError, match="не даёт подключиться к своему рекордеру; поставьте"),
        tapped(context),
    ):
        pass


def sign_in(hand: Hand) -> None:
    page = hand.page
    hand.fills("Логин", "efrosinya")
    hand.fills("Пароль", "пароль-от-курсов")
    hand.does(lambda: page.get_by_role("button", name="Войти").click())


def test_a_form_is_one_sentence_with_what_comes_of_it(context: BrowserContext, project: Project) -> None:
    with recorded(context, project) as hand:
        sign_in(hand)
    assert hand.said == [
        f"  1. Открой {SITE}/login — откроется страница, на ней заголовок «Вход на курсы».",
        "  2. Заполни поля «Логин» и «Пароль» и нажми кнопку «Войти» — откроется страница, на ней заголовок «Курсы».",
    ]


def tab(page: Page) -> None:
    page.get_by_role("tab", name="Архив").click()


def button(page: Page) -> None:
    page.get_by_role("button", name="Записаться").click()


def tick(page: Page) -> None:
    page.get_by_label("Только бесплатные").check()


def select(page: Page) -> None:
    page.get_by_label("Класс").select_option("Шестой")


def somebody(page: Page) -> None:
    page.get_by_role("button", name="Прасковья Мышкина").click()


def window(page: Page) -> None:
    page.get_by_role("link", name="Счёт").click()


def link(page: Page) -> None:
    page.get_by_role("link", name="Расписание").click()


def test_windows_that_are_closed_at_the_end_are_no_part_of_it(
    context: BrowserContext, project: Project
) -> None:
    with recorded(context, project, f"{SITE}/courses") as hand:
        hand.does(lambda: window(hand.page))
        assert hand.does(context.pages[-1].close).startswith("Закрой это окно — окно закроется")
        draft = hand.recorder.finish()
    assert [one.id for one in draft.sentences] == ["tour-open-courses", "tour-press-schet"]
    assert draft.remarks == []


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (tab, "Открой вкладку «Архив» — появится заголовок «Архив за год»."),
        (button, "Нажми кнопку «Записаться» — появится надпись «Заявка принята»."),
        (tick, "Отметь «Только бесплатные»."),
        (somebody, "Нажми то, что нужно — появится заголовок «Переписка»."),
        (window, "Нажми ссылку «Счёт» — откроется новое окно, в нём заголовок «Счёт за курсы»."),
        (link, "Нажми ссылку «Расписание» — откроется страница, на ней заголовок «Расписание»."),
    ],
)
def test_what_is_pressed_and_what_comes_is_said_in_the_words_of_the_page(
    context: BrowserContext, project: Project, deed: Callable[[Page], None], sentence: str
) -> None:
    with recorded(context, project, f"{SITE}/courses") as hand:
        assert hand.does(lambda: deed(hand.page)) == sentence
