"""Marks on a picture: what to press, what to fill in, what to look at; they differ in shape as well as in colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from PIL import Image

from reports.guide.pen import Pen, Point
from reports.guide.placing import Busy, Spot, place
from reports.guide.rect import Rect

if TYPE_CHECKING:  # a process that draws reads no journals
    from verifier.walk.journal import MarkKind

PRESSED = "#c2185b"
FILLED = "#a34a00"
SEEN = "#5b34b8"
"""Each stands on white with a contrast of at least 5.5 : 1 and is no colour of the pages themselves."""

_COLOURS: dict[MarkKind, str] = {"pressed": PRESSED, "filled": FILLED, "seen": SEEN}
_HALO_COLOUR = "#ffffff"
_GAP = 3.0
_LINE = 3.0
_HALO = 1.5
_RADIUS = 8.0
_BADGE = 30.0
_SIGN = 20.0
_NUMBER = 16.0
_DASH = 9.0
_REGION = 120.0
_CORNER = 20.0
_SHAFT = 4.0
_HEAD = (15.0, 13.0)


@dataclass(frozen=True)
class Target:
    """A thing to mark."""

    kind: MarkKind
    rect: Rect


def draw(
    picture: Image.Image,
    scale: float,
    number: str,
    targets: Sequence[Target],
    room: Rect,
    changing: Sequence[Rect] = (),
) -> list[Rect]:
    """Draw the marks of a step onto its picture, all of them within `room`, and return where its number stands."""
    pen, busy = Pen(picture, scale), Busy(picture, scale, changing)
    lines = [_line_around(target.rect, room) for target in targets]
    taken = [line.grown(_LINE / 2) for line in lines]
    spots: list[Spot] = []
    for index, (target, line) in enumerate(zip(targets, lines, strict=True)):
        others = taken[:index] + taken[index + 1 :] + [spot.covered for spot in spots]
        size = (_badge_width(pen, target.kind, number), _BADGE)
        spots.append(place(line.grown(_LINE / 2), size, target.kind == "pressed", room, others, busy))
    for colour, extra in ((_HALO_COLOUR, _HALO), ("", 0.0)):  # every halo below every line
        for target, line in zip(targets, lines, strict=True):
            gaps = [] if extra and not _is_open(target.kind, line) else _gaps(target.kind, line)
            gaps = [gap.grown(-extra) for gap in gaps]
            pen.outline(line, colour or _COLOURS[target.kind], _LINE + 2 * extra, _RADIUS, gaps)
    for target, spot in zip(targets, spots, strict=True):
        _draw_badge(pen, target.kind, number, spot)
    return [spot.covered.grown(_HALO) for spot in spots]


def _line_around(rect: Rect, room: Rect) -> Rect:
    """Return the middle of the line around a thing: outside it, but inside the picture."""
    return rect.grown(_GAP + _LINE / 2).clipped(room.grown(-_HALO - _LINE / 2))


def _is_open(kind: MarkKind, line: Rect) -> bool:
    """Say whether the halo is broken as the line is.

    Around a control it goes on: a ring of the page's own between the strokes would look like more of them. Around a
    large region it would be a line of its own.
    """
    return kind == "seen" and min(line.width, line.height) > _REGION


def _gaps(kind: MarkKind, line: Rect) -> Iterator[Rect]:
    """Return where the line is broken: in dashes around what is filled in, to four corners around what is seen."""
    if kind == "pressed":
        return
    for start, end, low, high in (
        (line.left, line.right, line.top, line.bottom),
        (line.top, line.bottom, line.left, line.right),
    ):
        for begin, stop in _breaks(kind, end - start):
            for edge in (low, high):
                if low == line.top:
                    yield Rect(start + begin, edge - _LINE, start + stop, edge + _LINE)
                else:
                    yield Rect(edge - _LINE, start + begin, edge + _LINE, start + stop)


def _breaks(kind: MarkKind, length: float) -> Iterator[tuple[float, float]]:
    if kind == "seen":
        corner = min(_CORNER, length * 0.3)
        yield corner, length - corner
        return
    straight = length - 2 * _RADIUS
    count = max(round(straight / _DASH), 1) // 2 * 2 + 1
    dash = straight / count
    for index in range(0, count, 2):
        yield _RADIUS + index * dash, _RADIUS + (index + 1) * dash


def _badge_width(pen: Pen, kind: MarkKind, number: str) -> float:
    wide = pen.text_width(number, _NUMBER, "SemiBold")
    if kind == "pressed":
        return max(_BADGE, wide + _BADGE / 2)
    return wide + _SIGN + _BADGE * 0.8


def _draw_badge(pen: Pen, kind: MarkKind, number: str, spot: Spot) -> None:
    colour, badge = _COLOURS[kind], spot.badge
    if spot.tip is not None:
        _draw_arrow(pen, badge.middle, spot.tip, colour)
    pen.fill(badge.grown(_HALO), _HALO_COLOUR, _BADGE / 2 + _HALO)
    pen.fill(badge, colour, _BADGE / 2)
    middle = badge.middle[1]
    if kind == "pressed":
        pen.text(badge.middle, number, _HALO_COLOUR, _NUMBER, "SemiBold", "mm")
        return
    sign = (badge.left + _BADGE * 0.3 + _SIGN / 2, middle)
    (_draw_pencil if kind == "filled" else _draw_eye)(pen, sign, colour)
    pen.text((badge.right - _BADGE * 0.35, middle), number, _HALO_COLOUR, _NUMBER, "SemiBold", "rm")


def _draw_arrow(pen: Pen, start: Point, tip: Point, colour: str) -> None:
    length = hypot(tip[0] - start[0], tip[1] - start[1])
    along = ((tip[0] - start[0]) / length, (tip[1] - start[1]) / length)

    def at(forward: float, aside: float) -> Point:
        return (
            tip[0] - along[0] * forward - along[1] * aside,
            tip[1] - along[1] * forward + along[0] * aside,
        )

    wide, long = _HEAD[0] / 2, _HEAD[1]
    half = _SHAFT / 2
    one_side = [at(long, wide), at(long, half), at(length, half)]
    other_side = [at(length, -half), at(long, -half), at(long, -wide)]
    shape = [at(0, 0), *one_side, *other_side]
    pen.polygon(shape, _HALO_COLOUR, _HALO)
    pen.polygon(shape, colour)


def _draw_pencil(pen: Pen, middle: Point, colour: str) -> None:
    x, y = middle
    body = [(x - 6.5, y + 3), (x + 3, y - 6.5), (x + 6.5, y - 3), (x - 3, y + 6.5)]
    pen.polygon(body, _HALO_COLOUR)
    pen.polygon([(x - 8, y + 8), (x - 6.5, y + 3), (x - 3, y + 6.5)], _HALO_COLOUR)
    pen.line([(x + 0.6, y - 4.1), (x + 4.1, y - 0.6)], colour, 1.4)


def _draw_eye(pen: Pen, middle: Point, colour: str) -> None:
    x, y = middle
    half = [(x + step, y - 6.0 * (1 - (step / 10) ** 2)) for step in range(-10, 11)]
    lid = half + [(across, 2 * y - down) for across, down in reversed(half)]
    pen.polygon(lid, _HALO_COLOUR)
    pen.fill(Rect(x - 4, y - 4, x + 4, y + 4), colour, 4)
    pen.fill(Rect(x - 1.6, y - 1.6, x + 1.6, y + 1.6), _HALO_COLOUR, 1.6)
