"""The wall between the engine and the products: neither the engine nor the reports say a product's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.product_words import declared, words_of

ROOT = Path(__file__).resolve().parents[2]
FIRST_PRODUCT = re.compile(r"\bvk|dnevnik|diary|дневник|\bчат|messenger|мессенджер|сферум", re.IGNORECASE)
"""Any form of the words of the product that the engine was made with: whole words alone would miss some."""
PLAIN = re.compile(r"[^\W\d_a-zа-яё][a-zа-яё]+")
"""One word that begins with a capital."""
MADE = {"accepted", "fonts", "nights", "out"}
"""Folders of `reports/` with what runs and others have made."""
WRITTEN = {".css", ".html", ".j2", ".js", ".json", ".mjs", ".py", ".toml", ".typ", ".xml"}


def places(room: str, word: re.Pattern[str]) -> list[str]:
    """Return the place of every line of a room that has the word, with what it has."""
    return list(_places(room, word))


def _places(room: str, word: re.Pattern[str]) -> Iterator[str]:
    for path in sorted((ROOT / room).rglob("*")):
        within = path.relative_to(ROOT)
        if path.suffix not in WRITTEN or MADE & set(within.parts):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := word.search(line):
                yield f"{within}:{number}: «{found[0]}»"


def test_the_engine_never_says_a_word_of_its_first_product() -> None:
    assert places("verifier", FIRST_PRODUCT) == [], "движок не должен знать слов продукта"


@pytest.mark.parametrize("room", ["verifier", "reports"])
def test_no_word_that_a_product_declares_is_said(room: str) -> None:
    assert places(room, saying(declared(ROOT))) == [], (
        "слова, которые объявил продукт, место им в flows/ и pages/"
    )


def saying(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds a product's words.

    A label of one plain word, such as «Имя» or “Title”, is a word of everybody's: it is a product's where it is quoted.
    """
    longest_first = sorted(words, key=len, reverse=True)
    plain = [re.escape(word) for word in longest_first if PLAIN.fullmatch(word)]
    own = [re.escape(word) for word in longest_first if not PLAIN.fullmatch(word)]
    quoted = rf"(?<=[\"'«“])(?:{'|'.join(plain) or '(?!)'})(?=[\"'»”])"
    return re.compile(rf"(?<!\w)(?i:{'|'.join(own) or '(?!)'})(?!\w)|{quoted}")


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ('button = "Имя"', True),
        ("нажми «Имя»", True),
        ("Имя файла", False),
        ("имя «файла»", False),
        ('open("title")', False),
        ("то ли сохранить черновик", True),
        ("library.example", True),
    ],
)
def test_a_plain_word_is_a_products_where_it_is_quoted(line: str, is_found: bool) -> None:
    found = saying(["Имя", "Title", "Сохранить черновик", "library.example"]).search(line)
    assert bool(found) is is_found


def test_every_kind_of_word_is_looked_for(tmp_path: Path) -> None:
    class Form:
        send = SimpleNamespace(label="Отправить", css="")
        sent = SimpleNamespace(css="#x [data-testid=was-sent], [data-test-id='sent-twice']")

    (tmp_path / "text.ru.md").write_text("1. Нажми «Готово» или **Дальше**. {#done}\n", encoding="utf-8")
    post = SimpleNamespace(name="post", title="почта", origins=("https://post.example:8443",))
    product = SimpleNamespace(name="letters", systems=(post,), texts=("text.ru.md",), places=(Form,))
    systems, labels = {"letters", "post", "почта", "post.example"}, {"Готово", "Дальше", "Отправить"}
    assert set(words_of(product, tmp_path)) == systems | labels | {"was-sent", "sent-twice"}
