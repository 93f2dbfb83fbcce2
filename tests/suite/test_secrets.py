"""Secrets are found in every form in which they are written down, and nothing else is taken for one."""

from __future__ import annotations

import base64
import html
import itertools
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from verifier.redaction.secrets import HIDDEN, Secrets
from verifier.redaction.tokens import is_called_secret, is_worth_learning, looks_random

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
