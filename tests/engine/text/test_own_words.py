"""The writer's own words: tips, warnings, links, pictures and lists, and that no sentence hides there."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PIL import Image

from tests.engine.text.written import HEAD, reading, refused
from verifier.text.model import Line, Passage, Stretch

ITEM = "1. Нажми «Войти». {#one}\n"


def own(folder: Path, text: str) -> list[Passage]:
    """Return the passages of a text that stands behind a section with a sentence."""
    made = reading(folder, f"{HEAD}{ITEM}\n{text}")
    assert [claim.id for claim in made.claims] == ["one"]
    return [block for part in made.sections for block in part.blocks if isinstance(block, Passage)]


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("> Совет: подожди.\n", "tip", "Совет"),
        ("> **Совет:** подожди.\n", "tip", "Совет"),
        ("> Tip: подожди.\n", "tip", "Tip"),
        ("> Внимание: подожди.\n", "warning", "Внимание"),
        ("> ВНИМАНИЕ: подожди.\n", "warning", "ВНИМАНИЕ"),
        ("> Warning: подожди.\n", "warning", "Warning"),
    ],
)
def test_a_quotation_that_begins_with_its_title_is_a_tip_or_a_warning(
    tmp_path: Path, text: str, kind: str, title: str
) -> None:
    (passage,) = own(tmp_path, text + ">\n> Потом ещё.\n")
    assert (passage.kind, passage.title) == (kind, title)
    assert [line.text for line in passage.lines] == ["подожди.", "Потом ещё."]


def test_a_quotation_that_only_speaks_of_advice_is_none(tmp_path: Path) -> None:
    assert [one.kind for one in own(tmp_path, "> Совет учителя: подожди.\n\nСовет: подожди.\n")] == [
        "quotation",
        "paragraph",
    ]


def test_bold_and_links_are_kept_in_their_places(tmp_path: Path) -> None:
    (passage,) = own(tmp_path, "> Совет: спроси\n>\n> **школу** или [нас](https://a.example/x), там.\n")
    assert passage.lines == (
        Line("спроси"),
        Line(
            "школу или нас (https://a.example/x), там.",
            (
                Stretch("bold", 0, 5),
                Stretch("link", 10, 13, "https://a.example/x"),
                Stretch("written", 13, 35, "https://a.example/x"),
            ),
        ),
    )


def test_an_address_follows_the_quotation_marks_around_its_words(tmp_path: Path) -> None:
    ((line,),) = (one.lines for one in own(tmp_path, "См. «[нас](https://a.example/x)» там.\n"))
    assert line.text == "См. «нас» (https://a.example/x) там."
    assert [line.text[one.start : one.end] for one in line.stretches] == ["нас", " (https://a.example/x)"]


@pytest.mark.parametrize("heading", ["## Если не получилось {.own}", "## Если не получилось {#help .own}"])
def test_a_section_of_the_writers_own_may_have_lists(tmp_path: Path, heading: str) -> None:
    (passage,) = own(tmp_path, f"{heading}\n\n- Нет **кнопки**? Подожди.\n- Спроси.\n")
    assert passage.kind == "list"
    assert passage.lines == (Line("Нет кнопки? Подожди.", (Stretch("bold", 4, 10),)), Line("Спроси."))


@pytest.mark.parametrize(
    ("text", "line", "told"),
    {
        "numbers": ("## Сам {.own}\n\n1. Нажми. {#two}\n", 3, "нумерованный список проверяют"),
        "numbers without a name": ("## Сам {.own}\n\n1. Нажми.\n", 3, "нумерованный список проверяют"),
        "an item with a name": ("## Сам {.own}\n\n- Нажми. {#two}\n", 3, "имя бывает у пункта списка"),
        "bullets elsewhere": ("## Сам\n\n- Нажми.\n", 3, "у пункта нет имени"),
        "a list in an item": ("## Сам {.own}\n\n- Раз\n  - Два\n", 4, "один абзац"),
        "a named list in an item": ("## Сам {.own}\n\n- Раз\n  - Два {#two}\n", 4, "один абзац"),
        "bullets below a sentence": ("## Сам\n\n1. Раз. {#two}\n   - Два.\n", 4, "у пункта нет имени"),
        "a tip below a sentence": (
            "## Сам\n\n1. Раз. {#two}\n   - Два. {#a}\n\n   > Совет: да.\n",
            3,
            "вынесите",
        ),
        "nothing in an item": ("## Сам {.own}\n\n-\n", 3, "один абзац"),
        "an empty tip": ("> Совет:\n", 1, "ничего нет"),
        "the mark in a text": ("Раздел {.own} мой.\n", 1, "не в конце"),
    }.values(),
)
def test_no_sentence_becomes_own_words_in_silence(tmp_path: Path, text: str, line: int, told: str) -> None:
    head = f"{HEAD}{ITEM}\n"
    said = refused(tmp_path, head + text)
    assert said.startswith(f":{head.count(chr(10)) + line}: ")
    assert told in said


def test_a_section_cannot_be_ones_own_that_has_a_sentence_with_items(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEAD}1. Раз. {{#one}}\n   - Два.\n")
    assert said.endswith("допишите в конце {#имя-пункта}"), "no advice to call the section one's own"
    assert ".own" in refused(tmp_path, f"{HEAD}- Раз.\n")


def test_own_words_stand_between_sentences_with_items(tmp_path: Path) -> None:
    text = "1. Раз: {#one}\n   - а, {#a}\n   - б. {#b .or}\n\n> Совет: подожди.\n\n2. Два: {#two}\n   - в. {#c}\n"
    (section,) = reading(tmp_path, HEAD + text).sections
    told = [block.kind if isinstance(block, Passage) else block.id for block in section.blocks]
    assert told == ["one", "a", "b", "tip", "two", "c"]


def test_a_picture_of_ones_own_is_taken_along(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "#336699").save(tmp_path / "школа.png")
    (passage,) = own(tmp_path, "![Вход в школу](школа.png)\n")
    assert (passage.kind, passage.text) == ("picture", "Вход в школу")
    assert base64.b64decode(passage.picture) == (tmp_path / "школа.png").read_bytes()


@pytest.mark.parametrize(
    ("written", "told"),
    {
        "nowhere": ("![Вход](нет.png)", "картинки «нет.png» нет"),
        "above": ("![Вход](../x.png)", "лежит не рядом с текстом"),
        "on the web": ("![Вход](https://a.example/x.png)", "лежит не рядом с текстом"),
        "a text": ("![Вход](text.png)", "не картинка PNG, JPEG или WebP"),
        "a link": ("![Вход](link.png)", "это ссылка, а не файл"),
        "too long": ("![Вход](long.png)", "больше 4096 точек"),
        "without words": ("![](good.png)", "нужны слова о том, что на ней"),
        "with a hint": ("![Вход](good.png 'вход')", "нужны слова о том, что на ней"),
    }.values(),
)
def test_a_picture_that_readers_could_not_get_is_refused(tmp_path: Path, written: str, told: str) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "good.png")
    Image.new("RGB", (4097, 1)).save(tmp_path / "long.png")
    (tmp_path / "text.png").write_text("not a picture", encoding="utf-8")
    (tmp_path / "link.png").symlink_to(tmp_path / "good.png")
    said = refused(tmp_path, f"{HEAD}{ITEM}\n{written}\n")
    assert said.startswith(":7: ")
    assert told in said
