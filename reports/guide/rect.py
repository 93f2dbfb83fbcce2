"""Rectangles on a picture, in CSS pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # a process that draws reads no journals
    from verifier.walk.journal import Box


@dataclass(frozen=True)
class Rect:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, box: Box) -> Self:
        """Return the rectangle of a journal's box."""
        left, top, width, height = box
        return cls(left, top, left + width, top + height)

    @property
    def box(self) -> Box:
        """The rectangle as a journal writes it."""
        return self.left, self.top, self.width, self.height

    @property
    def width(self) -> float:
        """Its width; not positive when it is empty."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height; not positive when it is empty."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Self:
        """Return it with every edge moved outwards."""
        return type(self)(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, right: float, down: float) -> Self:
        """Return it at another place."""
        return type(self)(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def joined(self, other: Rect) -> Self:
        """Return the smallest rectangle around both."""
        return type(self)(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def clipped(self, to: Rect) -> Self:
        """Return what lies within another one."""
        return type(self)(
            max(self.left, to.left),
            max(self.top, to.top),
            min(self.right, to.right),
            min(self.bottom, to.bottom),
        )

    def contains(self, other: Rect) -> bool:
        """Say whether the other one lies within."""
        return self.joined(other) == self

    def overlaps(self, other: Rect) -> bool:
        """Say whether they share more than an edge."""
        common = self.clipped(other)
        return common.width > 0 and common.height > 0

    def pixels(self, scale: float) -> tuple[int, int, int, int]:
        """Return its edges in device pixels, as Pillow takes them."""
        return (
            round(self.left * scale),
            round(self.top * scale),
            round(self.right * scale),
            round(self.bottom * scale),
        )
