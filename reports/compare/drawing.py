"""The pictures of a comparison: before, after, and after with what has changed brought out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from reports.compare.pictures import Pixels

_LINE, _HALO = "#111111", "#ffd400"
"""Unlike any mark that a guide draws itself."""
_PALE = 0.6
"""How much white is laid over what has not changed."""
_AROUND = 72
"""CSS pixels of context around what has changed."""
_LEAST = (520, 325)
"""The smallest window on a picture, in CSS pixels: less would not tell where on the page it is."""


@dataclass(frozen=True)
class Triptych:
    """The same place of a picture before and after, and the difference there and in the whole picture."""

    before: Image.Image
    after: Image.Image
    difference: Image.Image
    whole: Image.Image

    @property
    def is_whole(self) -> bool:
        """Say whether that place is the whole picture."""
        return self.difference.size == self.whole.size


def triptych(before: Image.Image, after: Image.Image, regions: Sequence[Pixels], scale: float) -> Triptych:
    """Cut out what has changed, with context, at the same place of two pictures of one scale."""
    size = (max(before.width, after.width), max(before.height, after.height))
    box = _window(regions, size, scale)
    first, second = (_on_white(image, size) for image in (before, after))
    whole = _brought_out(second, regions, scale)
    return Triptych(first.crop(box), second.crop(box), whole.crop(box), whole)


def _brought_out(picture: Image.Image, regions: Sequence[Pixels], scale: float) -> Image.Image:
    """Return a picture faded but for the regions, which are outlined."""
    faded = Image.blend(picture, Image.new("RGB", picture.size, "white"), _PALE)
    draw = ImageDraw.Draw(faded)
    gap, halo, line = round(9 * scale), max(1, round(2 * scale)), max(1, round(2 * scale))
    for region in regions:
        box = _grown(region, gap, faded.size)
        faded.paste(picture.crop(box), box[:2])
        _outline(draw, _grown(box, halo, faded.size), _HALO, line + 2 * halo)
        _outline(draw, box, _LINE, line)
    return faded


def _grown(box: Pixels, by: int, size: tuple[int, int]) -> Pixels:
    left, top, right, bottom = box
    return max(0, left - by), max(0, top - by), min(size[0], right + by), min(size[1], bottom + by)


def _outline(draw: ImageDraw.ImageDraw, box: Pixels, colour: str, width: int) -> None:
    draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), outline=colour, width=width)


def _window(regions: Sequence[Pixels], size: tuple[int, int], scale: float) -> Pixels:
    around = round(_AROUND * scale)
    left, top = (min(region[side] for region in regions) - around for side in (0, 1))
    right, bottom = (max(region[side] for region in regions) + around for side in (2, 3))
    left, right = _at_least(left, right, round(_LEAST[0] * scale), size[0])
    # Neighbouring pictures of one row look tidy in the proportions of a window.
    top, bottom = _at_least(top, bottom, round((right - left) * _LEAST[1] / _LEAST[0]), size[1])
    return left, top, right, bottom


def _at_least(start: int, end: int, length: int, limit: int) -> tuple[int, int]:
    """Widen a stretch to both sides, and move it back inside of 0 to `limit`."""
    missing = max(0, length - (end - start))
    length = min(limit, end - start + missing)
    start = min(max(0, start - missing // 2), limit - length)
    return start, start + length


def _on_white(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    sheet = Image.new("RGB", size, "white")
    sheet.paste(image)
    return sheet
