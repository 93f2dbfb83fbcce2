"""A field, described by what it is for: it may be known by its words, its autocomplete, its name or its type."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from playwright.sync_api import Error, Locator

from verifier.screen.asking import Question, ask
from verifier.screen.control import BUTTON, bearing
from verifier.screen.element import BoundElement, Element, Met, labels
from verifier.screen.frames import Surface, frames_in, named, window_of
from verifier.screen.likeness import similarity
from verifier.screen.trouble import Mismatch
from verifier.screen.waiting import appears
from verifier.screen.words import flat

if TYPE_CHECKING:
    from verifier.screen.place import Place

_KINDS = (
    ":is(input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image], [type=checkbox],"
    " [type=radio], [type=file]), textarea, select, [contenteditable=''], [contenteditable=true],"
    " [role=textbox], [role=searchbox], [role=combobox])"
)


def _by_browser(compound: str) -> str:
    """Return CSS of the same elements that Playwright leaves to the browser, which is many times quicker at it.

    It takes `:is` and `:not` apart itself, but nothing that stands in `:nth-child(n of …)`, and every element that fits
    is the nth of those that do.
    """
    return f":nth-child(n of {compound})"


_ALL = _by_browser(_KINDS)
_SECRET = "input[type=password]"
_AFTER_LABEL = " :*"
_MOST_TOLD = 6


@dataclass(frozen=True)
class Facts:
    """What a page says of one of its fields; empty where it says nothing."""

    label: str
    autocomplete: str
    name: str
    type: str
    placeholder: str

    def __str__(self) -> str:
        words = self.label or self.placeholder
        marks = [f"name={self.name}" if self.name else "", f"type={self.type}" if self.type else ""]
        marks += [f"autocomplete={self.autocomplete}" if self.autocomplete else ""]
        return " ".join(filter(None, [f"«{words}»" if words else "без подписи", _in_brackets(marks)]))


@dataclass(frozen=True)
class Field(Element):
    """A field at a place. It is known in whichever of these ways its page lets it be.

    `name` is what a report calls it; `css` the region to look for it in, empty for the whole page. `words` may be its
    label or its placeholder; `autocomplete`, `names` and `types` are attributes of HTML. What is typed into a `secret`
    one may not be seen: it has to have the type `password`, and is known by that where nothing else is given. `behind`
    are the words of the button that has to be pressed first where a form asks for one thing after another.
    """

    css: str = ""
    words: tuple[str, ...] = ()
    autocomplete: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    secret: bool = False
    behind: str = ""

    @overload
    def __get__(self, place: None, owner: type[Place]) -> Field: ...
    @overload
    def __get__(self, place: Place, owner: type[Place]) -> BoundElement: ...
    def __get__(self, place: Place | None, owner: type[Place]) -> Field | BoundElement:
        return self if place is None else BoundField(place, self)

    def ways(self, facts: Facts) -> dict[str, bool]:
        """Return which of the ways to know it lead to a field, the surest first, in the words of a report."""
        words = [_bare(one) for one in self.words]
        asked = {
            f"подписи «{facts.label}»" if facts.label else "подписи": (words, [_bare(facts.label)]),
            _marked("autocomplete", self.autocomplete): (self.autocomplete, facts.autocomplete.split()),
            _marked("name", self.names): (self.names, [facts.name.casefold()]),
            _marked("type", self.types): (self.types, [facts.type]),
            "подсказке в поле": (words, [_bare(facts.placeholder)]),
        }
        return {way: bool(set(wanted) & set(there)) for way, (wanted, there) in asked.items() if wanted}

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """What its label or placeholder reads like; None where its words are not known."""
        # Playwright writes a pattern between slashes, as JavaScript does.
        either = "|".join(r"\s+".join(map(re.escape, one.split())) for one in self.words).replace("/", r"\/")
        return re.compile(rf"^\s*(?:{either})[\s:*]*$", re.IGNORECASE) if either else None

    @property
    def attributes(self) -> str:
        """CSS of the fields that have one of its attributes; empty where none is known."""
        marks = [f"[autocomplete~={json.dumps(one)} i]" for one in self.autocomplete]
        marks += [f"[name={json.dumps(one)} i]" for one in self.names]
        marks += [f"[type={json.dumps(one)} i]" for one in self.types]
        return _by_browser(f"{_KINDS}:is({', '.join(marks)})") if marks else ""


@dataclass(frozen=True)
class BoundField(BoundElement):
    """A field at its place."""

    element: Field

    def on(self, page: Surface) -> Locator:
        """Locate what may be the field in a window, whether or not it is there."""
        field, region = self.element, page.locator(self.element.css or ":root")
        ways = [region.locator(field.attributes)] if field.attributes else []
        if field.pattern is not None:
            ways += [region.get_by_label(field.pattern).and_(region.locator(_ALL))]
            ways += [region.get_by_placeholder(field.pattern)]
        if not ways:
            ways = [region.locator(_SECRET if field.secret else _ALL)]
        found = ways[0]
        for way in ways[1:]:
            found = found.or_(way)
        return (found.and_(page.locator(_SECRET)) if field.secret else found).filter(visible=True)

    def meet(self, press: Callable[[Locator, str], None] | None = None) -> Met:
        """Find the field where its place is shown, and remark how it is known where not all ways lead to it.

        Where it is behind a button that is still to be pressed, `press` is given that and what a report calls it;
        without `press` the button is returned in the place of the field, and that is remarked. Raises `Mismatch` when
        the field stays away or nothing tells it from another.
        """
        page, windows = self.place.surface(), self.place.windows
        located = self.on(page)
        gate = bearing(page, BUTTON.roles, [self.element.behind]) if self.element.behind else None
        met: list[Facts] = []
        words: list[str] = []

        def only_one() -> bool:
            try:
                facts, *found = ask(Question("fields", located), *self._labels_of(located))
            except Error:  # the page is being left at this very moment; it is asked again
                facts, found = [], [[]]
            met[:], words[:] = [Facts(**one) for one in facts], labels(*found)
            return self._surest(met) is not None

        if not only_one():
            comes = windows.comes(
                lambda: appears(located.or_(gate) if gate else located, windows.patience_ms)
            )
            if comes and gate and not only_one() and not met and gate.count() == 1:
                called = f"{BUTTON.name} «{self.element.behind}»"
                windows.remark(f"{self}: на странице его ещё нет, его открывает {called}")
                if press is None:
                    return Met(gate, self.element.behind)
                press(gate, called)
                comes = appears(located, windows.patience_ms)
            if comes and self._surest(met) is None:
                windows.await_state(only_one)
        if not met and (framed := self._in_a_frame(page)) is not None:
            located = framed
            only_one()
        number = self._surest(met)
        if number is None:
            raise Mismatch(f"{self} {self.place.where}", self._missing(page, met))
        self._remark(met[number])
        return Met(_one_of(located, met, number), words[number])

    def glance(self, page: Surface) -> tuple[Locator, Facts] | None:
        """Return the field as a page has it at this moment, and what that says of it; nothing is waited for."""
        located = self.on(page)
        met = read_fields(located)
        if not met and (framed := self._in_a_frame(page)) is not None:
            located, met = framed, read_fields(framed)
        number = self._surest(met)
        if number is None:
            return None
        return _one_of(located, met, number), met[number]

    def _in_a_frame(self, page: Surface) -> Locator | None:
        """Locate the field where it is not on the page but in a frame of it, and remark that."""
        for frame in frames_in(window_of(page)) if page is window_of(page) else ():
            located = self.on(frame)
            if located.count():
                self.place.windows.remark(f"{self}: стоит не на самой странице, а во фрейме {named([frame])}")
                return located
        return None

    def _surest(self, met: Sequence[Facts]) -> int | None:
        """Return which of some fields is meant: the only one, or the only one in the surest way that tells them
        apart.
        """
        if len(met) == 1:
            return 0
        every = [list(self.element.ways(one).values()) for one in met]
        for column in zip(*every, strict=True):
            if sum(column) == 1:
                return column.index(True)
        return None

    def took(self, facts: Facts) -> tuple[list[str], list[str]]:
        """Return in which of its ways a field of the page is this one, and in which it is not."""
        ways = self.element.ways(facts)
        took, lacks = ([way for way, leads in ways.items() if leads is wanted] for wanted in (True, False))
        if "подсказке в поле" in lacks and any(way.startswith("подписи") for way in took):
            lacks.remove("подсказке в поле")  # who reads a label needs no placeholder
        return took, lacks

    def _remark(self, facts: Facts) -> None:
        took, lacks = self.took(facts)
        if took and lacks:
            self.place.windows.remark(f"{self}: узнано по {', '.join(took)}; не по {', '.join(lacks)}")

    def _missing(self, page: Surface, met: Sequence[Facts]) -> str:
        if len(met) > 1:
            return f"таких на странице {len(met)}: {', '.join(map(str, met))}; какое заполнять, неясно"
        there = read_fields(every_field(page))
        if self.element.secret:
            clear = [one for one in there if any(self.element.ways(one).values())]
            if clear:
                return f"поле {clear[0]} есть, но введённое в нём видно всем: type={clear[0].type}, а не password"
        if not there:
            return f"его нет, и других полей на странице нет{self.place.windows.frames_beside(page)}"
        near = sorted(there, key=lambda one: -self.likeness(one))
        more = f" и ещё {len(near) - _MOST_TOLD}" if len(near) > _MOST_TOLD else ""
        told = ", ".join(map(str, near[:_MOST_TOLD]))
        return f"его нет, есть поля: {told}{more}{self.place.windows.frames_beside(page)}"

    def likeness(self, facts: Facts) -> float:
        """Return how like a field of the page is to this one, in percent."""
        field = self.element
        wanted = [*field.words, *field.names, *field.autocomplete, *field.types, *field.name.split()[2:]]
        there = [facts.label, facts.placeholder, facts.name, facts.autocomplete, facts.type]
        return max((similarity(one, other) for one in wanted for other in there if other), default=0)


def every_field(page: Surface) -> Locator:
    """Locate all fields that are to be seen on a page."""
    return page.locator(_ALL).filter(visible=True)


def fields_on(page: Surface) -> str:
    """Return what fields are to be seen on a page, as a report lists them; empty for none."""
    return ", ".join(map(str, read_fields(every_field(page))[:_MOST_TOLD]))


def read_fields(located: Locator) -> list[Facts]:
    """Return what a page says of some of its fields, in its order; nothing where it is being left."""
    try:
        (found,) = ask(Question("fields", located))
    except Error:  # the page is being left at this very moment; it is asked again
        return []
    return [Facts(**one) for one in found]


def _one_of(located: Locator, met: Sequence[Facts], number: int) -> Locator:
    # Which of those that may be meant it is was decided by what each says of itself; most often there is but one.
    return located if len(met) == 1 else located.nth(number)


def _bare(words: str) -> str:
    return flat(words).rstrip(_AFTER_LABEL).casefold()


def _marked(attribute: str, values: Sequence[str]) -> str:
    return f"{attribute}={'|'.join(values)}"


def _in_brackets(marks: Sequence[str]) -> str:
    told = ", ".join(filter(None, marks))
    return f"({told})" if told else ""
