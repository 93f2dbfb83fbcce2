"""Comparing two guides: what has changed is told at its step alone, for programs and on a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from reports import compare
from reports.compare import Comparison, PublishedError
from tests.support.published import PublishedStep, make_first_format, page, publish
from tests.support.readable import obstacles

pytestmark = pytest.mark.heavy

PAGE = page()
LINK = PublishedStep("press-link", "Нажми «Привязать к VK ID».", PAGE)
FORM = PublishedStep("vk-form", "Откроется форма VK.")
ENTER = PublishedStep("enter", "Войти можно кнопкой «Войти».", page("Войти"))
LEFT = PublishedStep("chats-left", "Список чатов стоит слева.", page("Чаты"))
STEPS = [LINK, FORM, ENTER, LEFT]


def compared(tmp_path: Path, before: Sequence[PublishedStep], after: Sequence[PublishedStep]) -> Comparison:
    folders = [publish(tmp_path / name, ("Раздел", steps)) for name, steps in (("a", before), ("b", after))]
    return compare.make(*map(compare.read, folders))


def kinds(made: Comparison) -> dict[str, list[str]]:
    return {change.step.claim: compare.labels(change) for change in made.changed}


def test_same_guide_walked_later_has_not_changed(tmp_path: Path) -> None:
    old = publish(tmp_path / "a", ("Раздел", STEPS), walked="2025-01-01T00:00:00+03:00")
    new = publish(tmp_path / "b", ("Раздел", STEPS), walked="2026-01-01T00:00:00+03:00")
    made = compare.make(compare.read(old), compare.read(new))
    assert not made
    assert compare.headline(made) == "Ничего не изменилось. Всего предложений: 4."


@pytest.mark.parametrize(
    ("after", "told", "headline"),
    [
        (
            [PublishedStep("press-link", LINK.sentence, page("Подключить VK ID")), *STEPS[1:]],
            {"press-link": ["картинка изменилась в 1 месте"]},
            "Изменилось: 1 картинка. Всего предложений: 4.",
        ),
        (
            [LINK, PublishedStep("vk-form", "Откроется окно VK."), ENTER, LEFT],
            {"vk-form": ["слова изменились"]},
            "Изменилось: 1 предложение. Всего предложений: 4.",
        ),
        (
            [PublishedStep("new", "Новое."), *STEPS],
            {"new": ["добавлен"]},
            "Добавлено: 1 предложение. Всего предложений: 5.",
        ),
        ([LINK, ENTER, LEFT], {"vk-form": ["удалён"]}, "Удалено: 1 предложение. Всего предложений: 3."),
        (
            [FORM, ENTER, LINK, LEFT],
            {"press-link": ["переставлен (был шаг 1)"]},
            "Переставлено: 1 предложение. Всего предложений: 4.",
        ),
        (
            [PublishedStep("press-link", LINK.sentence), *STEPS[1:]],
            {"press-link": ["картинки больше нет"]},
            "Изменилось: 1 картинка. Всего предложений: 4.",
        ),
        (
            [
                LINK,
                PublishedStep("vk-form", FORM.sentence, verdict="drift", notes=["слова другие"]),
                ENTER,
                LEFT,
            ],
            {"vk-form": ["примечание изменилось", "было «подтверждено», стало «слова расходятся»"]},
            "Изменилось: 1 примечание и 1 вердикт. Всего предложений: 4.",
        ),
    ],
    ids=["picture", "reworded", "added", "removed", "moved", "without picture", "verdict"],
)
def test_each_kind_of_change_is_told_at_its_step_alone(
    tmp_path: Path, after: Sequence[PublishedStep], told: dict[str, list[str]], headline: str
) -> None:
    made = compared(tmp_path, STEPS, after)
    assert kinds(made) == told
    assert compare.headline(made) == headline


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([page("Войти")], [page("Войти")], []),
        ([page("Войти")], [page("Зайти")], ["изменилась 1 картинка перед ней"]),
        ([], [page("Войти")], ["изменилась 1 картинка перед ней"]),
        ([page("Войти"), page("Да")], [page("Зайти")], ["изменилось 2 картинки перед ней"]),
    ],
    ids=["same", "changed", "added", "changed and removed"],
)
def test_the_pictures_before_the_last_of_a_step_are_compared_too(
    tmp_path: Path, before: Sequence[Image.Image], after: Sequence[Image.Image], told: list[str]
) -> None:
    steps = [replace(LINK, earlier=pictures) for pictures in (before, after)]
    made = compared(tmp_path, steps[:1], steps[1:])
    assert [label for labels in kinds(made).values() for label in labels] == told


def test_removed_step_stands_where_it_was(tmp_path: Path) -> None:
    made = compared(tmp_path, STEPS, [LINK, LEFT])
    assert [change.step.claim for change in made.steps] == ["press-link", "vk-form", "enter", "chats-left"]


def test_changing_boxes_of_either_guide_are_left_out(tmp_path: Path) -> None:
    box = [(700.0, 0.0, 300.0, 90.0)]
    before = [PublishedStep("a", "А.", page(date="24 ноября"))]
    after = [PublishedStep("a", "А.", page(date="1 декабря"), changing=box)]
    assert not compared(tmp_path / "new", before, after)
    assert not compared(tmp_path / "old", after, before)
    assert compared(tmp_path / "none", before, [PublishedStep("a", "А.", page(date="1 декабря"))])


def test_pictures_of_different_density_are_compared_by_what_they_show(tmp_path: Path) -> None:
    coarse = PAGE.resize((500, 320), Image.Resampling.BOX)
    before, after = [PublishedStep("a", "А.", PAGE)], [PublishedStep("a", "А.", coarse, scale=1.0)]
    assert not compared(tmp_path, before, after)


def test_texts_outside_of_the_steps_count(tmp_path: Path) -> None:
    old = publish(tmp_path / "a", ("Вход", [LINK]), ("Чаты", [FORM]))
    new = publish(tmp_path / "b", ("Вход", [LINK]), ("Все чаты", [FORM]), intro=["Понадобится логин."])
    made = compare.make(compare.read(old), compare.read(new))
    assert [text.where for text in made.texts] == ["Введение", "Заголовки разделов"]
    assert compare.headline(made) == "Изменилось: 2 текста вне шагов. Всего предложений: 2."


WORDS = [("paragraph", "Сначала."), ("quotation", "Подожди.\nДолго."), ("paragraph", "Вот и всё.")]
ONE, TWO, THREE = WORDS
Blocks = Sequence[PublishedStep | tuple[str, str]]
PASSAGES: dict[str, tuple[list[Blocks], list[tuple[str, str]]]] = {
    "same": ([[ONE, LINK, TWO, FORM, THREE], [ENTER]], []),
    "reworded": (
        [[ONE, LINK, ("quotation", "Подожди.\nНедолго."), FORM, THREE], [ENTER]],
        [("Раздел «А»", "слова изменились")],
    ),
    "added": (
        [[ONE, LINK, TWO, FORM, THREE], [ENTER, ("quotation", "Ещё.")]],
        [("Раздел «Б»", "добавлена цитата")],
    ),
    "removed": ([[ONE, LINK, FORM, THREE], [ENTER]], [("Раздел «А»", "удалена цитата")]),
    "behind the next step": (
        [[ONE, LINK, FORM, TWO, THREE], [ENTER]],
        [("Раздел «А»", "переставлена цитата")],
    ),
    "under the next heading": (
        [[ONE, LINK, TWO, FORM], [THREE, ENTER]],
        [("Раздел «Б»", "переставлен абзац")],
    ),
    "of another kind": (
        [[ONE, LINK, ("paragraph", "Подожди. Долго."), FORM, THREE], [ENTER]],
        [("Раздел «А»", "абзац вместо цитаты")],
    ),
    "a step gone before it": ([[ONE, TWO, FORM, THREE], [ENTER]], []),
    "before the first section": (
        [[LINK, TWO, FORM, THREE], [ENTER]],
        [("Введение", "переставлен абзац")],
    ),
}


@pytest.mark.parametrize("case", PASSAGES)
def test_the_writers_own_words_count(tmp_path: Path, case: str) -> None:
    (first, second), told = PASSAGES[case]
    intro = [ONE] if case == "before the first section" else []
    old = publish(tmp_path / "a", ("А", [ONE, LINK, TWO, FORM, THREE]), ("Б", [ENTER]), intro=[])
    new = publish(tmp_path / "b", ("А", first), ("Б", second), intro=intro)
    made = compare.make(compare.read(old), compare.read(new))
    assert [(text.where, text.fate) for text in made.texts] == told
    for text in made.texts:
        assert f"{text.where}, {text.fate}:" in compare.render(made)


def test_a_guide_from_before_the_writers_own_words_were_kept_is_the_same(tmp_path: Path) -> None:
    new = publish(tmp_path / "new", ("Раздел", STEPS), intro=["Раз.", "Два."])
    old = publish(tmp_path / "old", ("Раздел", STEPS), intro=["Раз.", "Два."])
    manifest = make_first_format(old)
    assert not compare.make(compare.read(old), compare.read(new))
    manifest["sections"][0]["steps"] = 3
    (old / "guide.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(PublishedError, match="не описание инструкции"):
        compare.read(old)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "guide.json").unlink(), "здесь нет инструкции с картинками"),
        (lambda folder: (folder / "guide.json").write_text("{"), "это не описание инструкции"),
        (lambda folder: (folder / "guide.json").write_text('{"format": 3}'), "записано другой версией"),
        (lambda folder: (folder / "pictures/01-press-link-full.webp").unlink(), "картинки нет на месте"),
    ],
    ids=["no manifest", "half", "other format", "no picture"],
)
def test_guide_that_cannot_be_used_is_named_with_the_remedy(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    folder = publish(tmp_path / "guide", ("Раздел", STEPS))
    spoil(folder)
    with pytest.raises(PublishedError, match=said) as caught:
        compare.read(folder)
    assert str(folder) in str(caught.value)
    assert "python -m reports render" in str(caught.value)


def test_manifest_cannot_name_files_outside_of_its_folder(tmp_path: Path) -> None:
    folder = publish(tmp_path / "guide", ("Раздел", STEPS))
    manifest = json.loads((folder / "guide.json").read_text())
    manifest["sections"][0]["blocks"][0]["picture"]["full"] = "../secret.webp"
    (folder / "guide.json").write_text(json.dumps(manifest))
    with pytest.raises(PublishedError, match="не описание инструкции"):
        compare.read(folder)


def test_picture_that_is_none_is_named(tmp_path: Path) -> None:
    old, new = (publish(tmp_path / name, ("Раздел", [LINK])) for name in "ab")
    picture = new / "pictures" / "01-press-link-full.webp"
    picture.write_bytes(b"not a picture")
    with pytest.raises(PublishedError, match="это не картинка"):
        compare.make(compare.read(old), compare.read(new))


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of two guides that differ in every way."""
    folder = tmp_path_factory.mktemp("compare")
    after = [
        PublishedStep("new", "Прочитай <b>правила</b>.", page("Согласен")),
        PublishedStep("press-link", "Нажми «Подключить VK ID».", page("Подключить VK ID")),
        LEFT,
        PublishedStep("enter", ENTER.sentence),
    ]
    made = compared(folder, STEPS, after)
    path = folder / "compare.html"
    path.write_text(compare.render(made), encoding="utf-8")
    return path


@pytest.fixture
def opened(html: Path, context: BrowserContext) -> Page:
    """The page in a browser that has no network."""
    context.set_offline(True)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(html.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    return opened


def test_page_is_read_by_whoever_comes(opened: Page) -> None:
    opened.get_by_text("Окно целиком").first.click()
    assert obstacles(opened) == []


def test_page_shows_before_after_and_difference_of_each_changed_step(opened: Page) -> None:
    step = opened.get_by_role("article", name="Нажми")
    assert step.get_by_role("figure").all_inner_texts() == ["Было", "Стало", "Разница"]
    assert step.locator("del").inner_text() == "Привязать к"
    assert step.locator("ins").inner_text() == "Подключить"
    assert all(opened.evaluate("[...document.images].map(one => one.complete && one.naturalWidth > 0)"))
    places = opened.get_by_role("article").locator(".place").all_inner_texts()
    assert places == ["Шаг 1", "Шаг 2", "Бывший шаг 2", "Шаг 3", "Шаг 4"]


def test_page_is_set_in_the_type_that_it_names(opened: Page) -> None:
    style = "(one, name) => getComputedStyle(one).getPropertyValue(name)"
    font = opened.locator("body").evaluate(style, "font-family")
    assert font == 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
    assert opened.locator("h1").evaluate(style, "font-family") == font


def test_page_takes_texts_for_texts(opened: Page) -> None:
    assert (
        opened.get_by_role("article").first.get_by_role("heading").inner_text() == "Прочитай <b>правила</b>."
    )


def test_page_of_no_change_says_so_in_a_line(tmp_path: Path) -> None:
    made = compared(tmp_path, STEPS, STEPS)
    text = compare.render(made)
    assert "Ничего не изменилось. Всего предложений: 4." in text
    assert "<article" not in text
    assert "<img" not in text
