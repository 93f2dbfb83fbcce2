"""What must not be shown is covered in pictures and taken out of text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.support.pixels import pixels
from verifier.accounts.person import Person, variable
from verifier.redaction.pages import Privacy
from verifier.redaction.secrets import HIDDEN, Secrets
from verifier.redaction.words import Name
from verifier.screen.regions import Regions

PRIVACY = Privacy(("Варвара Авдеева", "+79001234567", "parol-42!", "varya@shkola.test"))
MINE, NOTHING = Regions((".mine",)), Regions()
COVER = (0xC5, 0xCE, 0xDB)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Привет, варвара авдеева!", f"Привет, {HIDDEN}!"),
        ("на +7 900 123-45-67 звоните", f"на {HIDDEN} звоните"),
        ("8 (900) 123-45-67", HIDDEN),
        ("пароль parol-42! не подошёл", f"пароль {HIDDEN} не подошёл"),
        ("Чаты 2026-11-22", "Чаты 2026-11-22"),
        ("8 (800) 555-35-35", "8 (800) 555-35-35"),
    ],
)
def test_private_values_leave_no_text(told: str, shown: str) -> None:
    assert PRIVACY.text(told) == shown


def test_what_stands_in_a_field_leaves_no_snapshot() -> None:
    told = [
        '- textbox "Пароль": secret',
        '- textbox "Почта" [active]: a@b.c',
        '- button "Войти"',
        '- searchbox "Поиск": кот',
    ]
    shown = PRIVACY.snapshot("\n".join(told)).splitlines()
    assert shown == [
        f'- textbox "Пароль": {HIDDEN}',
        f'- textbox "Почта" [active]: {HIDDEN}',
        '- button "Войти"',
        f'- searchbox "Поиск": {HIDDEN}',
    ]


def test_what_a_page_shows_can_be_written_to_a_file() -> None:
    assert PRIVACY.text("«Чаты\ud83d»") == "«Чаты\ufffd»"
    assert PRIVACY.snapshot('- button "Чаты\ud83d"') == '- button "Чаты\ufffd"'


def test_addresses_in_a_snapshot_keep_no_query() -> None:
    snapshot = '- link "Дальше":\n  - /url: https://id.vk.ru/auth/code?id=s3cret#x\n- link "Чаты"'
    assert PRIVACY.snapshot(snapshot) == snapshot.replace("?id=s3cret#x", "")


def test_what_is_private_out_of_sight_or_in_attributes_leaves_no_snapshot(page: Page) -> None:
    privacy = Privacy(())
    page.set_content(
        """<a class="mine" href="#" aria-label="Чат с мамой">1</a>
        <div style="height:3000px"></div><p class="mine">Купи хлеба</p>"""
    )
    privacy.picture(page, MINE)
    snapshot = privacy.snapshot(page.locator("body").aria_snapshot())
    assert "мамой" not in snapshot
    assert "хлеба" not in snapshot


def colours(png: bytes, box: tuple[int, int, int, int]) -> set[tuple[int, int, int]]:
    image = Image.open(io.BytesIO(png)).convert("RGB").crop(box)
    pixels = image.tobytes()
    return {(pixels[at], pixels[at + 1], pixels[at + 2]) for at in range(0, len(pixels), 3)}


def test_names_numbers_fields_and_private_regions_are_covered_in_a_picture(page: Page) -> None:
    page.set_content(
        """<body style="margin:0;font:20px/40px sans-serif;color:#f00">
        <div style="height:40px">Варвара Авдеева</div>
        <div style="height:40px">+7 (900) 123-45-67</div>
        <input style="display:block;box-sizing:border-box;height:40px;width:300px;color:#f00" value="tайна">
        <div class="mine" style="height:40px">Мама: купи хлеба</div>
        <div class="open" style="height:40px">Всем видно</div>"""
    )
    picture = PRIVACY.picture(page, MINE).png
    for row in range(4):
        found = colours(picture, (12, row * 40 + 10, 120, row * 40 + 30))
        assert COVER in found
        assert not any(red > 180 and green < 120 and blue < 120 for red, green, blue in found), (
            f"row {row} shows text"
        )
    assert COVER not in colours(picture, (0, 160, 300, 200))
    assert any(red > 180 and green < 120 for red, green, _ in colours(picture, (0, 160, 300, 200)))


def test_pictures_of_people_who_are_invented_show_all_but_passwords_and_codes(page: Page) -> None:
    page.set_content(
        """<body style="margin:0;font:20px/40px sans-serif;color:#f00">
        <div style="height:40px">Варвара Авдеева</div>
        <div class="mine" style="height:40px">Мама: купи хлеба</div>
        <input style="display:block;box-sizing:border-box;height:40px;width:300px;color:#f00" value="почта">
        <input type="password" style="display:block;box-sizing:border-box;height:40px;width:300px" value="сезам">
        <div style="height:40px">parol-42! не подошёл</div>
        <div style="height:40px">Код 314159</div>"""
    )
    privacy = Privacy(("Варвара Авдеева", "parol-42!"), withheld=["parol-42!"])
    privacy.keep(["314159"])
    shot = privacy.picture(page, MINE)
    covered = [COVER in colours(shot.png, (12, row * 40 + 10, 120, row * 40 + 30)) for row in range(6)]
    assert covered == [False, False, False, True, True, True]
    assert len(shot.changing) == 6, "whoever compares pictures leaves all of it out"
    assert privacy.text("Варвара Авдеева: купи хлеба") == f"{HIDDEN}: купи хлеба"


def test_a_badge_is_covered_as_a_whole(page: Page) -> None:
    page.set_content(
        """<body style="margin:0"><div class="mine"><div style="width:40px;height:40px;border-radius:50%;
        background:#00f;color:#fff;font:12px/40px sans-serif;text-align:center">ВА</div></div>"""
    )
    assert Privacy(()).picture(page, MINE).changing == [(0, 0, 42, 42)]


def test_short_names_are_covered_in_a_picture_and_labels_are_not(page: Page) -> None:
    page.set_content(
        """<body style="margin:0;font:20px/40px sans-serif;color:#f00">
        <div>Здравствуйте, Ян!</div><div>Ли</div><div>Чаты</div><div>Январь: не хотите ли?</div>"""
    )
    privacy = Privacy([*map(Name, ("Ян", "Ли")), "Чаты"], public=["Открой вкладку «Чаты»."])
    rows = [int(top // 40) for _, top, _, _ in privacy.picture(page, NOTHING).changing]
    assert rows == [0, 1]


def test_what_a_walk_promises_to_tell_is_no_secret_though_it_is_typed_in(page: Page) -> None:
    run = Secrets()
    privacy = Privacy((), known_to=run)
    privacy.tell(["чат «Проверка 3fa2b1» в мессенджере"])
    page.set_content("<input value='Проверка 3fa2b1'><p class='mine'>Проверка 3fa2b1</p>")
    privacy.picture(page, MINE)
    run.learn(["Проверка 3fa2b1"])  # as a recording tells of what was typed
    for one in (privacy.text, run.text):
        assert one("остался чат «Проверка 3fa2b1»") == "остался чат «Проверка 3fa2b1»"


@pytest.mark.parametrize("line_height", [0.9, 1.25, 2])
def test_a_large_name_is_covered_from_edge_to_edge(page: Page, line_height: float) -> None:
    page.set_content(
        f"""<body style="margin:40px;font:700 40px/{line_height} sans-serif;color:#f00">
        <h1 style="font-size:40px;margin:0">Здравствуйте, Варвара Авдеева! Џ</h1>"""
    )
    picture = PRIVACY.picture(page, NOTHING).png
    assert not any(red > 180 and green < 120 for red, green, _ in colours(picture, (0, 0, 1200, 200)))


def test_what_is_covered_and_what_the_day_changes_is_told_with_the_picture(page: Page) -> None:
    page.set_content(
        """<body style="margin:0;font:20px/40px sans-serif">
        <div>Варвара Авдеева</div><div>сегодня в 12:40</div><div>Расписание</div>"""
    )
    shot = PRIVACY.picture(page, NOTHING)
    assert [int(top // 40) for _, top, _, _ in shot.changing] == [0, 1]
    assert all(left == 0 and 50 < width < 300 for left, _, width, _ in shot.changing)


def test_what_is_met_in_a_private_region_leaves_no_text_afterwards(page: Page) -> None:
    privacy = Privacy(())
    page.set_content("<p class='mine'>Купи хлеба</p>")
    privacy.picture(page, MINE)
    assert privacy.text("alert: купи хлеба") == f"alert: {HIDDEN}"


def test_what_the_page_shows_is_learnt_without_a_picture_and_told_to_the_run(page: Page) -> None:
    run = Secrets()
    privacy = Privacy(("Варвара",), known_to=run, public=["Нажми «Сообщения»."])
    page.set_content(
        """<div class="mine"><h2>Сообщения</h2><p>Купи хлеба</p><time>12:40</time></div><input value="т4йна">
        <p>Расписание</p>"""
    )
    privacy.learn(page, MINE)
    privacy.keep(["731946"])
    told = "Сообщения, 12:40, расписание: купи хлеба, т4йна, варвара, код 731946"
    for one in (privacy.text(told), run.text(told)):
        assert one == f"Сообщения, 12:40, расписание: {HIDDEN}, {HIDDEN}, {HIDDEN}, код {HIDDEN}"


def test_the_products_own_words_in_a_private_region_are_seen_and_no_secret(page: Page) -> None:
    page.set_content(
        """<body style="margin:0;font:20px/40px sans-serif;color:#f00">
        <div class="mine">Мама <b style="position:absolute;left:200px">Подтверждён</b></div>
        <div class="mine"><b>Семья <i class="mine">Купи хлеба</i></b></div>"""
    )
    privacy = Privacy(())
    picture = privacy.picture(page, Regions((".mine",), ("b",))).png
    assert COVER in colours(picture, (0, 0, 60, 40))
    assert COVER not in colours(picture, (200, 0, 400, 40))
    told = privacy.text("Мама: подтверждён, 3 из 3 подтверждены; семья; купи хлеба")
    assert told == f"{HIDDEN}: подтверждён, 3 из 3 подтверждены; семья; {HIDDEN}"


def test_a_cover_ends_where_the_words_do(page: Page) -> None:
    page.set_content(
        """<body style="margin:0;font:20px/40px monospace"><div>x <b>Варвара Авдеева </b><i>Подтверждён</i></div>"""
    )
    (box,) = PRIVACY.picture(page, NOTHING).changing
    assert box[0] + box[2] < page.locator("i").evaluate("badge => badge.offsetLeft") - 5


def test_a_page_without_anything_private_is_left_as_it_is(page: Page) -> None:
    page.set_content("<p>Чаты</p>")
    taken = PRIVACY.picture(page, NOTHING).png
    assert pixels(taken) == pixels(page.screenshot(animations="disabled", caret="hide"))


def test_of_somebody_invented_the_password_is_withheld_and_name_and_account_are_not() -> None:
    @dataclass(frozen=True)
    class Pupil(Person):
        login: str = variable("LOGIN", unique=True)
        password: str = variable("PASSWORD")
        name: str = variable("NAME", name=True)
        role: str = variable("ROLE", public=True)

    assert Pupil("varya@shkola.test", "parol-42!", "Варвара Авдеева", "ученик").withheld == ("parol-42!",)


def test_a_picture_takes_a_look_before_and_a_look_after_and_no_more(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.set_content("<p>Чаты</p>")
    looks, text_content = list[Locator](), Locator.text_content

    def count(asked: Locator, **how: Any) -> str | None:
        looks.append(asked)
        return text_content(asked, **how)

    monkeypatch.setattr(Locator, "text_content", count)
    shot = PRIVACY.picture(page, NOTHING)
    assert len(looks) == 2
    assert shot.scale == page.evaluate("devicePixelRatio")
