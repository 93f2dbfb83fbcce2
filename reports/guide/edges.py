"""Where a picture shows something: what may be hidden by a mark, and where it may be cut."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from PIL import Image, ImageChops

from reports.guide.rect import Rect

_CONTRAST = 10
_FAINT = 8
_TEXT = 12
_GROUND = 0.5
_AIR = 8
"""CSS pixels between a cut and the next text."""


def outlines(grey: Image.Image, changing: Sequence[Rect]) -> Image.Image:
    """Return where neighbouring pixels of a grey picture differ; what is covered counts as text all over."""
    steps = ImageChops.lighter(
        ImageChops.difference(grey, ImageChops.offset(grey, 1, 0)),
        ImageChops.difference(grey, ImageChops.offset(grey, 0, 1)),
    )
    shown = _above(steps, _CONTRAST)
    # The offset wraps around: the first row and column were compared with the last.
    shown.paste(0, (0, 0, shown.width, 1))
    shown.paste(0, (0, 0, 1, shown.height))
    for rect in changing:
        shown.paste(255, rect.pixels(1))
    return shown


def reduced(picture: Image.Image, scale: float) -> Image.Image:
    """Return a picture in grey, with one pixel for each CSS pixel."""
    size = (max(round(picture.width / scale), 1), max(round(picture.height / scale), 1))
    return picture.convert("L").resize(size, Image.Resampling.BOX)


@dataclass(frozen=True)
class Edges:
    """Where a page has texts and boxes, to be cut beside them; `ground` is where it is not its background."""

    texts: Image.Image
    ground: Image.Image

    @classmethod
    def of(cls, picture: Image.Image, scale: float, changing: Sequence[Rect]) -> Self:
        """Look at a picture."""
        grey = reduced(picture, scale)
        width, height = grey.size
        sides = [grey.crop((x, 0, x + 1, height)).resize(grey.size) for x in (0, width - 1)]
        ground = ImageChops.darker(*(ImageChops.difference(grey, side) for side in sides))
        return cls(outlines(grey, changing), _above(ground, _FAINT))

    @classmethod
    def unpacked(cls, size: bytes, texts: bytes, ground: bytes) -> Self:
        """Return edges that were packed."""
        width, height = map(int, size.split())
        return cls(*(_grey((width, height), bits) for bits in (texts, ground)))

    def packed(self) -> tuple[bytes, bytes, bytes]:
        """Return the size and both maps in a hundredth of the bytes, for `unpacked`."""
        width, height = self.texts.size
        return f"{width} {height}".encode(), _bits(self.texts), _bits(self.ground)

    def joined(self, other: Edges) -> Self:
        """Return where either of two pictures of one size shows something."""
        texts = ImageChops.lighter(self.texts, other.texts)
        return type(self)(texts, ImageChops.lighter(self.ground, other.ground))

    def columns(self, top: float, bottom: float) -> Callable[[float], float]:
        """Return how bad it is to cut at a column, between two rows; 0 is between or beside everything."""
        part = (0, round(top), self.texts.width, max(round(bottom), round(top) + 1))
        return self._cost(
            [image.crop(part).resize((image.width, 1), Image.Resampling.BOX) for image in self._maps]
        )

    def rows(self, left: float, right: float) -> Callable[[float], float]:
        """Return how bad it is to cut at a row, between two columns."""
        part = (round(left), 0, max(round(right), round(left) + 1), self.texts.height)
        return self._cost(
            [image.crop(part).resize((1, image.height), Image.Resampling.BOX) for image in self._maps]
        )

    @property
    def _maps(self) -> tuple[Image.Image, Image.Image]:
        return self.texts, self.ground

    def _cost(self, profiles: Sequence[Image.Image]) -> Callable[[float], float]:
        texts, ground = (profile.tobytes() for profile in profiles)
        length = len(texts)

        def cost(at: float) -> float:
            place = round(at)
            if not 0 < place < length:
                return 0.0
            near = texts[max(place - _AIR, 0) : place + _AIR]
            return _TEXT * max(near) / 255 + _GROUND * ground[place] / 255

        return cost


def _bits(image: Image.Image) -> bytes:
    return zlib.compress(image.convert("1", dither=Image.Dither.NONE).tobytes(), 1)


def _grey(size: tuple[int, int], bits: bytes) -> Image.Image:
    return Image.frombytes("1", size, zlib.decompress(bits)).convert("L")


def _above(image: Image.Image, level: int) -> Image.Image:
    return image.point([0] * level + [255] * (256 - level))
