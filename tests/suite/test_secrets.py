"""Secrets are found in every form in which they are written down, and nothing else is taken for one."""

from __future__ import annotations

import base64
import html
import itertools
import json
import unicodedata
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote, quote_plus

import pytest

from verifier.redaction.secrets import HIDDEN, Secrets
from verifier.redaction.tokens import is_called_secret, is_worth_learning, looks_random
from verifier.redaction.words import Name, names_in

NAME, PASSWORD, PHONE, CODE = "Таисия Журавлёва", 'parol-42!"/\\', "+79001234567", "731946"
SECRETS = Secrets((NAME, PASSWORD, PHONE, CODE))

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "percent": quote,
    "percent, all of it": lambda value: quote(value, safe=""),
    "percent, small letters": lambda value: quote(value, safe="").lower(),
    "percent twice": lambda value: quote(quote(value, safe=""), safe=""),
    "form": quote_plus,
    "JSON": lambda value: json.dumps(value)[1:-1],
    "JSON, readable": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "JSON in JSON": lambda value: json.dumps(json.dumps(value))[1:-1],
    "JSON in readable JSON": lambda value: json.dumps(json.dumps(value), ensure_ascii=False)[1:-1],
    "entities": html.escape,
    "numbered entities": lambda value: html.escape(value).encode("ascii", "xmlcharrefreplace").decode(),
    "hexadecimal": lambda value: value.encode().hex(),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 in the middle": lambda value: base64.b64encode(f"a{value}bc".encode()).decode(),
    "base64 near the end": lambda value: base64.urlsafe_b64encode(f"ab{value}c".encode()).decode(),
    "base64 of JSON": lambda value: base64.b64encode(json.dumps({"v": value}).encode()).decode(),
    "Python": lambda value: repr({"value": value}),
    "Python's bytes": lambda value: repr(value.encode()),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("value", [NAME, PASSWORD, PHONE])
def test_value_is_hidden_in_every_spelling(value: str, spelling: str) -> None:
    written = SPELLINGS[spelling](value)
    told = f"before|{written}|after"
    assert SECRETS.found_in(told)
    shown = SECRETS.text(told)
    assert HIDDEN in shown
    assert not SECRETS.found_in(shown)
    assert shown.startswith("before|")
    assert shown.endswith("|after")
    assert not SECRETS.found_in(SECRETS.data(told.encode()))


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        (name, spelling)
        for name in ("Лев", "Чё")
        for spelling in SPELLINGS
        # Of two letters base64 leaves too little that is not their neighbours'.
        if spelling != "hexadecimal" and not (name == "Чё" and spelling.startswith("base64"))
    ],
)
def test_a_short_name_is_hidden_in_every_spelling(name: str, spelling: str) -> None:
    secrets = Secrets([Name(name)])
    told = f"Ученик |{SPELLINGS[spelling](name)}| левый"
    shown = secrets.text(told)
    assert HIDDEN in shown
    assert not secrets.found_in(shown)
    assert shown.startswith("Ученик |")
    assert shown.endswith("| левый")
    assert not secrets.found_in(secrets.data(told.encode()))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Ли Ян, 7 «Б»", f"{HIDDEN} {HIDDEN}, 7 «Б»"),
        ("ЛИ ЯН", f"{HIDDEN} {HIDDEN}"),
        ("Хотите ли вы в январе? Лист, Янтарь, линия", "Хотите ли вы в январе? Лист, Янтарь, линия"),
        ("ВыйтиЯнЛиЧаты", f"Выйти{HIDDEN}{HIDDEN}Чаты"),
        (
            "?q=%D0%AF%D0%BD%D0%B2&n=%D0%AF%D0%BD&m=%d0%af%d0%bd",
            f"?q=%D0%AF%D0%BD%D0%B2&n={HIDDEN}&m={HIDDEN}",
        ),
        (r"\u042f\u043d\u0432, \u042f\u043d\n", rf"\u042f\u043d\u0432, {HIDDEN}\n"),
        (r"\nЯн\n", rf"\n{HIDDEN}\n"),
        ("&#1071;&#1085;&#1074; &#1071;&#1085;", f"&#1071;&#1085;&#1074; {HIDDEN}"),
        ("appendLe, Lee, le, LE_x, Le", f"appendLe, Lee, le, LE_x, {HIDDEN}"),
    ],
    ids=itertools.count(),
)
def test_a_short_name_is_hidden_as_a_whole_word_alone(told: str, shown: str) -> None:
    assert Secrets(map(Name, ("Ян", "Ли", "Le"))).text(told) == shown


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("value", ["Йон", "Андрей Лёвин", 'пароль 😀é%+"\\'])
def test_marks_that_stand_apart_from_their_letters_make_no_difference(
    value: str, form: Literal["NFC", "NFD"]
) -> None:
    for known in ("NFC", "NFD"):
        secrets = Secrets([Name(unicodedata.normalize(known, value))])
        assert secrets.text(f"<{unicodedata.normalize(form, value)}>") == f"<{HIDDEN}>"


@pytest.mark.parametrize("secret", ["Чаты", "чаты", "Перейти в чаты", "https", "dnevnik", "school"])
def test_what_is_public_is_never_hidden(secret: str) -> None:
    secrets = Secrets([secret])
    secrets.public.add(
        ["Нажми «Перейти в чаты» на вкладке «Чаты».", "https://dnevnik.school.example/students"]
    )
    told = "«Перейти в чаты», «Чаты», ЧАТЫ: https://dnevnik.school.example/students/chats"
    assert secrets.text(told) == told
    assert not secrets.found_in(told)
    assert secrets.is_too_common(secret)


def test_only_the_words_that_are_public_stay() -> None:
    secrets = Secrets(["Чаты-42", Name("Слава"), "parol"])
    secrets.public.add(["Открой «Чаты»: слава тому, кто нашёл."])
    assert secrets.text("Чаты: Чаты-42, слава, Слава") == f"Чаты: {HIDDEN}, слава, {HIDDEN}"
    assert [secrets.is_too_common(one) for one in ("пар", "parol")] == [True, False]
    later = Secrets(["Первый класс"], known_to=secrets)
    secrets.public.add(["чат «Первый класс»"])
    assert later.text("в чате «Первый класс»") == "в чате «Первый класс»"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ли Ян", ["Ли", "Ян"]),
        ("Мамин-Сибиряк О'Нил", ["Мамин-Сибиряк", "О'Нил"]),
        ("нет", []),
        ("Невский пр., 10", []),
        ("", []),
    ],
)
def test_words_of_a_name(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be", "cp1251"])
def test_value_is_hidden_in_data_that_keeps_its_length(charset: str) -> None:
    data = b"\x80\xff" + NAME.encode(charset) + b"\0"
    shown = SECRETS.data(data)
    assert len(shown) == len(data)
    assert NAME.encode(charset) not in shown
    assert SECRETS.found_in(data)
    assert not SECRETS.found_in(shown)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("таисия журавлева", HIDDEN),
        ("8 (900) 123-45-67 2026", f"{HIDDEN} 2026"),
        ("8%20(900)%20123-45-67", HIDDEN),
        ("tel=%2B79001234567&x", f"tel={HIDDEN}&x"),
        ("+7 900 123 45 67, 8 800 555-35-35", f"{HIDDEN}, 8 800 555-35-35"),
        ("код 731946.", f"код {HIDDEN}."),
        ("%22731946%22", f"%22{HIDDEN}%22"),
        ("1795491474.731946", "1795491474.731946"),
        ("17319460", "17319460"),
        ("2026-11-24T06:47:53.731Z", "2026-11-24T06:47:53.731Z"),
        ("assert 'Таисия Жур...лёва' == 'x'", f"assert '{HIDDEN}...{HIDDEN}' == 'x'"),
        ("…равлёва", f"…{HIDDEN}"),
        ("Ждём… и ждём...", "Ждём… и ждём..."),
    ],
)
def test_phones_codes_and_shortened_values(told: str, shown: str) -> None:
    assert SECRETS.text(told) == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Authorization: Bearer abc.def-123", f"Authorization: Bearer {HIDDEN}"),
        ("Cookie: sid=1; theme=dark", f"Cookie: {HIDDEN}"),
        (
            "at https://id.vk.ru/cb?code=abcd1&type=code_v2",
            f"at https://id.vk.ru/cb?code={HIDDEN}&type=code_v2",
        ),
        ("{'access_token': 'aaaabbbb'}", f"{{'access_token': '{HIDDEN}'}}"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx...", f"{HIDDEN}..."),
        ("vk2.a.YEbUHfuEboAI", HIDDEN),
        ("grant_id='q8Zr1LkT0bXw5Yd2'", f"grant_id='{HIDDEN}'"),
        ('E       - textbox "Пароль": qwerty', f'E       - textbox "Пароль": {HIDDEN}'),
        ("Аккаунт +7 900 •••-••-17.", f"Аккаунт {HIDDEN}."),
        ('- textbox "Пароль"', '- textbox "Пароль"'),
        ("run 7a7d3d637ac8, code 10, state: linked", "run 7a7d3d637ac8, code 10, state: linked"),
    ],
    ids=itertools.count(),  # the run's own output would hide them
)
def test_what_is_secret_by_its_form_is_hidden_though_nobody_told_of_it(told: str, shown: str) -> None:
    assert Secrets().text(told) == shown


def test_half_a_surrogate_pair_does_not_stop_the_search() -> None:
    assert SECRETS.text(f"\ud83d {NAME}") == f"\ud83d {HIDDEN}"


def test_a_shortened_value_is_hidden_also_as_python_shows_it() -> None:
    secret = """Par"ol'\\%2B+&<😀конец"""
    shown = repr(secret)
    assert (
        Secrets([secret]).text(f"assert {shown[:12]}...{shown[-6:]} == ''")
        == f"assert '{HIDDEN}...{HIDDEN}' == ''"
    )


def test_what_is_too_short_is_not_looked_for() -> None:
    assert Secrets(("Лев", "", "  ")).text("Лев, левый") == "Лев, левый"


def test_what_one_learns_the_other_knows() -> None:
    run = Secrets()
    walk = Secrets(("Первый секрет",), known_to=run)
    assert run.text("а первый секрет б") == f"а {HIDDEN} б"
    for number in range(40):
        walk.learn([f"секрет номер {number}!"])
        assert run.text(f"секрет номер {number}! секрет номер 0!") == f"{HIDDEN} {HIDDEN}"
    assert not walk.found_in("секрет номер 40!")


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("password", True),
        ("X-JWT-Token", True),
        ("code_verifier", True),
        ("accessToken", True),
        ("csrf", True),
        ("code_challenge_method", False),
        ("response_type", False),
        ("passed", False),
        ("statement", False),
        ("content-type", False),
    ],
)
def test_name_of_a_secret(name: str, is_secret: bool) -> None:
    assert is_called_secret(name) is is_secret


@pytest.mark.parametrize(
    ("value", "random", "worth"),
    [
        ("8hqJaciXkvsOZ_AcX2V5bg", True, True),
        ("64219902a9a5c0058db9504fdae599a9", True, True),
        ("dnevnik2.petersburgedu.ru", False, True),
        ("linked", False, False),
        ("invalid_request", False, False),
        ("Пароль", False, False),
        ("text/html", False, False),
        ("hunter2", False, True),
    ],
)
def test_value_that_a_machine_made_up(value: str, random: bool, worth: bool) -> None:
    assert looks_random(value) is random
    assert is_worth_learning(value) is worth
