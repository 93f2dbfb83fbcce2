"""One look at a place in a window: what of its page object is there, and what is there instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from verifier.screen import control as kinds
from verifier.screen.asking import Question, ask
from verifier.screen.control import BoundControl, every
from verifier.screen.element import BoundElement
from verifier.screen.field import BoundField, Facts, every_field, read_fields
from verifier.screen.frames import Surface
from verifier.screen.interruptions import covering
from verifier.screen.likeness import WORTH_TELLING_PERCENT, is_opposite, similarity
from verifier.screen.measuring import measure
from verifier.screen.place import Place
from verifier.screen.regions import Regions
from verifier.screen.sites import without_query
from verifier.screen.trouble import Mismatch, Role
from verifier.screen.words import flat, read
from verifier.walk.declarations import line
from verifier.walk.journal import Entry, box_of
from verifier.walk.survey import Mark, Screen, Sighting, Standing, SurveyedPlace, Thing
from verifier.walk.walk import Walk
from verifier.whole import write_bytes

_MOST_INSTEAD = 3
_MOST_READ = 200
_SNAPSHOT = re.compile(r"- '?([a-z]+)(?: \"((?:[^\"\\]|\\.)*)\")?")
_OUTERMOST = re.compile(r"^- ", re.MULTILINE)
_OWN_WORDS = "one => [one.innerText, ...[...one.attributes].map(each => each.value)].join('\\n')"
_KNOWN_BY: dict[str, tuple[Role, ...]] = {
    "кнопка": ("button", "link"),
    "ссылка": ("link", "button"),
    "вкладка": ("tab", "link", "button"),
    "заголовок": ("heading",),
}
"""What an element that is known by its markup is, by the first word of what reports call it."""
_FIELD = "поле"


@dataclass(frozen=True)
class _Found:
    """A thing on a screen; several of a list are one. `facts` are those of a field."""

    locator: Locator
    ways: Sequence[str]
    lacks: Sequence[str] = ()
    notes: Sequence[str] = ()
    reworded: str = ""
    many: bool = False


@dataclass(frozen=True)
class _Candidate:
    """Something on a screen that no page object knows; `facts` are there where it is a field."""

    locator: Locator
    words: str
    roles: tuple[Role, ...] = ()
    facts: Facts | None = None


class Inspection:
    """One look at a place in a window."""

    def __init__(
        self, walk: Walk[Any], kept: SurveyedPlace, place: Place, page: Page, surface: Surface
    ) -> None:
        self._walk = walk
        self._kept = kept
        self._place = place
        self._page = page
        self._surface = surface
        self._regions: Regions = walk.regions(page)

    def take(
        self, folder: Path, when: str, looked: set[tuple[type[Place], str]], failed: Entry | None
    ) -> None:
        """Look, unless the same was looked at before, and keep a picture of what is new."""
        walk = self._walk
        key = type(self._place), self._surface.locator("body").aria_snapshot()
        if key in looked and failed is None:
            return
        looked.add(key)
        walk.privacy.learn(self._page, self._regions)
        with self._remarks_apart():
            found = {thing.attribute: self._find(thing) for thing in self._kept.things}
        number = len(self._kept.screens)
        boxes = {name: one for name, spot in found.items() if spot and (one := self._box(spot.locator))}
        free = self._free(list(boxes.values()))
        is_new = not self._kept.screens
        for thing in self._kept.things:
            if (spot := found[thing.attribute]) is not None:
                is_new |= self._note_found(thing, spot, number)
        absent = [thing for thing in self._kept.things if found[thing.attribute] is None]
        absent = [thing for thing in absent if thing.standing in ("unmet", "missing")]
        # What stands there for a thing that is needed stands there for no other.
        for thing in sorted(absent, key=lambda one: not self._is_missed(one, failed)):
            is_new |= self._note_instead(thing, free, number, failed)
            if thing.standing == "missing" and thing.instead:
                free = [one for one in free if self._box(one.locator) != thing.instead[0].box]
        if is_new:
            self._kept.screens.append(self._picture(folder, when, number, boxes))

    @contextmanager
    def _remarks_apart(self) -> Iterator[None]:
        """Leave the remarks that a step is to be told as they are: this look has its own."""
        remarks = self._walk.windows.remarks
        before = list(remarks)
        try:
            yield
        finally:
            remarks[:] = before

    def _find(self, thing: Thing) -> _Found | None:
        bound = getattr(self._place, thing.attribute)
        self._walk.windows.remarks.clear()
        if isinstance(bound, BoundControl):
            return self._find_control(bound)
        if isinstance(bound, BoundField):
            met = bound.glance(self._surface)
            if met is None:
                return None
            took, lacks = bound.took(met[1])
            region = [f"разметке {bound.element.css}"] if bound.element.css else ["типу поля"]
            return _Found(met[0], took or region, lacks, tuple(self._walk.windows.remarks))
        located = bound.on(self._surface)
        if not (count := located.count()):
            return None
        way = [f"разметке {bound.element.css}"]
        if bound.element.many:
            return _Found(located, way, notes=[f"на странице их {count}"], many=count > 1)
        notes = [f"таких на странице {count}, а должно быть одно"] if count > 1 else []
        return _Found(located, way, notes=notes, many=count > 1)

    def _find_control(self, bound: BoundControl) -> _Found | None:
        try:
            found = self._walk.finder(bound).glance(self._surface)
        except Mismatch as error:
            borne = kinds.bearing(
                self._surface, bound.roles, self._walk.wordings_of(bound), among_others=True
            )
            return _Found(borne, ["видимым словам"], notes=[error.observed], many=True)
        if found is None:
            return None
        notes = [*found.notes, *self._walk.windows.remarks]
        if found.likeness is not None and bound.control.kind is kinds.TEXT:
            return None  # messages come and go, and many are alike: this one may not be there yet
        if found.likeness is not None:
            way = f"похожим словам «{found.words}» (сходство {found.likeness.percent} %)"
            return _Found(found.locator, [way], ["своим словам"], notes, reworded=found.words)
        seen = any(one.words for one in read(found.locator))
        return _Found(found.locator, ["видимым словам" if seen else "доступному имени"], (), notes)

    def _note_found(self, thing: Thing, spot: _Found, number: int) -> bool:
        """Note a thing that is there; say whether it tells more than was known."""
        standing: Standing = "reworded" if spot.reworded else "found"
        if thing.standing == "found" or thing.standing == standing:
            return False
        text = self._walk.privacy.text
        thing.standing, thing.screen, thing.instead = standing, number, []
        thing.ways, thing.lacks = [text(one) for one in spot.ways], [text(one) for one in spot.lacks]
        thing.notes = [text(one) for one in spot.notes]
        if cover := covering(spot.locator.first):
            thing.notes.append(text(f"закрыто: {cover}"))
        bound = getattr(self._place, thing.attribute)
        css = bound.element.css if isinstance(bound, BoundElement) else ""
        thing.seen = self._sighting(spot.locator, css, many=spot.many)
        thing.line = text(line(thing.attribute, bound.control, spot.reworded)) if spot.reworded else ""
        return True

    def _note_instead(
        self, thing: Thing, free: Sequence[_Candidate], number: int, failed: Entry | None
    ) -> bool:
        """Note what is there instead of a thing; say whether it tells more than was known."""
        bound = getattr(self._place, thing.attribute)
        is_missed = self._is_missed(thing, failed)
        ranked = [(self._likeness(bound, one), one) for one in free]
        near = sorted((pair for pair in ranked if pair[0] is not None), key=lambda pair: -(pair[0] or 0))
        if not is_missed:
            near = [pair for pair in near if (pair[0] or 0) >= WORTH_TELLING_PERCENT]
        best = thing.instead[0].percent or 0 if thing.instead else -1
        if not is_missed and (thing.standing == "missing" or not near or (near[0][0] or 0) <= best):
            return False
        thing.standing, thing.screen = ("missing" if is_missed else "unmet"), number
        thing.instead = [
            self._sighting(one.locator, "", percent=round(percent or 0))
            for percent, one in near[:_MOST_INSTEAD]
        ]
        declared = bound.control if isinstance(bound, BoundControl) else bound.element
        if near and thing.instead[0].locator:
            thing.line = self._walk.privacy.text(
                line(thing.attribute, declared, near[0][1].words, near[0][1].facts, thing.instead[0])
            )
        return True

    def _is_missed(self, thing: Thing, failed: Entry | None) -> bool:
        """Say whether a sentence came no further than just this thing."""
        if failed is None:
            return False
        bound = getattr(self._place, thing.attribute)
        names = [str(bound)]
        if isinstance(bound, BoundControl):
            labels = self._walk.journal.instruction.claim(failed.claim).labels
            names += [bound.control.called(one) for one in (*self._walk.wordings_of(bound), *labels)]
        text = self._walk.privacy.text
        return any(failed.expected.startswith(text(f"{one} {self._place.where}")) for one in names)

    def _likeness(self, bound: BoundControl | BoundElement, candidate: _Candidate) -> float | None:
        """Return how like something is to a thing, in percent; None where it is of another sort."""
        if isinstance(bound, BoundField):
            return bound.likeness(candidate.facts) if candidate.facts is not None else None
        if isinstance(bound, BoundControl):
            if not set(bound.roles) & set(candidate.roles):
                return None
            wordings = self._walk.wordings_of(bound)
            if any(is_opposite(one, candidate.words, self._walk.product.opposites) for one in wordings):
                return None
            return max(similarity(one, candidate.words) for one in wordings)
        sort, _, rest = str(bound).partition(" ")
        if sort == _FIELD:
            return similarity(rest, str(candidate.facts)) if candidate.facts is not None else None
        if not set(_KNOWN_BY.get(sort, ())) & set(candidate.roles):
            return None
        return similarity(rest, candidate.words)

    def _free(self, taken: Sequence[Sequence[float]]) -> list[_Candidate]:
        """Return the buttons, links, tabs, headings and fields that no thing of the place is, and that are nobody's."""
        roles = tuple(dict.fromkeys(role for known in _KNOWN_BY.values() for role in known))
        buttons, fields = every(self._surface, roles), every_field(self._surface)
        free = []
        for located, one in zip(buttons.all()[:_MOST_READ], read(buttons), strict=False):
            words = flat(one.words or one.name or one.text)
            if words and one.in_sight and self._is_free(located, taken):
                own = tuple(role for role in roles if role == one.role) or roles
                free.append(_Candidate(located, words, own))
        for located, facts in zip(fields.all()[:_MOST_READ], read_fields(fields), strict=False):
            if self._is_free(located, taken):
                free.append(_Candidate(located, facts.label or facts.placeholder, facts=facts))
        return free

    def _is_free(self, located: Locator, taken: Sequence[Sequence[float]]) -> bool:
        box = self._box(located)
        return box is not None and box not in taken and not self._is_private(located)

    def _is_private(self, located: Locator) -> bool:
        if not self._regions.private:
            return False
        (are_private,) = ask(Question("private", located, self._regions.selectors))
        return any(are_private[:1])

    def _box(self, located: Locator) -> tuple[float, float, float, float] | None:
        box = measure(located).box
        return box_of(*(round(edge, 1) for edge in box)) if box is not None else None

    def _sighting(
        self, located: Locator, css: str, *, many: bool = False, percent: int | None = None
    ) -> Sighting:
        """Return what is on the page, without anything private; of several only where they are."""
        text, first = self._walk.privacy.text, located.first
        snapshot = first.aria_snapshot()
        # Of something without a role the snapshot has what is in it.
        told = _SNAPSHOT.match(snapshot) if len(_OUTERMOST.findall(snapshot)) == 1 else None
        role = told[1] if told else ""
        box = self._box(located)
        if many or self._is_private(located):
            return Sighting(role, "", "", f"locator({json.dumps(css, ensure_ascii=False)})", box, percent)
        name = json.loads(f'"{told[2]}"') if told and told[2] else ""
        words = "" if role in ("textbox", "searchbox", "combobox", "spinbutton") else _words(first)
        # Playwright cuts what it names things by, and half a name is one that nobody would know for a secret.
        own = f"{name}\n{first.evaluate(_OWN_WORDS)}"
        code = str(located.normalize()) if text(own) == own else ""
        return Sighting(role, text(name), text(words), text(code), box, percent)

    def _picture(self, folder: Path, when: str, number: int, boxes: dict[str, Any]) -> Screen:
        walk, text = self._walk, self._walk.privacy.text
        shot = walk.privacy.picture(self._page, self._regions)
        name = f"{self._kept.cls}-{number + 1}.png"
        write_bytes(folder / name, shot.png)
        marks = []
        for index, thing in enumerate(self._kept.things, 1):
            if thing.attribute in boxes:
                marks.append(Mark(index, thing.standing, boxes[thing.attribute]))
            elif thing.screen == number and thing.instead and thing.instead[0].box:
                marks.append(Mark(index, thing.standing, thing.instead[0].box))
        url, title = text(without_query(self._page.url)), text(self._page.title())
        return Screen(when, walk.windows.number(self._page), url, title, name, shot.scale, marks)


def _words(located: Locator) -> str:
    return next((flat(one.words) for one in read(located)), "")
