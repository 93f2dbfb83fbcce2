"""Comparing two guides: rendering noise is nothing, what a reader would see is found where it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import BrowserContext, Page, ViewportSize

from reports import compare
from reports.compare import Comparison, PublishedError
from reports.compare.pictures import Difference, difference
from reports.compare.words import changes
from tests.support.published import PublishedStep, make_first_format, page, publish

pytestmark = pytest.mark.heavy

PAGE = page()
BUTTON = (60, 300, 440, 388)
"""Where `page` draws its button, in pixels."""


def noisy(picture: Image.Image) -> Image.Image:
    """Every pixel off by two at most, as another machine rounds."""
    grain = Image.frombytes(
        "RGB", picture.size, random.Random(1).randbytes(picture.width * picture.height * 3)
    )
    grain = grain.point([value % 5 for value in range(256)] * 3)
    return ImageChops.subtract(ImageChops.add(picture, grain), Image.new("RGB", picture.size, (2, 2, 2)))


def specked(picture: Image.Image) -> Image.Image:
    picture = picture.copy()
    for place in range(40):
        picture.putpixel((25 * place + 3, (97 * place) % 640), (255, 0, 0))
    return picture


NOISE: dict[str, Callable[[Image.Image], Image.Image]] = {
    "nothing": Image.Image.copy,
    "grain": noisy,
    "single pixels": specked,
    "one pixel to the right": lambda picture: ImageChops.offset(picture, 1, 0),
    "one pixel down": lambda picture: ImageChops.offset(picture, 0, 1),
    "other smoothing": lambda picture: picture.filter(ImageFilter.GaussianBlur(0.5)),
}


@pytest.mark.parametrize("noise", NOISE)
def test_rendering_noise_is_no_change(noise: str) -> None:
    # The edges of the page move in or out with an offset, which no rendering does.
    edges = [(0, 0, 1000, 4), (0, 0, 4, 640)]
    assert not difference(PAGE, NOISE[noise](PAGE), edges, scale=2)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        (page("Подключить VK ID"), BUTTON),
        (page("Привязать к VK 1D"), BUTTON),
        (page("Привязать К VK ID"), BUTTON),
        (page("Привязать к VK ID."), BUTTON),
        (page(colour="#0a7a5f"), BUTTON),
        (page(left=200), (60, 300, 580, 388)),
    ],
    ids=["renamed", "one letter", "case", "full stop", "colour", "moved"],
)
def test_what_a_reader_sees_is_found_where_it_is(changed: Image.Image, where: tuple[int, ...]) -> None:
    found = difference(PAGE, changed, scale=2)
    assert found
    assert found.share > 0
    left, top, right, bottom = where
    for region in found.regions:
        assert region[0] >= left - 3
        assert region[1] >= top - 3
        assert region[2] <= right + 3
        assert region[3] <= bottom + 3


def test_letters_that_differ_in_their_dots_are_different_labels() -> None:
    found = difference(page("Ещё"), page("Еще"), scale=2)
    assert len(found.regions) == 1


def test_slight_shade_counts_over_an_area() -> None:
    shaded = PAGE.copy()
    shaded.paste(tuple(value - 8 for value in (243, 245, 248)), (500, 450, 1000, 640))
    assert difference(PAGE, shaded, scale=2).regions == ((500, 450, 1000, 640),)


def test_two_changes_are_two_regions_largest_first() -> None:
    changed = page("Подключить VK ID")
    changed.paste((200, 30, 30), (600, 500, 900, 620))
    first, second = difference(PAGE, changed, scale=2).regions
    assert first == (600, 500, 900, 620)
    assert second[1] > BUTTON[1]


def test_boxes_that_change_by_nature_are_left_out_and_nothing_beside_them() -> None:
    before, after = page(date="24 ноября"), page("Подключить VK ID", date="1 декабря")
    assert len(difference(before, after, scale=2).regions) == 2
    (region,) = difference(before, after, [(700, 0, 1000, 90)], scale=2).regions
    assert region[1] > BUTTON[1]


def test_what_a_larger_picture_has_more_is_a_change() -> None:
    taller = Image.new("RGB", (1000, 700), "#f3f5f8")
    taller.paste(PAGE)
    for found in (difference(PAGE, taller, scale=2), difference(taller, PAGE, scale=2)):
        assert found == Difference(((0, 640, 1000, 700),), 60 / 700)
    assert not difference(PAGE, PAGE.crop((0, 0, 1000, 638)), scale=2)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("Нажми «Войти».", "Нажми «Войти».", [("same", "Нажми «Войти».")]),
        (
            "Нажми «Войти».",
            "Нажми «Вход».",
            [("same", "Нажми «"), ("removed", "Войти"), ("added", "Вход"), ("same", "».")],
        ),
        ("Нажми.", "Теперь нажми.", [("removed", "Нажми"), ("added", "Теперь нажми"), ("same", ".")]),
        ("а б", "а", [("same", "а"), ("removed", " б")]),
        ("", "а", [("added", "а")]),
        ("один два три", "раз два раз", None),
    ],
)
def test_words(before: str, after: str, runs: Sequence[tuple[str, str]] | None) -> None:
    made = changes(before, after)
    if runs is not None:
        assert [(run.kind, run.text) for run in made] == runs
    assert "".join(run.text for run in made if run.kind != "added") == before
    assert "".join(run.text for run in made if run.kind != "removed") == after


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


SIZES: list[ViewportSize] = [{"width": 1280, "height": 800}, {"width": 390, "height": 800}]


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "telephone"])
def test_page_is_accessible_and_fits_its_window(opened: Page, size: ViewportSize) -> None:
    opened.set_viewport_size(size)
    opened.get_by_text("Окно целиком").first.click()
    found = Axe().run(opened).response["violations"]
    assert [violation["id"] for violation in found] == []
    assert opened.evaluate("document.documentElement.scrollWidth") == size["width"]


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
