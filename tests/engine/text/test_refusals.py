"""What an instruction cannot have is refused with its line and with what to do instead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.engine.text.written import HEAD, refused
from tests.engine.text.written import reading as read
from verifier.text import markup, reading, refusals
from verifier.text.blocks import MarkdownBlock

ITEM = "1. Нажми. {#one}\n"

BLOCKS = {
    "table": ("| а | б |\n|---|---|\n| в | г |\n", 0, "таблица не переносится"),
    "fence": ("```sh\nls\n```\n", 0, "блок кода не переносится"),
    "code": ("Абзац.\n\n    ls\n", 2, "блок кода не переносится"),
    "hr": ("***\n", 0, "черта не переносится"),
    "html_block": ("<details><summary>Ещё</summary>\n\nТекст\n\n</details>\n", 0, "HTML не переносится"),
    "a picture in HTML": ("<p align=center>\n<img src=x>\n</p>\n", 0, "HTML не переносится"),
    "reference": ("[вход]: https://a.example\n", 0, "адрес ссылки стоит отдельно"),
    "a reference in a quotation": ("> Цитата\n>\n> [вход]: https://a.example\n", 2, "адрес ссылки стоит отдельно"),
    "a footnote": ("[^1]: Примечание\n", 0, "адрес ссылки стоит отдельно"),
    "a paragraph of a picture": ("Смотри:\n![вид](x.png)\n", 1, "картинка не переносится"),
    "a picture in a link": ("[![вид](x.png)](https://a.example)\n", 0, "картинка не переносится"),
    "a quotation of a picture": ("> Смотри\n>\n> ![вид](x.png)\n", 2, "картинка не переносится"),
    "a heading of a picture": ("## Раздел ![вид](x.png)\n", 0, "картинка не переносится"),
    "HTML in a paragraph": ("Нажми\n<b>сюда</b>.\n", 1, "HTML внутри текста не переносится"),
    "a comment in a paragraph": ("Нажми <!-- нет --> сюда.\n", 0, "заметка <!-- … --> стоит внутри"),
    "a comment and a text": ("<!-- нет --> Нажми сюда.\n", 0, "за заметкой <!-- … --> на той же строке"),
    "a comment without an end": ("<!-- нет\n\nНажми сюда.\n", 0, "заметка <!-- не закрыта"),
    "a comment in a quotation": ("> Раз\n> <!-- нет -->\n", 1, "заметка <!-- … --> стоит внутри"),
    "strikethrough": ("Нажми ~~сюда~~.\n", 0, "зачёркнутое не переносится"),
    "a deeper heading": ("### Часть\n", 0, "заголовок глубже раздела"),
    "a second title": ("# Другое\n", 0, "второе название"),
    "a second title, underlined": ("Другое\n===\n", 0, "второе название"),
    "an empty heading": ("##\n", 0, "заголовок пуст"),
    "a heading of nothing but a name": ("## {#part}\n", 0, "заголовок пуст"),
    "a bad name of a heading": ("## Часть {#Часть}\n", 0, "имя «Часть» не годится"),
    "a paragraph with a name": ("Просто текст. {#text}\n", 0, "имя бывает у пункта списка и у заголовка"),
    "a quotation with a name": ("> Просто текст. {#text}\n", 0, "имя бывает у пункта списка и у заголовка"),
    "a name inside of a text": ("Просто {#text} текст.\n", 0, "имя {#…} стоит не в конце"),
    "an empty quotation": (">\n", 0, "цитата пуста"),
    "a quotation in a quotation": ("> Раз\n> > Два\n", 1, "цитата в цитате"),
    "a list in a quotation": ("> Раз\n>\n> - Два {#two}\n", 2, "список в цитате"),
    "a heading in a quotation": ("> Раз\n> ## Два\n", 1, "заголовок в цитате"),
    "a table in a quotation": ("> Раз\n>\n> | а |\n> |---|\n", 2, "таблица не переносится"),
    "code in a quotation": ("> Раз\n>\n>     ls\n", 2, "блок кода не переносится"),
    "an empty paragraph": ("&#32;\n", 0, "абзац пуст"),
    "a character nobody sees, spelled out": ("Раз&#x2028;два.\n", 0, "невидимый знак U+2028"),
}  # fmt: skip

ITEMS = {
    "no name": ("Нажми.", 0, "у пункта нет имени"),
    "a bad name": ("Нажми. {#Один}", 0, "имя «Один» не годится"),
    "an empty name": ("Нажми. {#}", 0, "имя «» не годится"),
    "a long bad name": (f"Нажми. {{#{'а' * 500}}}", 0, "…» не годится"),
    "a name that is taken": ("Нажми. {#one}", 0, "имя «one» уже занято в строке 5"),
    "the name of a section": ("Нажми. {#part}", 0, "имя «part» уже занято в строке 3"),
    "a name in the middle": ("Нажми {#two} сюда. {#three}", 0, "имя {#…} стоит не в конце"),
    "a line that is not indented": ("Нажми. {#two}\nА это абзац.", 0, "имя {#…} стоит не в конце"),
    "no text": ("{#two}", 0, "нет текста"),
    "nothing": ("", 0, "нет текста"),
    "two lists in it": ("Нажми. {#two}\n   - Раз. {#a}\n   * Два. {#b}", 0, "одним предложением"),
    "nothing but a list": ("- Нажми. {#two}", 0, "одним предложением"),
    "a list in a list in it": ("Раз. {#two}\n   - Два. {#a}\n     - Три. {#b}", 1, "глубже второго уровня"),
    "a paragraph below its list": ("Раз. {#two}\n   - Два. {#a}\n\n   Три.", 0, "одним предложением"),
    "an item in it without a name": ("Раз. {#two}\n   - Два.", 1, "у пункта нет имени"),
    "a name of it that is taken": ("Раз. {#two}\n   - Два. {#one}", 1, "имя «one» уже занято в строке 5"),
    "an alternative to nothing": ("Раз. {#two}\n   - Два. {#a .or}", 1, "пометка .or ни при чём"),
    "an alternative that is in no item": ("Раз. {#two .or}", 0, "пометка .or ни при чём"),
    "another mark": ("Раз. {#two .and}", 0, "имя «two .and» не годится"),
    "too many items": (
        "Раз. {#two}" + "".join(f"\n   - Два. {{#a{n}}}" for n in range(27)),
        27,
        "больше 26 вложенных",
    ),
    "a second paragraph": ("Нажми. {#two}\n\n   Сюда.", 0, "одним предложением"),
    "a quotation in it": ("Нажми. {#two}\n   > Сюда.", 0, "одним предложением"),
    "a heading": ("## Нажми. {#two}", 0, "одним предложением"),
    "a table in it": ("Нажми. {#two}\n\n   | а |\n   |---|", 2, "таблица не переносится"),
    "code in it": ("Нажми. {#two}\n   ```\n   ls\n   ```", 1, "блок кода не переносится"),
    "a thematic break in it": ("Нажми. {#two}\n\n   ***", 2, "черта не переносится"),
    "HTML in it": ("Нажми. {#two}\n   <div>\n   сюда\n   </div>", 1, "HTML не переносится"),
    "a comment in it": ("Нажми. {#two}\n   <!-- нет -->", 1, "заметка <!-- … --> стоит внутри"),
    "a picture": ("Нажми\n   ![сюда](x.png). {#two}", 1, "картинка не переносится"),
    "HTML in the sentence": ("Нажми <kbd>Enter</kbd>. {#two}", 0, "HTML внутри текста не переносится"),
    "a definition in it": ("[вход]: https://a.example", 0, "адрес ссылки стоит отдельно"),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_that_cannot_be_kept_is_refused(tmp_path: Path, kind: str) -> None:
    block, line, told = BLOCKS[kind]
    for before in (f"{HEAD}", f"{HEAD}Абзац.\n\n", f"{HEAD}{ITEM}\n", f"{HEAD}{ITEM}\n> Цитата.\n\n"):
        said = refused(tmp_path, f"{before}{block}\n## Последний\n\n- Жди. {{#last}}\n")
        assert said.startswith(f":{before.count(chr(10)) + 1 + line}: ")
        assert told in said


@pytest.mark.parametrize("kind", ITEMS)
def test_an_item_that_is_no_sentence_is_refused(tmp_path: Path, kind: str) -> None:
    item, line, told = ITEMS[kind]
    said = refused(tmp_path, f"# Название\n\n## Раздел {{#part}}\n\n{ITEM}2. {item}\n3. Жди. {{#last}}\n")
    assert said.startswith(f":{6 + line}: ")
    assert told in said


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, "нет названия"),
        ("\n<!-- пусто -->\n", 1, "нет названия"),
        ("# Т\n\nтекст\n", 1, "нет ни одного предложения"),
        ("# Т\n\n## Р\n\nтекст\n", 1, "нет ни одного предложения"),
        (f"## Р\n\n{ITEM}", 1, "над этим нет названия"),
        (f"\nАбзац.\n\n# Т\n\n## Р\n\n{ITEM}", 2, "над этим нет названия"),
        (f"> Цитата.\n\n# Т\n\n## Р\n\n{ITEM}", 1, "над этим нет названия"),
        (f"### Р\n\n{ITEM}", 1, "над этим нет названия"),
        (f"#\n\n## Р\n\n{ITEM}", 1, "заголовок пуст"),
        (f"# Т {{#title}}\n\n## Р\n\n{ITEM}", 1, "у названия имени не бывает"),
        (f"# Т\n\n{ITEM}", 3, "до первого заголовка"),
        (ITEM, 1, "до первого заголовка"),
        (f"# Т\n\n## Р\n\n## С\n\n{ITEM}", 3, "раздел пуст"),
        (f"# Т\n\n## Р\n\n{ITEM}\n## С\n", 7, "раздел пуст"),
        (f"# Т\n\n## Р {{#part}}\n\n{ITEM}\n## С {{#part}}\n\nА.\n", 7, "имя «part» уже занято в строке 3"),
        (f"# Т\n\n## Р\n\n{ITEM}\n## С {{#one}}\n\nА.\n", 7, "имя «one» уже занято в строке 5"),
        (f"---\ntitle: Т\n---\n\n# Т\n\n## Р\n\n{ITEM}", 1, "файл начинается с настроек"),
        (f"\ufeff---\r\ntitle: Т\r\n...\r\n# Т\n\n## Р\n\n{ITEM}", 1, "файл начинается с настроек"),
        (f"---\n\n# Т\n\n## Р\n\n{ITEM}", 1, "черта не переносится"),
        ("| а |\n|---|\n", 1, "таблица не переносится"),
    ],
)
def test_a_text_without_its_parts_is_refused(tmp_path: Path, text: str, line: int, told: str) -> None:
    said = refused(tmp_path, text)
    assert said.startswith(f":{line}: ")
    assert told in said


def test_a_name_stands_for_one_thing_in_the_whole_text(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEAD}{ITEM}\n## Ещё\n\n{ITEM}")
    assert said.startswith(":9: имя «one» уже занято в строке 5")


KEPT = {
    "heading": "## Ещё\n\nАбзац.",
    "lheading": "Ещё\n---\n\nАбзац.",
    "paragraph": "Абзац.",
    "text": "Абзац.",
    "blockquote": "> Цитата.",
    "list": "- Жди. {#two}\n\n* Жди. {#three}\n\n1) Жди. {#four}",
    "newline": "Абзац  \nещё\\\nи ещё\nстрока.",
    "escape": r"Не \*жирно\*.",
    "backticks": "Набери `мама`.",
    "emphasis": "Это *важно*, а это **очень**.",
    "link": "Открой [вход](https://a.example).",
    "autolink": "Открой <https://a.example> или напиши <mail@a.example>.",
    "entity": "Раз &mdash; два.",
}
"""A text for every rule of the parser's that makes something which is kept."""

REFUSED = {
    **{rule: BLOCKS[rule][0] for rule in ("table", "fence", "hr", "reference", "html_block")},
    "code": "***\n    ls\n",
    "image": "![вид](x.png)",
    "html_inline": "Нажми <b>сюда</b>.",
    "strikethrough": "~~Нет~~.",
}
NEVER_USED = {"linkify"}
"""Rules that make something only where an option asks for it."""


def rules() -> Iterator[str]:
    known = MarkdownIt("commonmark").get_all_rules()
    return chain(known["block"], known["inline"])


def test_every_rule_of_the_parser_is_known_to_be_kept_or_refused() -> None:
    assert {*rules()} == {*KEPT, *REFUSED, *NEVER_USED}


@pytest.mark.parametrize("rule", KEPT)
def test_what_a_rule_makes_is_kept(tmp_path: Path, rule: str) -> None:
    assert read(tmp_path, f"{HEAD}{ITEM}\n{KEPT[rule]}\n").claims


@pytest.mark.parametrize("rule", REFUSED)
def test_what_a_rule_makes_is_refused(tmp_path: Path, rule: str) -> None:
    assert refused(tmp_path, f"{HEAD}{ITEM}\n{REFUSED[rule]}\n").startswith(":7: ")


def test_a_block_that_nobody_has_thought_of_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = MarkdownBlock("admonition", "", 3, "", ())
    monkeypatch.setattr(reading, "parse", lambda _: ([strange], []))
    assert refused(tmp_path, HEAD) == (
        ":3: такой блок не поддерживается (admonition); напишите абзацем или пунктом списка"
    )


def test_markup_that_nobody_has_thought_of_is_refused() -> None:
    with pytest.raises(refusals.RefusedError, match=r"^такая разметка не поддерживается \(math\); напишите"):
        markup.read([Token("text", "", 0, content="Раз "), Token("math_open", "", 1)])
