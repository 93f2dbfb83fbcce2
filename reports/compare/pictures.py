"""What a reader would see change between two pictures: rendering noise is nothing, a renamed label is.

A pixel counts as changed when its colour lies outside everything that the other picture has within one CSS
pixel of it. So edges that are smoothed otherwise or have moved by a pixel pass, and what is new, gone or
elsewhere does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from PIL import Image, ImageChops, ImageDraw

from reports import pictures

Pixels = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels; right and bottom are outside."""

_CLEAR = 26
"""Of 255: a difference that shows even in a few pixels, such as a stroke of a letter."""
_FAINT = 5
"""Of 255: a difference that shows over an area alone, such as another shade of a background."""
_STROKE = 1.5
_AREA = 96.0
"""How many CSS pixels of a clear and of a faint difference are needed; fewer are specks."""
_CHROMA = 0.8
"""Weight of a difference in colour beside one in brightness, for which eyes are keener."""
_CELL = 8
"""CSS pixels: changes at most two cells apart are one region, so that a label is one and not a region a letter."""
_QUARTER = 64


@dataclass(frozen=True)
class Difference:
    """Where two pictures differ, in pixels of both, largest region first; `share` of all pixels, from 0 to 1."""

    regions: tuple[Pixels, ...]
    share: float

    @classmethod
    def unpacked(cls, made: bytes) -> Self:
        """Return a difference that `between` has found."""
        regions, share = json.loads(made)
        return cls(tuple((left, top, right, bottom) for left, top, right, bottom in regions), share)

    def __bool__(self) -> bool:
        return bool(self.regions)


def between(
    before_scale: float,
    after_scale: float,
    scale: float,
    left_out: Sequence[Pixels],
    before: bytes,
    after: bytes,
) -> tuple[bytes, ...]:
    """Compare two files at a scale, for `Difference.unpacked`. Raises `OSError` when one is no picture."""
    first, second = (
        at_scale(pictures.decoded(file), own, scale)
        for file, own in ((before, before_scale), (after, after_scale))
    )
    found = difference(first, second, left_out, scale)
    return (json.dumps([found.regions, found.share]).encode(),)


def at_scale(picture: Image.Image, own: float, scale: float) -> Image.Image:
    """Return a picture of some device pixels per CSS pixel with as many as `scale` says."""
    if scale == own:
        return picture
    size = (round(picture.width * scale / own), round(picture.height * scale / own))
    return picture.resize(size, Image.Resampling.BOX)


def difference(
    before: Image.Image, after: Image.Image, left_out: Sequence[Pixels] = (), scale: float = 1.0
) -> Difference:
    """Compare two pictures of `scale` device pixels per CSS pixel everywhere but in the boxes that are left out.

    What the larger of them has more is a change, unless it is a line of one CSS pixel.
    """
    width, height = (min(pair) for pair in zip(before.size, after.size, strict=True))
    first, second = (image.convert("RGB").crop((0, 0, width, height)) for image in (before, after))
    found = [*_inside(first, second, left_out, scale), *_surplus(before.size, after.size, scale)]
    found.sort(key=lambda region: _area(region[0]), reverse=True)
    whole = max(before.width, after.width) * max(before.height, after.height)
    return Difference(tuple(box for box, _ in found), min(1.0, sum(count for _, count in found) / whole))


def _inside(
    first: Image.Image, second: Image.Image, left_out: Sequence[Pixels], scale: float
) -> Iterator[tuple[Pixels, int]]:
    """Yield each region that has changed, with the number of its changed pixels."""
    raw = _blank(_levels(ImageChops.difference(first, second)), left_out)
    box = _above(raw, _FAINT).getbbox()  # most of a page has not changed, and costs no more than this
    if box is None:
        return
    reach = max(1, round(scale))
    left, top, right, bottom = box
    box = (
        max(0, left - reach), max(0, top - reach), min(first.width, right + reach), min(first.height, bottom + reach)
    )  # fmt: skip
    one, other = (image.crop(box).convert("YCbCr") for image in (first, second))
    beyond = ImageChops.lighter(_beyond(one, other, reach), _beyond(other, one, reach))
    luma, blue, red = beyond.split()
    colour = ImageChops.lighter(blue, red).point([round(level * _CHROMA) for level in range(256)])
    changes = Image.new("L", first.size)
    changes.paste(ImageChops.lighter(luma, colour), box[:2])
    changes = _blank(changes, left_out)
    yield from _regions(_above(changes, _CLEAR), _above(changes, _FAINT), scale)


def _beyond(one: Image.Image, other: Image.Image, reach: int) -> Image.Image:
    """Return how far each pixel is outside what the other picture has within `reach` pixels of it."""
    lighter = ImageChops.subtract(one, _spread(other, reach, ImageChops.lighter))
    darker = ImageChops.subtract(_spread(other, reach, ImageChops.darker), one)
    return ImageChops.lighter(lighter, darker)


def _spread(
    image: Image.Image, reach: int, choose: Callable[[Image.Image, Image.Image], Image.Image]
) -> Image.Image:
    """Give each pixel the lightest or darkest value around it; Pillow's rank filters take six times as long."""
    for _ in range(reach):
        for right, down in ((1, 0), (0, 1)):
            wide = image
            for shift in (-1, 1):
                moved = image.copy()  # its own pixels stay at the edge
                moved.paste(image, (shift * right, shift * down))
                wide = choose(wide, moved)
            image = wide
    return image


def _regions(clear: Image.Image, faint: Image.Image, scale: float) -> Iterator[tuple[Pixels, int]]:
    side = max(1, round(_CELL * scale))
    rows = zip(_rows(clear.reduce(side)), _rows(faint.reduce(side)), strict=True)
    cells = {
        (x, y)
        for y, (strokes, areas) in enumerate(rows)
        for x, (stroke, area) in enumerate(zip(strokes, areas, strict=True))
        if stroke or area >= _QUARTER
    }
    for left, top, right, bottom in _groups(cells):
        box = (
            left * side,
            top * side,
            min((right + 1) * side, faint.width),
            min((bottom + 1) * side, faint.height),
        )
        strokes, areas = clear.crop(box), faint.crop(box)
        count = areas.histogram()[255]
        inner = areas.getbbox()
        if inner and (strokes.histogram()[255] >= _STROKE * scale**2 or count >= _AREA * scale**2):
            yield (box[0] + inner[0], box[1] + inner[1], box[0] + inner[2], box[1] + inner[3]), count


def _groups(cells: set[tuple[int, int]]) -> Iterator[Pixels]:
    """Yield the first and last column and row of each group of cells that are at most two apart."""
    left = set(cells)
    while left:
        edge = [left.pop()]
        group = list(edge)
        while edge:
            x, y = edge.pop()
            near = {(x + dx, y + dy) for dx in range(-2, 3) for dy in range(-2, 3)} & left
            left -= near
            edge += near
            group += near
        columns, lines = [x for x, _ in group], [y for _, y in group]
        yield min(columns), min(lines), max(columns), max(lines)


def _surplus(one: tuple[int, int], other: tuple[int, int], scale: float) -> Iterator[tuple[Pixels, int]]:
    """Yield the strips by which one picture is wider or higher than the other."""
    (width, height), (right, bottom) = (
        map(min, zip(one, other, strict=True)),
        map(max, zip(one, other, strict=True)),
    )
    if right - width > scale:
        yield (width, 0, right, bottom), (right - width) * bottom
    if bottom - height > scale:
        yield (0, height, right, bottom), (bottom - height) * right


def _blank(image: Image.Image, boxes: Sequence[Pixels]) -> Image.Image:
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        draw.rectangle((left, top, right - 1, bottom - 1), fill=0)
    return image


def _levels(image: Image.Image) -> Image.Image:
    """Return the largest of a pixel's three channels."""
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _above(image: Image.Image, level: int) -> Image.Image:
    return image.point([255 if value > level else 0 for value in range(256)])


def _rows(image: Image.Image) -> Iterator[bytes]:
    data = image.tobytes()
    return (data[start : start + image.width] for start in range(0, len(data), image.width))


def _area(box: Pixels) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
