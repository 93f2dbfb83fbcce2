"""Which web addresses a sentence names, and that nothing sticks to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.text.written import HEAD, claim, reading, refused


@pytest.mark.parametrize(
    ("ending", "address"),
    [
        *(
            (after, "https://a.example/b")
            for after in [*".,;:!?)»”\"'’", "…", "!!!", ").", "»,", "]", "}", "—вот"]
        ),
        ("/", "https://a.example/b/"),
        ("?q=1&r=2#top", "https://a.example/b?q=1&r=2#top"),
        ("_(c)", "https://a.example/b_(c)"),
        ("_(c)).", "https://a.example/b_(c)"),
        ("_c_d", "https://a.example/b_c_d"),
        ("/путь", "https://a.example/b/путь"),
        (")и", "https://a.example/b"),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(tmp_path: Path, ending: str, address: str) -> None:
    before = {"»": "«", "”": "“", "»,": "«"}.get(ending, "")
    assert claim(tmp_path, f"Открой {before}https://a.example/b{ending}").addresses == (address,)


@pytest.mark.parametrize(
    ("sentence", "words", "addresses"),
    [
        ("Открой http://a.example.", "Открой http://a.example.", ["http://a.example"]),
        ("Открой HTTPS://a.example.", "Открой HTTPS://a.example.", ["HTTPS://a.example"]),
        (
            "Открой https://a.example:8443 и https://[::1]/x.",
            "Открой https://a.example:8443 и https://[::1]/x.",
            ["https://a.example:8443", "https://[::1]/x"],
        ),
        ("Открой <https://a.example/b>.", "Открой https://a.example/b.", ["https://a.example/b"]),
        (
            "Открой [вход](https://a.example/b).",
            "Открой вход (https://a.example/b).",
            ["https://a.example/b"],
        ),
        (
            "Открой «[вход](https://a.example)» и жди.",
            "Открой «вход» (https://a.example) и жди.",
            ["https://a.example"],
        ),
        (
            "Открой **[вход](https://a.example) в школу**.",
            "Открой вход в школу (https://a.example).",
            ["https://a.example"],
        ),
        (
            "Открой [вход](<https://a.example/b_(c)>), потом [выход](https://b.example)у.",
            "Открой вход (https://a.example/b_(c)), потом выход (https://b.example)у.",
            ["https://a.example/b_(c)", "https://b.example"],
        ),
        (
            "Открой [https://a.example](https://a.example).",
            "Открой https://a.example.",
            ["https://a.example"],
        ),
        ("Открой [](https://a.example).", "Открой https://a.example.", ["https://a.example"]),
        (
            "Открой [https://a.example](https://b.example).",
            "Открой https://a.example (https://b.example).",
            ["https://a.example", "https://b.example"],
        ),
        (
            "Открой [вход](https://школа.рф/путь?имя=а&b=%20).",
            "Открой вход (https://школа.рф/путь?имя=а&b=%20).",
            ["https://школа.рф/путь?имя=а&b=%20"],
        ),
        ("Начни с https:// или https://, потом пиши.", "Начни с https:// или https://, потом пиши.", []),
    ],
)
def test_a_link_keeps_its_address_and_says_it_once(
    tmp_path: Path, sentence: str, words: str, addresses: list[str]
) -> None:
    made = claim(tmp_path, sentence)
    assert made.sentence == words
    assert list(made.addresses) == addresses


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Открой [вход](login.html).", "ссылка ведёт на «login.html»"),
        ("Открой [вход](#login).", "ссылка ведёт на «#login»"),
        ("Открой [вход]().", "ссылка ведёт на «»"),
        ("Открой [вход](javascript:alert(1)).", "ссылка ведёт на «javascript:alert(1)»"),
        ("Позвони <tel:+78120000000>.", "ссылка ведёт на «tel:+78120000000»"),
        ("Напиши [в школу](mailto:school@a.example).", "почта «mailto:school@a.example» пропала бы"),
        ("Открой [вход](https://a.example/b.).", "в адресе ссылки «https://a.example/b.» есть лишнее"),
        ("Открой [вход](<https://a.example/b c>).", "в адресе ссылки «https://a.example/b c» есть лишнее"),
        ("Открой [вход](https://).", "в адресе ссылки «https://» есть лишнее"),
        ('Открой [вход](https://a.example "Сюда").', "подсказка ссылки"),
        ("Открой https://a.example/*b*.", "разметка стоит внутри адреса «https://a.example/b»"),
        ("Открой <https://a.example>у.", "в адресе ссылки «https://a.example» есть лишнее"),
        ("Открой https://a.example`/b`.", "разметка стоит внутри адреса"),
    ],
)
def test_an_address_that_would_be_lost_is_refused(tmp_path: Path, sentence: str, told: str) -> None:
    said = refused(tmp_path, f"{HEAD}1. Раз. {{#one}}\n2. {sentence} {{#two}}\n")
    assert said.startswith(":6: ")
    assert told in said


def test_titles_headings_and_the_writers_own_words_keep_addresses_too(tmp_path: Path) -> None:
    made = reading(
        tmp_path,
        "# Про [школу](https://a.example)\n\n[Тут](https://b.example).\n\n"
        "## [Вход](https://c.example) {#enter}\n\n> <https://d.example>\n\n1. Нажми. {#one}\n",
    )
    assert made.title == "Про школу (https://a.example)"
    assert made.intro[0].text == "Тут (https://b.example)."
    assert (made.sections[0].id, made.sections[0].title) == ("enter", "Вход (https://c.example)")
