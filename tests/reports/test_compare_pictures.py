"""Comparing two pictures and two texts: rendering noise is nothing, what a reader would see is found where it is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from PIL import Image, ImageChops, ImageFilter

from reports.compare.pictures import Difference, difference
from reports.compare.words import changes
from tests.support.published import page

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
