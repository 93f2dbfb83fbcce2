"""The Markdown form and the folder with everything in it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as word
import pytest
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from PIL import Image
from pypdf import PdfReader

from reports.guide import confluence, docx, html, leaflet, markdown, paper, pdf, tour
from reports.guide.make import make
from reports.guide.model import Guide
from reports.guide.pictures import GuideError
from reports.guide.publish import FILES, publish
from tests.support import guides
from tests.support.walked import BUTTON, CHANGING, walk

pytestmark = pytest.mark.heavy


def tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(MarkdownIt("commonmark").parse(text))


def test_markdown_numbers_the_steps_through_all_sections() -> None:
    lists = [
        node
        for node in tree(markdown.render(guides.verified_guide())).children
        if node.type == "ordered_list"
    ]
    assert [int(one.attrs.get("start", 1)) for one in lists] == [1, 3, 10, 18, 21]
    assert [len(one.children) for one in lists] == [2, 7, 8, 3, 1]


def test_markdown_keeps_pictures_and_notes_inside_their_step() -> None:
    items = [
        node for node in tree(markdown.render(guides.verified_guide())).walk() if node.type == "list_item"
    ]
    for number, item in enumerate(items, 1):
        images = [node for node in item.walk() if node.type == "image"]
        links = [node for node in item.walk() if node.type == "link"]
        assert [image.attrs["src"] for image in images] == [f"pictures/{number:02d}-claim.webp"]
        assert [link.attrs["href"] for link in links] == [f"pictures/{number:02d}-claim-full.webp"]
        assert "стрелка указывает на кнопку" in images[0].content
    told = [node.content for node in items[8].walk() if node.type == "inline"]
    assert told[-1] == "Больше нет: кнопка «Привязать к VK\N{NO-BREAK SPACE}ID»."


def test_markdown_keeps_the_writers_own_words_between_the_steps() -> None:
    blocks = tree(markdown.render(guides.annotated_guide())).children
    own = [one.type for one in blocks if one.type != "heading"]
    assert own == [
        *["paragraph", "paragraph", "blockquote", "paragraph"],  # the introduction and the stamp
        "paragraph",  # what the marks mean
        *["paragraph", "ordered_list", "blockquote", "blockquote", "ordered_list", "paragraph"],
        "ordered_list",
        *["paragraph", "paragraph", "blockquote", "blockquote", "bullet_list", "paragraph"],
    ]
    starts = [int(one.attrs.get("start", 1)) for one in blocks if one.type == "ordered_list"]
    assert starts == [1, 2, 4]
    quotation = [one for one in blocks if one.type == "blockquote"][1]
    assert [one.children[0].content for one in quotation.children] == [
        "Страница может открыться не сразу.",
        "Подожди минуту и нажми «Обновить».",
    ]
    bold = [node for node in tree(markdown.render(guides.annotated_guide())).walk() if node.type == "strong"]
    assert [one.children[0].content for one in bold] == ["Войти", "Совет:", "спроси", "Внимание:"]
    text = markdown.render(guides.annotated_guide())
    assert "> [!TIP]\n> **Совет:** сначала" in text
    assert (
        "> [!WARNING]\n> **Внимание:** код не называй никому, и [школе](<https://school.example/help>)"
        in text
    )


def test_markdown_tells_a_draft() -> None:
    text = markdown.render(guides.draft_guide())
    assert "**ЧЕРНОВИК.**" in text
    assert "проверено" not in text
    assert "не проверялось**" in text
    assert "Картинки нет" in text


@pytest.mark.parametrize(
    "sentence",
    [
        "Нажми *звёздочку* и _черту_, [скобки](x) и `код`.",
        "<b>Войти</b> & <!-- нет -->",
        "# не заголовок | и не таблица ~~нет~~",
        "1. не второй список",
        "- и не третий",
        "![картинка](x) \\ $x$",
    ],
)
def test_markdown_shows_texts_as_they_are(sentence: str) -> None:
    rendered = markdown.render(guides.guide([guides.step(1, sentence, pictured=False)], title=sentence))
    nodes = list(tree(rendered).walk())
    told = [
        node.type for node in nodes if node.type in ("heading", "list_item", "image", "link", "html_inline")
    ]
    assert told == ["heading", "heading", "list_item"]
    shown = "".join(node.content for node in nodes if node.type in ("text", "text_special"))
    assert shown.startswith(sentence)


def test_markdown_links_addresses() -> None:
    step = guides.step(1, "Открой https://diary.example/a_b_c — и войди.", pictured=False)
    (link,) = [node for node in tree(markdown.render(guides.guide([step]))).walk() if node.type == "link"]
    assert link.attrs["href"] == "https://diary.example/a_b_c"


def spoken(file: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


LEGENDED: dict[str, Callable[[Guide], str]] = {
    "Markdown": markdown.render,
    "MkDocs": lambda guide: markdown.render(guide, markdown.MkDocs()),
    "Docusaurus": lambda guide: markdown.render(guide, markdown.Docusaurus()),
    "Confluence": confluence.render,
    "HTML": html.render,
    "the writer's HTML": lambda guide: html.render(guide, for_writer=True),
    "the tour": tour.render,
    "PDF": lambda guide: spoken(pdf.render(guide)),
    "the leaflet": lambda guide: spoken(leaflet.render(guide, "a4")),
    "Word": lambda guide: "\n".join(
        line.text for line in word.Document(io.BytesIO(docx.render(guide))).paragraphs
    ),
}


@pytest.mark.parametrize("form", LEGENDED)
def test_what_the_marks_mean_is_told_in_every_form_that_has_pictures(form: str) -> None:
    told = " ".join(LEGENDED[form](guides.verified_guide()).split())
    assert "плошная рамка и стрелка — нажми" in told
    assert "олки и глаз — увидишь это" in told


def test_what_the_marks_mean_is_left_out_where_there_are_none() -> None:
    bare = guides.guide((guides.step(1, pictured=False),))
    shown = [
        markdown.render(bare),
        confluence.render(bare),
        spoken(pdf.render_short(guides.verified_guide())),
    ]
    assert [told for told in shown if "рамка и стрелка" in told] == []


def test_a_name_in_capitals_is_not_cut_in_two() -> None:
    assert paper.plain("Привязать к VK ID или до VK Мессенджера") == (
        "Привязать к VK\N{NO-BREAK SPACE}ID или до VK\N{NO-BREAK SPACE}Мессенджера"
    )


FORMS = [
    *["confluence", "docusaurus.md", "guide-short.pdf", "guide-writer.html", "guide.docx", "guide.html"],
    *[
        "guide.json",
        "guide.md",
        "guide.pdf",
        "leaflet-a3.pdf",
        "leaflet.pdf",
        "mkdocs.md",
        "pictures",
        "tour.html",
    ],
]


def test_everything_is_published_together(tmp_path: Path) -> None:
    guide, told = make(walk(tmp_path / "journal", scale=2.0)), list[str]()
    path = publish(guide, tmp_path / "out" / "guide", progress=told.append)
    assert path == tmp_path / "out" / "guide" / "guide.html"
    assert sorted(one.name for one in path.parent.iterdir()) == FORMS
    assert [one.name for one in path.parent.parent.iterdir()] == ["guide"]
    assert sorted({*told} - {"картинки"}) == [one for one in FORMS if one not in ("guide.json", "pictures")]
    assert len(told) == FILES
    for node in tree((path.parent / "guide.md").read_text(encoding="utf-8")).walk():
        if node.type in ("image", "link") and not str(node.attrs.get("href", "")).startswith("https:"):
            assert (path.parent / str(node.attrs.get("src") or node.attrs["href"])).is_file()


def test_the_manifest_tells_what_a_comparison_needs(tmp_path: Path) -> None:
    guide = make(walk(tmp_path / "journal", scale=2.0))
    folder = publish(guide, tmp_path / "guide").parent
    manifest: dict[str, Any] = json.loads((folder / "guide.json").read_text(encoding="utf-8"))
    assert manifest["format"] == 3
    assert manifest["text"] == "made-up/chats"
    assert not manifest["is_draft"]
    stamp = manifest["stamp"]
    assert (stamp["target"], stamp["target_title"], stamp["timezone"]) == ("stand", "стенд", "UTC")
    step = manifest["sections"][1]["blocks"][0]
    assert (step["number"], step["claim"], step["verdict"]) == ("2", "press-link", "holds")
    picture = step["picture"]
    # Left, top, width and height in pixels of the whole picture: below the bar, and twice as large.
    left, top, width, height = CHANGING
    assert picture["changing"][0] == [2 * (left + 1), 2 * (top + 41), 2 * width, 2 * height]
    with Image.open(folder / picture["full"]) as full:
        button = full.convert("RGB").getpixel((round(2 * (BUTTON[0] + 21)), round(2 * (BUTTON[1] + 51))))
    assert button == (0x0B, 0x6B, 0x73), "a whole picture is kept without a loss"


def test_the_manifest_keeps_the_writers_own_words_in_their_places(tmp_path: Path) -> None:
    folder = publish(guides.annotated_guide(), tmp_path / "guide").parent
    manifest: dict[str, Any] = json.loads((folder / "guide.json").read_text(encoding="utf-8"))
    assert manifest["intro"][-1] == {"kind": "quotation", "text": "Это займёт пять минут."}
    kinds = [[block["kind"] for block in section["blocks"]] for section in manifest["sections"]]
    assert kinds == [
        ["paragraph", "step", "quotation", "quotation", "step", "step", "paragraph"],
        ["step"],
        ["paragraph", "paragraph", "tip", "warning", "list", "picture"],
    ]
    shown = manifest["sections"][-1]["blocks"][-1]
    with Image.open(folder / shown["picture"]) as picture:
        assert (picture.size, picture.convert("RGB").getpixel((9, 9))) == ((240, 120), (0x33, 0x66, 0x99))


def published(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt()])
def test_what_fails_in_the_middle_leaves_the_guide_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    folder = publish(guides.verified_guide(), tmp_path / "guide").parent
    before = published(folder)

    def fail(_: object) -> bytes:
        raise error

    monkeypatch.setattr(pdf, "render", fail)
    with pytest.raises(type(error)):
        publish(guides.guide([guides.step(2)]), folder)
    assert published(folder) == before
    assert [one.name for one in tmp_path.iterdir()] == ["guide"]


def test_what_fails_while_changing_places_leaves_the_guide_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = publish(guides.verified_guide(), tmp_path / "guide").parent
    before, rename = published(folder), Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError("gone")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail)
        with pytest.raises(OSError, match="gone"):
            publish(guides.guide([guides.step(2)]), folder)
    assert published(folder) == before
    assert [one.name for one in tmp_path.iterdir()] == ["guide"]


def test_a_guide_that_was_put_aside_by_a_killed_run_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = publish(guides.verified_guide(), tmp_path / "guide").parent
    before = published(folder)
    folder.rename(tmp_path / ".guide.old")
    (tmp_path / ".guide.part").mkdir()

    def fail(_: object) -> bytes:
        raise OSError

    monkeypatch.setattr(pdf, "render", fail)
    with pytest.raises(OSError):  # noqa: PT011 (what it says does not matter here)
        publish(guides.guide([guides.step(2)]), folder)
    assert published(folder) == before


def test_a_new_guide_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    publish(guides.guide([guides.step(1), guides.step(2)]), tmp_path / "guide")
    folder = publish(guides.guide([guides.step(3)]), tmp_path / "guide").parent
    assert sorted(one.name for one in (folder / "pictures").iterdir()) == [
        "03-claim-full.webp",
        "03-claim.webp",
    ]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diploma.txt").write_text("всё", encoding="utf-8")
    with pytest.raises(GuideError, match="не инструкция"):
        publish(guides.verified_guide(), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["diploma.txt"]
