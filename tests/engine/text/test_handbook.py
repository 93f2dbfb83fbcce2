"""What docs/write-an-instruction.md shows is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.text.written import HEAD, claim, reading, refused
from tests.support.handbook import TEXT, example, part

EXAMPLE = example()["flows/city_library/renew.ru.md"]


def test_its_example_is_an_instruction(tmp_path: Path) -> None:
    made = reading(tmp_path, EXAMPLE)
    assert [section.id for section in made.sections] == ["sign-in", "renew", ""]
    assert [one.kind for one in made.intro] == ["paragraph", "quotation"]
    assert {one.id: one.labels for one in made.claims} == {
        "login-page": (),
        "enter": ("Войти",),
        "my-books": ("Мои книги",),
        "press-renew": ("Продлить",),
        "renewed": ("Продлить",),
    }
    assert made.claims[0].addresses == ("https://library.example/login",)


@pytest.mark.parametrize(
    ("row", "labels"),
    re.findall(r"^\| (`.+`) \| (\S.*?)(?:[:,] .*)? \|$", part("### Labels"), re.M),
)
def test_its_labels_are_labels(tmp_path: Path, row: str, labels: str) -> None:
    for sentence in re.findall(r"`([^`]+)`", row):
        assert list(claim(tmp_path, sentence).labels) == ([] if labels == "none" else [labels])


def test_its_refusal_is_told_in_these_words(tmp_path: Path) -> None:
    (told,) = re.findall(r"renew\.ru\.md:14: (.*?)`", TEXT)
    assert refused(tmp_path, f"{HEAD}| а |\n|---|\n") == f":5: {told}"
