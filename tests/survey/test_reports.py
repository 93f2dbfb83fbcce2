"""What readers get of a survey: the page, the Markdown, and what has moved since the one before."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from reports.survey import headline, write
from tests.support.readable import obstacles
from verifier.walk.survey import Mark, Screen, Sighting, Survey, SurveyedPlace, Thing

FIELD = Sighting("textbox", "Почта", "", 'get_by_role("textbox", name="Почта")', (40, 40, 200, 30))
BUTTON = Sighting("button", "Дальше", "Дальше", 'get_by_role("button", name="Дальше")', (40, 90, 90, 30), 45)
NOTE = "окно 1: показано «опрос»; набор нажал «Нет»"
LINE = 'send = Control("Дальше", BUTTON)'


@pytest.fixture
def make(tmp_path: Path) -> Callable[[], Survey]:
    """Make a survey of two places, one of which nobody got to, with a picture in the test's folder."""

    def survey() -> Survey:
        (tmp_path / "survey").mkdir(exist_ok=True)
        Image.new("RGB", (640, 400), "#fff").save(tmp_path / "survey" / "Login-1.png")
        things = [
            Thing(
                "email",
                "поле для почты",
                "field",
                ["1", "2"],
                "found",
                ["подписи «Почта»"],
                ["name=e"],
                seen=FIELD,
                screen=0,
            ),
            Thing(
                "send",
                "кнопка «Отправить»",
                "control",
                ["2"],
                "missing",
                screen=0,
                instead=[BUTTON],
                line=LINE,
            ),
            Thing("help", "кнопка «Помощь»", "control", []),
        ]
        marks = [Mark(1, "found", (40, 40, 200, 30)), Mark(2, "missing", (40, 90, 90, 30))]
        screen = Screen("предложение 2", 1, "https://x.example/login", "Вход", "Login-1.png", 1.0, marks)
        places = [
            SurveyedPlace("Login", "pages/x/login.py:8", "страница входа", things, [screen]),
            SurveyedPlace("Chats", "pages/x/chats.py:3", "<чаты>", [], unreached="проход до него не дошёл"),
        ]
        return Survey(
            "x", "staging", "площадка", "chromium 1", viewport=(640, 400), places=places, notes=[NOTE]
        )

    return survey


def test_what_is_missing_comes_first_with_its_line(make: Callable[[], Survey], tmp_path: Path) -> None:
    survey = make()
    assert headline(survey) == "Осмотрено мест: 1 из 2; нет, а нужно: 1; нашлось: 1; не встретилось: 1"
    paths = write(survey, tmp_path)
    told = paths.md.read_text(encoding="utf-8")
    assert f"```python\n{LINE}\n```" in told
    assert told.index("кнопка «Отправить» (`send`)") < told.index("поле для почты (`email`)")
    assert "узнано по подписи «Почта»; не по name=e; нужно предложениям 1, 2" in told
    assert 'вместо него: button «Дальше», сходство 45 %: `get_by_role("button", name="Дальше")`' in told
    assert "Не осмотрено: проход до него не дошёл." in told
    assert f"- {NOTE}" in told


def test_each_mark_is_drawn_in_the_colour_of_how_its_thing_stands(
    make: Callable[[], Survey], tmp_path: Path
) -> None:
    write(make(), tmp_path)
    with Image.open(tmp_path / "survey" / "Login-1.webp") as picture:
        raw, width = picture.convert("RGB").tobytes(), picture.width
    found, missing, plain = (raw[3 * (y * width + x) :][:3] for x, y in ((140, 37), (85, 87), (500, 300)))
    assert found[2] > 60 > found[0]
    assert missing[0] > 120 > missing[2]
    assert plain == b"\xff\xff\xff"


def test_the_page_can_be_read_by_anybody(make: Callable[[], Survey], tmp_path: Path, page: Page) -> None:
    page.goto(write(make(), tmp_path).html.as_uri())
    assert page.get_by_role("heading", name="<чаты>").is_visible()
    assert page.locator("pre").inner_text() == LINE
    assert page.get_by_text(NOTE).is_visible()
    assert page.get_by_role("img").evaluate("image => image.naturalWidth") == 640
    assert obstacles(page) == []


def test_what_has_moved_since_the_one_before_is_told(make: Callable[[], Survey], tmp_path: Path) -> None:
    before = write(make(), tmp_path).md.read_text(encoding="utf-8")
    assert "Это первый осмотр в этой папке: сравнить его не с чем." in before
    survey = make()
    email, send, _ = survey.places[0].things
    email.seen = dataclasses.replace(FIELD, name="Логин", box=(40, 140, 200, 30))
    email.ways = ["name=e"]
    send.standing, send.seen, send.instead, send.line = "found", BUTTON, [], ""
    told = write(survey, tmp_path).md.read_text(encoding="utf-8")
    changed = re.findall(r"^- страница входа: (.*)$", told, re.M)
    assert changed == [
        "поле для почты — узнавалось по подписи «Почта», теперь по name=e; было textbox «Почта», стало textbox "
        "«Логин»; стоит в другом месте: на 100 точек ниже",
        "кнопка «Отправить» — было «нет, а нужно», стало «нашлось»",
    ]


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ({"target": "stand"}, "Прошлый осмотр в этой папке — x на цели stand."),
        ({}, "- ничего"),
        (None, "Это первый осмотр в этой папке"),
    ],
)
def test_only_surveys_of_the_same_target_are_compared(
    make: Callable[[], Survey], tmp_path: Path, earlier: dict[str, Any] | None, told: str
) -> None:
    if earlier is None:
        (tmp_path / "survey.json").write_text('{"format": 1, "places": 3}', encoding="utf-8")
    else:
        write(dataclasses.replace(make(), **earlier), tmp_path)
    assert told in write(make(), tmp_path).md.read_text(encoding="utf-8")
