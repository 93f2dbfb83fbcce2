"""Draws smooth shapes and text on a picture of any density, in CSS pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from reports.guide.rect import Rect

Point = tuple[float, float]

_FONTS = Path(__file__).parents[1] / "fonts"
# Pillow draws shapes with stairs; drawn this much larger and averaged they are smooth.
_FINE = 3


@cache
def font(weight: str, size: float) -> ImageFont.FreeTypeFont:
    """Return our font, `Regular` or `SemiBold`, at a size in device pixels."""
    return ImageFont.truetype(_FONTS / f"Inter-{weight}.otf", size)


class Pen:
    """Draws on one picture, which it changes."""

    def __init__(self, picture: Image.Image, scale: float) -> None:
        self._picture = picture
        self._scale = scale

    def fill(self, rect: Rect, colour: str, radius: float = 0) -> None:
        """Fill a rectangle with rounded corners."""
        self._paint(rect, colour, lambda tile: tile.rect(rect, radius))

    def outline(
        self, rect: Rect, colour: str, width: float, radius: float, gaps: Sequence[Rect] = ()
    ) -> None:
        """Draw a rounded line whose middle runs along a rectangle; `gaps` are left out of it."""

        def draw(tile: _Tile) -> None:
            tile.rect(rect.grown(width / 2), radius + width / 2)
            tile.rect(rect.grown(-width / 2), max(radius - width / 2, 0), ink=0)
            for gap in gaps:
                tile.rect(gap, 0, ink=0)

        self._paint(rect.grown(width / 2), colour, draw)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Draw a line with round ends and joints."""
        self._paint(_around(points).grown(width / 2), colour, lambda tile: tile.line(points, width))

    def polygon(self, points: Sequence[Point], colour: str, halo: float = 0) -> None:
        """Fill a polygon, grown by the width of a halo."""

        def draw(tile: _Tile) -> None:
            tile.polygon(points)
            if halo:
                tile.line([*points, points[0]], 2 * halo)

        self._paint(_around(points).grown(halo), colour, draw)

    def text(self, at: Point, text: str, colour: str, size: float, weight: str, anchor: str) -> None:
        """Write a line of text; `anchor` is Pillow's, the size is in CSS pixels."""
        place = (at[0] * self._scale, at[1] * self._scale)
        draw = ImageDraw.Draw(self._picture)
        draw.text(place, text, fill=colour, font=font(weight, size * self._scale), anchor=anchor)

    def text_width(self, text: str, size: float, weight: str) -> float:
        """Return how wide a line of text is, in CSS pixels."""
        return font(weight, size * self._scale).getlength(text) / self._scale

    def _paint(self, around: Rect, colour: str, draw: Callable[[_Tile], None]) -> None:
        left, top, right, bottom = around.grown(1).pixels(self._scale)
        tile = _Tile((left, top), (right - left, bottom - top), self._scale)
        draw(tile)
        self._picture.paste(colour, (left, top, right, bottom), tile.mask())


class _Tile:
    """Where a shape covers the picture, drawn larger than it will be."""

    def __init__(self, origin: tuple[int, int], size: tuple[int, int], scale: float) -> None:
        self._origin = origin
        self._scale = scale
        self._large = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
        self._draw = ImageDraw.Draw(self._large)

    def mask(self) -> Image.Image:
        return self._large.reduce(_FINE)

    def rect(self, rect: Rect, radius: float, ink: int = 255) -> None:
        (left, top), (right, bottom) = self._at((rect.left, rect.top)), self._at((rect.right, rect.bottom))
        if right - left >= 1 and bottom - top >= 1:
            # Pillow's lower right corner lies within the rectangle.
            self._draw.rounded_rectangle((left, top, right - 1, bottom - 1), self._long(radius), fill=ink)

    def line(self, points: Sequence[Point], width: float) -> None:
        placed, thick = [self._at(point) for point in points], self._long(width)
        self._draw.line(placed, 255, round(thick))
        for x, y in placed:
            self._draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), 255)

    def polygon(self, points: Sequence[Point]) -> None:
        self._draw.polygon([self._at(point) for point in points], 255)

    def _at(self, point: Point) -> Point:
        return (
            (point[0] * self._scale - self._origin[0]) * _FINE,
            (point[1] * self._scale - self._origin[1]) * _FINE,
        )

    def _long(self, length: float) -> float:
        return length * self._scale * _FINE


def _around(points: Sequence[Point]) -> Rect:
    across, down = zip(*points, strict=True)
    return Rect(min(across), min(down), max(across), max(down))
