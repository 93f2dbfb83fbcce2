"""What has moved from one survey to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.survey.words import STANDINGS
from verifier.walk.survey import Survey, SurveyedPlace, Thing

_MOVED_PX = 24
"""So far a thing may be shifted by a longer line above it without anybody calling it moved."""


@dataclass(frozen=True)
class Changes:
    """What has changed since an earlier survey; `why_not` says why nobody can tell, empty where somebody can."""

    since: str = ""
    told: tuple[str, ...] = ()
    why_not: str = ""


def changes(before: Survey | None, now: Survey) -> Changes:
    """Compare a survey with the one before it, if there is one of the same product on the same target."""
    if before is None:
        return Changes(why_not="это первый осмотр в этой папке: сравнить его не с чем")
    if (before.product, before.target) != (now.product, now.target):
        return Changes(why_not=f"прошлый осмотр в этой папке — {before.product} на цели {before.target}")
    is_as_wide = before.viewport == now.viewport
    known = {place.cls: place for place in before.places}
    told = [
        f"{place.name}: {one}"
        for place in now.places
        if place.cls in known
        for one in _of_place(known[place.cls], place, is_as_wide=is_as_wide)
    ]
    return Changes(before.started, tuple(told))


def _of_place(before: SurveyedPlace, now: SurveyedPlace, *, is_as_wide: bool) -> Iterator[str]:
    if bool(before.screens) != bool(now.screens):
        yield "теперь осмотрено" if now.screens else "теперь не осмотрено"
        return
    known = {thing.attribute: thing for thing in before.things}
    for thing in now.things:
        if thing.attribute in known:
            told = list(_of_thing(known[thing.attribute], thing, is_as_wide=is_as_wide))
            if told:
                yield f"{thing.called} — {'; '.join(told)}"


def _of_thing(before: Thing, now: Thing, *, is_as_wide: bool) -> Iterator[str]:
    if before.standing != now.standing:
        yield f"было «{STANDINGS[before.standing]}», стало «{STANDINGS[now.standing]}»"
    one, other = before.seen, now.seen
    if one is None or other is None:
        return
    if before.ways != now.ways:
        yield f"узнавалось по {', '.join(before.ways)}, теперь по {', '.join(now.ways)}"
    if (one.role, one.name) != (other.role, other.name):
        yield f"было {one.role} «{one.name}», стало {other.role} «{other.name}»"
    elif one.locator != other.locator:
        yield f"локатор был {one.locator}, стал {other.locator}"
    if is_as_wide and one.box and other.box:
        right, down = (round(other.box[edge] - one.box[edge]) for edge in (0, 1))
        if max(abs(right), abs(down)) >= _MOVED_PX:
            yield f"стоит в другом месте: на {_along(right, 'правее', 'левее', down, 'ниже', 'выше')}"


def _along(right: int, to_right: str, to_left: str, down: int, lower: str, higher: str) -> str:
    across = f"{abs(right)} точек {to_right if right > 0 else to_left}" if abs(right) >= _MOVED_PX else ""
    along = f"{abs(down)} точек {lower if down > 0 else higher}" if abs(down) >= _MOVED_PX else ""
    return " и ".join(filter(None, (across, along)))
