"""What an instruction keeps: sections, sentences, and the writer's own words where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.text.written import HEAD, claim, reading, written
from verifier.text.model import Claim, Passage, Section
from verifier.text.reading import read

WHOLE = """\
<!-- Черновик от марта. -->
Как *попасть*
в чаты
===

Понадобится почта.

> Почту выдаёт школа.

Держи под рукой телефон.

## Вход {#sign-in}

Сначала войди.

1. Открой https://diary.example/login. {#login-page}

> Страница может
> открыться не сразу.
>
> Подожди минуту.

2. Нажми «Войти». {#enter}
<!-- Здесь была картинка. -->
3. Подожди. {#wait}

Вот и всё.

## Если не вышло

Напиши в школу.

Выход {#exit}
-----

- Нажми «Выйти». {#leave}
"""


def test_everything_is_kept_in_the_order_of_the_text(tmp_path: Path) -> None:
    made = reading(tmp_path, WHOLE)
    assert made.title == "Как попасть в чаты"
    assert made.intro == (
        Passage("paragraph", "Понадобится почта.", 6),
        Passage("quotation", "Почту выдаёт школа.", 8),
        Passage("paragraph", "Держи под рукой телефон.", 10),
    )
    file = str(tmp_path / "made-up.ru.md")
    assert made.sections == (
        Section(
            "sign-in",
            "Вход",
            (
                Passage("paragraph", "Сначала войди.", 14),
                Claim("login-page", "Открой https://diary.example/login.", "Вход", file, 16),
                Passage("quotation", "Страница может открыться не сразу.\nПодожди минуту.", 18),
                Claim("enter", "Нажми «Войти».", "Вход", file, 23),
                Claim("wait", "Подожди.", "Вход", file, 25),
                Passage("paragraph", "Вот и всё.", 27),
            ),
        ),
        Section("", "Если не вышло", (Passage("paragraph", "Напиши в школу.", 31),)),
        Section("exit", "Выход", (Claim("leave", "Нажми «Выйти».", "Выход", file, 36),)),
    )


def test_claims_and_sections_are_found_by_their_names(tmp_path: Path) -> None:
    made = reading(tmp_path, WHOLE)
    assert [one.id for one in made.claims] == ["login-page", "enter", "wait", "leave"]
    assert made.claim("wait").place == f"{tmp_path / 'made-up.ru.md'}:25"
    assert made.section("exit").claims == (made.claim("leave"),)
    for nowhere in ("sign-in", "nothing"):
        with pytest.raises(KeyError):
            made.claim(nowhere)
    for nowhere in ("", "wait"):
        with pytest.raises(KeyError):
            made.section(nowhere)


def test_a_section_that_needs_no_other_says_so_after_its_name(tmp_path: Path) -> None:
    made = reading(tmp_path, WHOLE.replace("{#exit}", "{#exit  .afresh}"))
    assert [(one.id, one.is_fresh) for one in made.sections] == [
        ("sign-in", False),
        ("", False),
        ("exit", True),
    ]


def test_name_and_language_come_from_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    text = f"{HEAD}1. Нажми. {{#one}}\n"
    russian = read(written(tmp_path / "library", text, "handbook.ru.md"))
    english = read(written(tmp_path / "library", text, "handbook.en.md"))
    assert (russian.name, russian.language) == ("library/handbook", "ru")
    assert (english.name, english.language) == ("library/handbook", "en")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Нажми\n   и жди.", "Нажми и жди."),
        ("Нажми  \n   и жди.", "Нажми и жди."),
        ("Нажми\\\n   и жди.", "Нажми и жди."),
        ("Нажми   дважды.", "Нажми дважды."),
        ("Подожди 5\N{NO-BREAK SPACE}минут.", "Подожди 5\N{NO-BREAK SPACE}минут."),
        ("Подожди *немного* и __ещё__ немного.", "Подожди немного и ещё немного."),
        ("Набери `мама` и `a * b`.", "Набери мама и a * b."),
        (r"Набери 2\*2 и \#.", "Набери 2*2 и #."),
        ("Нажми &laquo;Да&raquo; &amp; жди.", "Нажми «Да» & жди."),
        ("Напиши на <school@diary.example>.", "Напиши на school@diary.example."),
        ("Нажми 😀 👨‍👩‍👧.", "Нажми 😀 👨‍👩‍👧."),
    ],
)
def test_a_sentence_is_its_words(tmp_path: Path, markdown: str, words: str) -> None:
    assert claim(tmp_path, markdown).sentence == words


def test_a_file_may_begin_with_a_byte_order_mark_and_end_lines_as_windows_does(tmp_path: Path) -> None:
    text = f"\ufeff{HEAD}1. Нажми. {{#one}}\n2. Жди. {{#two}}\n".replace("\n", "\r\n")
    made = reading(tmp_path, text)
    assert made.title == "Название"
    assert [(one.sentence, one.line) for one in made.claims] == [("Нажми.", 5), ("Жди.", 6)]


def test_a_comment_between_blocks_is_a_note_to_oneself(tmp_path: Path) -> None:
    made = reading(
        tmp_path, f"{HEAD}<!-- раз -->\n\n<!-- два\n\nтри --> <!-- четыре -->\n- Нажми. {{#one}}\n"
    )
    assert [block.line for block in made.sections[0].blocks] == [10]
