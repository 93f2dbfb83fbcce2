"""An item may have items of its own: sentences like all others, numbered below it."""

from __future__ import annotations

from pathlib import Path

from tests.engine.text.written import HEAD, written
from verifier.text.reading import read

TEXT = f"""{HEAD}1. Открой форму. {{#form}}
2. Войди: {{#enter}}
   1. по телефону; {{#by-phone}}
   2. «По почте»
      на сайте. {{#by-mail .or}}
3. Жди. {{#wait}}

Абзац.

- Выйди: {{#leave}}
  - раз, {{#first}}
  - два. {{#second}}
"""


def test_items_of_an_item_are_sentences_that_know_where_they_stand(tmp_path: Path) -> None:
    made = read(written(tmp_path, TEXT))
    assert [(one.id, one.parent, one.is_alternative, one.line) for one in made.claims] == [
        ("form", "", False, 5),
        ("enter", "", False, 6),
        ("by-phone", "enter", False, 7),
        ("by-mail", "enter", True, 8),
        ("wait", "", False, 10),
        ("leave", "", False, 14),
        ("first", "leave", False, 15),
        ("second", "leave", False, 16),
    ]
    assert made.claim("enter").sentence == "Войди:"
    assert made.claim("by-mail").sentence == "«По почте» на сайте."
    assert made.claim("by-mail").labels == ("По почте",)


def test_they_are_numbered_below_it_in_the_letters_of_the_language(tmp_path: Path) -> None:
    russian = read(written(tmp_path, TEXT)).numbers
    english = read(written(tmp_path, TEXT, "made-up.en.md")).numbers
    assert list(russian.values()) == ["1", "2", "2а", "2б", "3", "4", "4а", "4б"]
    assert list(english.values()) == ["1", "2", "2a", "2b", "3", "4", "4a", "4b"]
