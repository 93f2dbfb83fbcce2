"""The editions of a text in several languages say the same things in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.text.written import written
from verifier.text.editions import check_same
from verifier.text.model import InstructionError
from verifier.text.reading import read

RUSSIAN = """# Заметки

## Вход {#sign-in}

1. Нажми «Войти». {#enter}
2. Открой заметки. {#notes}

## Если не вышло

Подожди.
"""
ENGLISH = """# Notes

The writer's own words need not be the same.

## Signing in {#sign-in}

1. Press “Sign in”. {#enter}
2. Open the notes. {#notes}
"""


def checked(folder: Path, english: str) -> None:
    check_same(read(written(folder, english, "notes.en.md")), read(written(folder, RUSSIAN, "notes.ru.md")))


def test_the_same_sentences_and_sections_are_the_same_text(tmp_path: Path) -> None:
    checked(tmp_path, ENGLISH)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2. Open the notes. {#notes}\n", "", "en.md: нет предложения «notes», как в "),
        ("{#notes}\n", "{#notes}\n3. More. {#more}\n", "en.md:9: предложения «more» нет в "),
        ("1. Press “Sign in”. {#enter}\n", "", "en.md:7: здесь предложение «notes», а в "),
        ("{#sign-in}", "{#sign-up}", "en.md: раздел «sign-in» не тот, что в "),
        ("{#sign-in}", "{#sign-in .afresh}", "en.md: раздел «sign-in» не тот, что в "),
        (
            "2. Open the notes. {#notes}",
            "   - Open the notes. {#notes}",
            "en.md:8: предложение «notes» вложено не так",
        ),
        ("{#enter}\n", "{#enter}\n\n## Next {#next}\n\n", "en.md: раздел «sign-in» не тот, что в "),
    ],
)
def test_a_difference_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in ENGLISH
    with pytest.raises(InstructionError) as caught:
        checked(tmp_path, ENGLISH.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path}/notes.{told}")
    assert "\n" not in str(caught.value)
