"""Marks are where the things are, look apart from each other, and no crop cuts through one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from reports.guide import crop, frame
from reports.guide.crop import Scene
from reports.guide.edges import Edges, outlines, reduced
from reports.guide.frame import BAR, EDGE, framed
from reports.guide.make import make
from reports.guide.marks import FILLED, PRESSED, SEEN, Target, draw
from reports.guide.pen import Pen
from reports.guide.placing import Busy, place
from reports.guide.rect import Rect
from tests.support.walked import BESIDE, BUTTON, CHATS, LOGIN, PAGE, SEND, WINDOW, page, walk
from verifier.walk.journal import Box, MarkKind

pytestmark = pytest.mark.heavy

ROOM = Rect(0, 0, *WINDOW)
COLOURS: dict[MarkKind, str] = {"pressed": PRESSED, "filled": FILLED, "seen": SEEN}
SCALES = [1.0, 1.5, 2.0]


def rgb(picture: Image.Image, at: tuple[float, float], scale: float) -> tuple[int, ...]:
    pixel = picture.getpixel((round(at[0] * scale), round(at[1] * scale)))
    assert isinstance(pixel, tuple)
    return pixel


def painted(picture: Image.Image, colour: str, scale: float) -> Rect:
    """Return the smallest rectangle around everything that has exactly this colour."""
    wanted = ImageColor.getrgb(colour)
    masks = [
        band.point([255 * (level == value) for level in range(256)])
        for band, value in zip(picture.split(), wanted, strict=True)
    ]
    every = Image.merge("RGB", masks).convert("L").point([0] * 255 + [255])
    box = every.getbbox()
    assert box is not None, f"nothing is {colour}"
    left, top, right, bottom = box
    return Rect(left / scale, top / scale, right / scale, bottom / scale)


def marked(scale: float, *targets: tuple[MarkKind, Box], number: str = "4") -> Image.Image:
    picture = page([box for _, box in targets], scale)
    draw(picture, scale, number, [Target(kind, Rect.of(box)) for kind, box in targets], ROOM)
    return picture


@pytest.mark.parametrize("scale", SCALES)
def test_a_press_is_outlined_all_around_without_hiding_anything(scale: float) -> None:
    before, after = page([BUTTON], scale), marked(scale, ("pressed", BUTTON))
    rect = Rect.of(BUTTON)
    for at in (
        (rect.left - 4.5, rect.middle[1]),
        (rect.middle[0], rect.top - 4.5),
        (rect.middle[0], rect.bottom + 4.5),
    ):
        assert rgb(after, at, scale) == ImageColor.getrgb(PRESSED)
    inside = rect.grown(-1).pixels(scale)
    assert before.crop(inside).tobytes() == after.crop(inside).tobytes()


@pytest.mark.parametrize("scale", SCALES)
def test_the_arrow_ends_at_the_button_and_begins_at_the_number(scale: float) -> None:
    picture = marked(scale, ("pressed", BUTTON))
    rect = Rect.of(BUTTON)
    arrow_head = (rect.right + 6 + 6, rect.middle[1])
    shaft = (rect.right + 6 + 20, rect.middle[1])
    disc = (rect.right + 6 + 30 + 4, rect.middle[1] + 6)
    assert [rgb(picture, at, scale) for at in (arrow_head, shaft, disc)] == [ImageColor.getrgb(PRESSED)] * 3
    number = Rect(rect.right + 6 + 30 + 6, rect.middle[1] - 8, rect.right + 6 + 30 + 24, rect.middle[1] + 8)
    assert (255, 255, 255) in colours(picture, number, scale)


def colours(picture: Image.Image, rect: Rect, scale: float) -> set[tuple[int, ...]]:
    found = picture.crop(rect.pixels(scale)).getcolors(1 << 24)
    assert found is not None
    return {colour for _, colour in found if isinstance(colour, tuple)}


def test_numbers_differ() -> None:
    one, other = (marked(2.0, ("pressed", BUTTON), number=number) for number in "47")
    assert one.tobytes() != other.tobytes()


@pytest.mark.parametrize("ground", ["#000000", "#ffffff", PRESSED, "#0077ff"])
def test_a_mark_is_seen_on_any_page(ground: str) -> None:
    picture = Image.new("RGB", (2000, 1400), ground)
    draw(picture, 2.0, "1", [Target("pressed", Rect.of(BUTTON))], ROOM)
    around = colours(picture, Rect.of(BUTTON).grown(8), 2.0)
    assert {ImageColor.getrgb(PRESSED), (255, 255, 255)} <= around


def test_kinds_differ_in_shape_not_only_in_colour() -> None:
    """Counts how much of the upper line is drawn: all of it, dashes, or nothing but its corners."""
    shares = {}
    rect = Rect.of(LOGIN)
    for kind, colour in COLOURS.items():
        picture = marked(2.0, (kind, LOGIN))
        line = [rgb(picture, (rect.left + x, rect.top - 4.5), 2.0) for x in range(10, 290)]
        shares[kind] = line.count(ImageColor.getrgb(colour)) / len(line)
    assert shares["pressed"] == 1
    assert 0.4 < shares["filled"] < 0.7
    assert shares["seen"] < 0.15


def test_what_is_seen_or_filled_has_no_arrow() -> None:
    for kind in ("seen", "filled"):
        reach = painted(marked(2.0, (kind, BUTTON)), COLOURS[kind], 2.0)
        assert reach.width < BUTTON[2] + 12 + 60


@pytest.mark.parametrize("scale", SCALES)
def test_a_region_at_the_edge_is_outlined_inside_the_picture(scale: float) -> None:
    picture = marked(scale, ("seen", CHATS))
    for at in (
        (3, CHATS[1] + 10),
        (3, WINDOW[1] - 12),
        (10, WINDOW[1] - 3),
        (CHATS[2] + 4.5, WINDOW[1] - 12),
    ):
        assert rgb(picture, at, scale) == ImageColor.getrgb(SEEN)


def test_marks_on_one_picture_do_not_cover_each_other() -> None:
    targets = [Rect.of(box) for box in (BUTTON, BESIDE, LOGIN, SEND)]
    picture = page([BUTTON, BESIDE, LOGIN, SEND], 2.0)
    badges = draw(picture, 2.0, "12", [Target("seen", rect) for rect in targets], ROOM)
    assert not [pair for pair in combinations(badges, 2) if pair[0].overlaps(pair[1])]
    # A badge may touch its own outline, so a few pixels are allowed.
    assert not [(badge, rect) for badge in badges for rect in targets if badge.grown(-6).overlaps(rect)]


def test_an_arrow_avoids_texts() -> None:
    picture = page([BUTTON], 1.0)
    pen = Pen(picture, 1.0)
    pen.text((BUTTON[0] + BUTTON[2] + 12, 322), "здесь уже что-то написано", "#000000", 16, "Regular", "lm")
    (badge,) = draw(picture, 1.0, "1", [Target("pressed", Rect.of(BUTTON))], ROOM)
    assert badge.right < BUTTON[0]


@pytest.mark.parametrize("box", [(0, 0, 1000, 700), (0, 0, 40, 20), (960, 680, 40, 20), (2, 300, 996, 40)])
def test_a_badge_stays_on_the_picture_however_little_room_there_is(box: Box) -> None:
    rect = Rect.of(box)
    for arrow in (True, False):
        spot = place(rect, (50, 30), arrow, ROOM, [], Busy(page([box], 1.0), 1.0, []))
        assert ROOM.contains(spot.badge)


def test_covered_texts_count_as_texts() -> None:
    grey = reduced(Image.new("RGB", (200, 100), PAGE), 2.0)
    assert grey.size == (100, 50)
    assert outlines(grey, []).getbbox() is None
    assert outlines(grey, [Rect(10, 10, 30, 20)]).getbbox() == (10, 10, 30, 20)


def scene(*boxes: Box, where: str = "chats", window: Rect = ROOM) -> Scene:
    return Scene(where, window, tuple(Rect.of(box) for box in boxes))


def plan(scenes: Sequence[Scene], shown: Image.Image | None = None) -> list[Rect]:
    """Plan with the edges of one picture for all scenes, packed as processes hand them on."""
    seen = Edges.of(shown or page([BUTTON, LOGIN], 1.0), 1.0, [])
    return crop.plan(scenes, lambda places: [Edges.unpacked(*seen.packed()) for _ in places])


@pytest.mark.parametrize("box", [BUTTON, LOGIN, CHATS, (0, 0, 10, 10), (990, 690, 10, 10), (0, 0, 1000, 700)])
def test_a_crop_contains_the_mark_and_room_around_it(box: Box) -> None:
    (part,) = plan([scene(box)])
    assert part.contains(Rect.of(box).grown(50).clipped(ROOM))
    assert ROOM.contains(part)
    assert part.width >= 600
    assert part.height >= 400


def test_a_mark_in_the_upper_part_is_shown_with_the_head_of_the_page() -> None:
    (part,) = plan([scene(BUTTON)])
    assert part.top == 0


def test_steps_on_one_page_are_cropped_alike() -> None:
    first, elsewhere, second = plan([scene(BUTTON), scene(LOGIN, where="login"), scene(BESIDE)])
    assert first == second != elsewhere


def test_a_crop_cuts_through_no_text() -> None:
    """The text begins within the usual width around the mark and ends beyond it."""
    picture = Image.new("RGB", (1600, 700), PAGE)
    Pen(picture, 1.0).text((1000, 100), "Уроки: понедельник, 24 ноября", "#000000", 18, "Regular", "lt")
    (part,) = plan([scene((700, 300, 100, 40), window=Rect(0, 0, 1600, 700))], picture)
    box = outlines(reduced(picture, 1.0), []).getbbox()
    assert box is not None
    inked = Rect(*map(float, box))
    assert part.contains(inked) or not part.overlaps(inked)


def test_without_marks_the_whole_window_is_shown() -> None:
    assert plan([scene()]) == [ROOM]


@pytest.mark.parametrize("scale", SCALES)
def test_pictures_have_their_density_and_their_window(tmp_path: Path, scale: float) -> None:
    for step in make(walk(tmp_path, scale=scale)).steps:
        assert step.picture is not None
        edge, bar = round(EDGE * scale), round(BAR * scale)
        width, height = (round(side * scale) + 2 * edge for side in WINDOW)
        assert step.picture.full.size == (width, height + bar)
        assert step.picture.scale == scale
        assert step.picture.cropped.width <= step.picture.full.width


def test_every_mark_is_on_the_cropped_picture_too(tmp_path: Path) -> None:
    press = make(walk(tmp_path)).steps[1].picture
    assert press is not None
    full, cropped = (painted(image, PRESSED, 2.0) for image in (press.full, press.cropped))
    assert (full.width, full.height) == (cropped.width, cropped.height)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://web.vk.me/", "web.vk.me"),
        ("https://id.vk.ru/auth?code=1#x", "id.vk.ru/auth"),
        ("about:blank", "about:blank"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(url: str, shown: str) -> None:
    assert frame.address(url) == shown


def test_a_long_address_stays_in_its_field() -> None:
    picture = Image.new("RGB", (600, 100), PAGE)
    short, long = (
        framed(picture, 1.0, f"https://chats.example/{'a' * count}", "Окно 2: чат") for count in (1, 400)
    )
    assert short.size == long.size == (602, 142)
    assert short.crop((575, 0, 602, 41)).tobytes() == long.crop((575, 0, 602, 41)).tobytes()
