"""Which words of a sentence are labels: «…», “…” and bold, the outermost of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.text.written import HEAD, claim, reading, refused
from verifier.text.model import Claim
from verifier.text.sentence import UnpairedError


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("Нажми «Войти».", ["Войти"]),
        ("Press “Sign in”.", ["Sign in"]),
        ("Нажми **Войти**.", ["Войти"]),
        ("Нажми __Войти__, потом «Да», потом **Нет**.", ["Войти", "Да", "Нет"]),
        ("Нажми **«Войти»**.", ["Войти"]),
        ("Нажми «**Войти**».", ["Войти"]),
        ("**Нажми «Войти» и «Да»**.", ["Войти", "Да"]),
        ("Нажми «Войти в **школу**».", ["Войти в школу"]),
        ("Нажми «Отправить “Анкету”».", ["Отправить “Анкету”"]),
        ("Нажми «Отправить «Анкету»».", ["Отправить «Анкету»"]),
        ("Нажми “Send «Form»”.", ["Send «Form»"]),
        ("Нажми «Открыть „Чаты“».", ["Открыть „Чаты“"]),
        ("Нажми ***Войти***.", ["Войти"]),
        ("Нажми **Войти в *школу***.", ["Войти в школу"]),
        ("Нажми **Войти и __Выйти__ сразу**.", ["Войти и Выйти сразу"]),
        ("Нажми «Войти» и снова «Войти».", ["Войти", "Войти"]),
        ("Нажми «Войти\n   в   школу».", ["Войти в школу"]),
        ("Нажми «Войти\N{NO-BREAK SPACE}в школу».", ["Войти в школу"]),
        ("Нажми **[Войти](https://diary.example/)**.", ["Войти"]),
        ("Нажми «[Войти](https://diary.example/)».", ["Войти"]),
        ("Нажми [**Войти**](https://diary.example/).", ["Войти"]),
        ("Нажми «`Войти`».", ["Войти"]),
        ("Нажми «+» и **…**.", ["+", "…"]),
    ],
)
def test_labels_are_what_stands_in_quotation_marks_or_bold(
    tmp_path: Path, sentence: str, labels: list[str]
) -> None:
    assert list(claim(tmp_path, sentence).labels) == labels


@pytest.mark.parametrize(
    "sentence",
    [
        "Это зовут „вкладкой“.",
        "Это зовут „вкладкой”.",
        "Учитель скажет: „нажми «Войти» и «Да»“.",
        'Это зовут "вкладкой".',
        "Это зовут 'вкладкой' и ‹вкладкой›.",
        "Нажимай *осторожно* и _долго_.",
        "Набери `мама`.",
        "Открой «https://diary.example».",
        "Открой **https://diary.example**.",
        "Открой «[](https://diary.example)».",
    ],
)
def test_what_is_quoted_otherwise_is_no_label(tmp_path: Path, sentence: str) -> None:
    assert claim(tmp_path, sentence).labels == ()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Нажми «Войти.", "не парны: у « нет пары"),
        ("Нажми Войти».", "не парны: у » нет пары"),
        ("Нажми “Войти.", "не парны: у “ нет пары"),
        ("Нажми Войти”.", "не парны: у ” нет пары"),
        ("Это зовут „вкладкой.", "не парны: у „ нет пары"),
        ("Нажми «Войти”.", "не парны: у ” нет пары"),
        ("Нажми «Отправить «Анкету».", "не парны: у « нет пары"),
        ("Нажми **«Войти** сразу».", "жирное и кавычки пересекаются"),
        ("Нажми «Войти **сразу» и**.", "жирное и кавычки пересекаются"),
        ("Нажми «».", "кавычки пусты"),
        ("Нажми « ».", "кавычки пусты"),
    ],
)
def test_quotation_marks_that_tell_no_label_are_refused(tmp_path: Path, sentence: str, told: str) -> None:
    said = refused(tmp_path, f"{HEAD}1. Раз. {{#one}}\n2. {sentence} {{#two}}\n")
    assert said.startswith(":6: в пункте «two» ")
    assert told in said


def test_the_writers_own_words_and_headings_have_no_labels_to_pair(tmp_path: Path) -> None:
    made = reading(tmp_path, "# Про «\n\n«Раз\n\n## Два»\n\n> “три\n\n1. Нажми. {#one}\n")
    assert [one.text for one in made.intro] == ["«Раз"]


def test_a_claim_made_by_hand_quotes_what_stands_in_its_words() -> None:
    made = Claim("one", "Открой https://diary.example и нажми «Войти».", "Раздел", "x.ru.md", 5)
    assert (made.labels, made.addresses) == (("Войти",), ("https://diary.example",))
    bold = Claim("one", "Нажми Войти.", "Раздел", "x.ru.md", 5, ("Войти",))
    assert bold.labels == ("Войти",)
    with pytest.raises(UnpairedError):
        Claim("one", "Нажми «Войти.", "Раздел", "x.ru.md", 5)
