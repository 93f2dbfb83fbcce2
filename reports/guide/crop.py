"""Which part of a picture is shown: the marks with enough around them, alike for all steps on one page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product

from reports.guide.edges import Edges
from reports.guide.rect import Rect

MARGIN = 72.0
"""CSS pixels around a mark: room for its number and arrow, and some of the page."""
_MOST = (760.0, 640.0)
_LEAST = (520.0, 400.0)
_USUAL = 640.0
_TALLEST = 1.2
_NEARLY_ALL = 0.85
_FURTHER = 100.0
_STEP = 4
_SAMPLES = 4


@dataclass(frozen=True)
class Scene:
    """A picture before it is cropped; scenes with the same `page` show the same page."""

    page: Hashable
    window: Rect
    marked: tuple[Rect, ...]


@dataclass
class _Group:
    """Scenes that are cropped alike, because readers compare them."""

    window: Rect
    need: Rect
    members: list[int] = field(default_factory=list)


def plan(scenes: Sequence[Scene], look: Callable[[Sequence[int]], Sequence[Edges]]) -> list[Rect]:
    """Return the part of each scene that is shown; it contains every mark, and the page's head if that fits.

    `look` gives the edges of some scenes, by their places; it is asked once.
    """
    groups: dict[Hashable, list[_Group]] = {}
    for index, scene in enumerate(scenes):
        need = _need(scene)
        on_this_page = groups.setdefault((scene.page, scene.window), [])
        group = next((one for one in on_this_page if _fits(one.need.joined(need)) or one.need == need), None)
        if group is None:
            group = _Group(scene.window, need)
            on_this_page.append(group)
        group.need = group.need.joined(need)
        group.members.append(index)
    every = [group for on_this_page in groups.values() for group in on_this_page]
    # Steps on one page differ little, so a few of them tell where its texts are.
    samples = [member for group in every if group.need != group.window for member in group.members[:_SAMPLES]]
    edges = dict(zip(samples, look(samples), strict=True))
    crops: dict[int, Rect] = {}
    for group in every:
        crops |= dict.fromkeys(
            group.members, _crop(group, [edges[one] for one in group.members if one in edges])
        )
    return [crops[index] for index in range(len(scenes))]


def _need(scene: Scene) -> Rect:
    """Return what must be shown of a scene; from the top of the page if that is not too much."""
    window = scene.window
    if not scene.marked:
        return window
    need = reduce(Rect.joined, scene.marked).grown(MARGIN).clipped(window)
    if need.height > _MOST[1]:
        return Rect(need.left, window.top, need.right, window.bottom)
    return Rect(need.left, window.top, need.right, need.bottom) if need.bottom <= _MOST[1] else need


def _fits(need: Rect) -> bool:
    return need.width <= _MOST[0] and need.height <= _MOST[1]


def _crop(group: _Group, seen: Sequence[Edges]) -> Rect:
    need, window = group.need, group.window
    if need == window:
        return window
    edges = reduce(Edges.joined, seen)
    left, right = _sides(need, window, edges)
    top, bottom = _ends(need, window, edges.rows(left, right))
    crop = Rect(left, top, right, bottom)
    if crop.width * crop.height > _NEARLY_ALL * window.width * window.height:
        return window
    return crop


def _sides(need: Rect, window: Rect, edges: Edges) -> tuple[float, float]:
    """Choose the sides so that they cut through as little as possible, at the usual width if it does not matter."""
    usual = min(max(_USUAL, need.width, need.height * _TALLEST), window.width)
    least = min(max(_LEAST[0], need.width, need.height * _TALLEST), window.width)
    cut = edges.columns(need.top, need.bottom)
    middle = need.middle[0]

    def badness(sides: tuple[tuple[float, float], tuple[float, float]]) -> float:
        (left, through_left), (right, through_right) = sides
        off_width = abs(right - left - usual) / usual
        off_centre = abs((left + right) / 2 - middle) / usual
        return through_left + through_right + 0.3 * off_width + 0.3 * off_centre

    lefts = [(at, cut(at)) for at in _between(window.left, need.left)]
    rights = [(at, cut(at)) for at in _between(need.right, window.right)]
    wide = [(left, right) for left, right in product(lefts, rights) if right[0] - left[0] >= least]
    if not wide:
        return window.left, window.right
    (left, _), (right, _) = min(wide, key=badness)
    return left, right


def _ends(need: Rect, window: Rect, cut: Callable[[float], float]) -> tuple[float, float]:
    """Choose top and bottom; where there is room to spare, what stands above a mark explains it."""
    least = min(_LEAST[1], window.height)
    top = max(window.top, min(need.top - 0.7 * (least - need.height), need.top, window.bottom - least))
    bottom = max(need.bottom, top + least)
    tops = _between(max(window.top, top - _FURTHER), top)
    bottoms = _between(bottom, min(bottom + _FURTHER, window.bottom))
    return (
        min(tops, key=lambda at: cut(at) + 0.2 * (top - at) / _FURTHER),
        min(bottoms, key=lambda at: cut(at) + 0.2 * (at - bottom) / _FURTHER),
    )


def _between(start: float, end: float) -> list[float]:
    count = int((end - start) // _STEP)
    return [start + _STEP * index for index in range(count + 1)] + [end]
