"""Where a mark's number goes: beside the marked thing, on the emptiest spot of the picture around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from PIL import Image

from reports.guide.edges import outlines, reduced
from reports.guide.pen import Point
from reports.guide.rect import Rect

ARROW = 30.0
"""The length of an arrow from its badge to the outline, in CSS pixels."""
_TOUCH = 4.0
_AIR = 3.0
_INSIDE = 0.15
_ABOVE = 0.08
_ASKEW = 0.1


@dataclass(frozen=True)
class Spot:
    """Where a badge goes, and where the tip of its arrow if it has one."""

    badge: Rect
    tip: Point | None

    @property
    def covered(self) -> Rect:
        """All that it may hide."""
        if self.tip is None:
            return self.badge
        return self.badge.joined(Rect(*self.tip, *self.tip))


class Busy:
    """Knows how much of a region of a picture shows something."""

    def __init__(self, picture: Image.Image, scale: float, changing: Sequence[Rect]) -> None:
        self._shows = outlines(reduced(picture, scale), changing)

    def share(self, rect: Rect) -> float:
        """Return how much of a rectangle shows something, from 0 to 1."""
        seen = self._shows.crop(rect.pixels(1))
        return seen.histogram()[255] / (seen.width * seen.height)


def place(
    target: Rect, size: tuple[float, float], arrow: bool, room: Rect, taken: Sequence[Rect], busy: Busy
) -> Spot:
    """Return the best spot for a badge of some size at a target.

    It lies within `room` and on nothing that is `taken`, unless there is no such spot at all.
    """
    spots = [*_outside(target, size, arrow), *_inside(target, size)]
    within = [spot for spot in spots if room.contains(spot.covered.grown(_AIR))]
    free = [spot for spot in within if not any(spot.covered.overlaps(one) for one in taken)]
    for offered in (free, within):
        if offered:
            return min(offered, key=lambda spot: _cost(spot, target, busy))
    left = min(max(target.left, room.left), room.right - size[0])
    top = min(max(target.top, room.top), room.bottom - size[1])
    return Spot(Rect(left, top, left + size[0], top + size[1]), None)


def _cost(spot: Spot, target: Rect, busy: Busy) -> float:
    """Weigh a spot: what it hides above all; then beside the target rather than above, below, askew or on it."""
    cost = busy.share(spot.covered.grown(_AIR))
    if spot.tip is None and target.overlaps(spot.badge.grown(-_TOUCH - 1)):
        return cost + _INSIDE
    if spot.badge.bottom > target.bottom + _TOUCH or spot.badge.top < target.top - _TOUCH:
        return cost + (_ASKEW if spot.tip and spot.badge.middle[0] != spot.tip[0] else _ABOVE)
    return cost


def _outside(target: Rect, size: tuple[float, float], arrow: bool) -> Iterator[Spot]:
    """Offer spots around a target: an arrow at the middle of its sides, a plain badge at its corners."""
    width, height = size
    gap = ARROW if arrow else -_TOUCH
    tops = [target.top, target.bottom - height] if not arrow else [target.middle[1] - height / 2]
    for top in tops:
        for left, tip in ((target.right + gap, target.right), (target.left - gap - width, target.left)):
            badge = Rect(left, top, left + width, top + height)
            yield Spot(badge, (tip, badge.middle[1]) if arrow else None)
    across = [target.left + share * target.width for share in (0.5, 0.25, 0.75)]
    if not arrow:
        across = [target.right - width / 2 - 2 * _TOUCH, target.left + width / 2 + 2 * _TOUCH]
    for middle in across:
        for top, tip in ((target.bottom + gap, target.bottom), (target.top - gap - height, target.top)):
            badge = Rect(middle - width / 2, top, middle + width / 2, top + height)
            yield Spot(badge, (middle, tip) if arrow else None)
    if arrow:
        yield from _slanted(target, size)


def _slanted(target: Rect, size: tuple[float, float]) -> Iterator[Spot]:
    width, height = size
    inset = min(target.width, target.height) / 4
    for right in (True, False):
        for below in (True, False):
            tip = (
                target.right - inset if right else target.left + inset,
                target.bottom if below else target.top,
            )
            reach = ARROW / hypot(1, 1)
            left = tip[0] + reach if right else tip[0] - reach - width
            top = tip[1] + reach if below else tip[1] - reach - height
            yield Spot(Rect(left, top, left + width, top + height), tip)


def _inside(target: Rect, size: tuple[float, float]) -> Iterator[Spot]:
    width, height = size
    air = 2 * _TOUCH
    for left in (target.right - width - air, target.left + air):
        for top in (target.top + air, target.bottom - height - air):
            yield Spot(Rect(left, top, left + width, top + height), None)
