"""Goes along with a walk and looks at the places of a product as it passes them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from inspect import getsourcefile, getsourcelines
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from verifier.project import shown
from verifier.screen.control import Control
from verifier.screen.element import Element
from verifier.screen.field import Field
from verifier.screen.frames import surface_in
from verifier.screen.place import Place
from verifier.screen.sites import without_query
from verifier.screen.trouble import Trouble
from verifier.walk.companion import Companion
from verifier.walk.hand import Terminal
from verifier.walk.inspection import Inspection
from verifier.walk.journal import Entry
from verifier.walk.steps import Step, registered
from verifier.walk.survey import Survey, SurveyedPlace, Thing
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk

_MOMENT_MS = 300
"""For so long a page that has come to rest may still send its visitor elsewhere: it has just heard who he or she is."""
_LEAD = (
    "\nОсмотр дошёл, докуда мог. В браузере можно идти дальше самому: откройте страницу, до которой он не дошёл, "
    "и ответьте здесь."
)


class Surveyor(Companion):
    """Goes along with a look-only walk and notes what it passes; `folder` is where its pictures go.

    It presses nothing. Whatever it writes down is free of what is private.
    """

    look_only = "осмотр только смотрит"

    def __init__(self, survey: Survey, folder: Path) -> None:
        self._survey = survey
        self._folder = folder
        self._places: dict[type[Place], SurveyedPlace] = {}
        self._looked: set[tuple[type[Place], str]] = set()
        self._now = ""

    def refuses(self, walk: Walk[Any], step: Step, entry: Entry) -> str:
        """Note which sentence is looked at; none is left out."""
        self._begin(walk)
        self._now = f"предложение {walk.journal.instruction.numbers[step.claim]}"
        return super().refuses(walk, step, entry)

    def is_quiet(self, step: Step, entry: Entry) -> bool:  # noqa: ARG002
        """Leave unsaid what a survey does not come to: that is no finding."""
        return bool(entry.spared)

    def repeats(self, walk: Walk[Any], step: Step, entry: Entry) -> str:
        """Look at what a step has left on the screen; none is taken again."""
        self.look(walk, entry if entry.verdict is Verdict.BROKEN else None)
        return super().repeats(walk, step, entry)

    def turns_over(self, walk: Walk[Any]) -> None:
        """Look at what may go away."""
        self.look(walk)

    def ends(self, walk: Walk[Any]) -> None:
        """Open the places that have an address and that the walk has not come to."""
        self._begin(walk)
        for place in walk.places:
            kept = self._places[type(place)]
            if kept.screens:
                continue
            if place.path is None:
                kept.unreached = "своего адреса у этого места нет, а проход до него не дошёл"
                continue
            self._now = "открыто по адресу места"
            try:
                with walk.another_window():
                    walk.open(place)
                    page = walk.at(place)
                    walk.windows.await_rest(page)
                    walk.windows.await_state(partial(_is_left, page, place), _MOMENT_MS)
                    self.look(walk)
                    if not kept.screens:
                        opened = without_query(page.url)
                        kept.unreached = walk.privacy.text(f"вместо него открывается {opened}")
            except (Trouble, Error) as error:
                told = error.observed if isinstance(error, Trouble) else error.message.splitlines()[0]
                kept.unreached = walk.privacy.text(f"по своему адресу не открывается: {told}")

    def follow(self, walk: Walk[Any], terminal: Terminal) -> None:
        """Look at whatever a person opens in the browser, as often as he or she asks for it."""
        terminal.say(_LEAD)
        while terminal.ask(walk, "Осмотреть то, что сейчас открыто?", ("go on", "quit")) == "go on":
            self._now = "открыто человеком"
            self.look(walk)
            seen = [place.name for place in self._survey.places if place.screens]
            terminal.say(f"  осмотрено: {', '.join(seen) or 'пока ничего'}")

    def tidy(self) -> None:
        """Leave out screens and marks that tell of nothing any more, as what was missed there was found later."""
        for place in self._survey.places:
            kept = []
            for number, screen in enumerate(place.screens):
                screen.marks = [
                    one
                    for one in screen.marks
                    if one.kind == "found" or place.things[one.number - 1].screen == number
                ]
                if screen.marks:
                    kept.append(number)
            for number in set(range(len(place.screens))) - set(kept or [0]):
                (self._folder / (place.screens[number].picture or "")).unlink()
            now = {number: at for at, number in enumerate(kept or [0])}
            place.screens = [place.screens[number] for number in now if place.screens]
            for thing in place.things:
                thing.screen = now.get(thing.screen) if thing.screen is not None else None

    def look(self, walk: Walk[Any], failed: Entry | None = None) -> None:
        """Look at every place that some window shows; `failed` is a sentence that came no further there."""
        self._begin(walk)
        for page in walk.windows.that_answer():
            if walk.windows.network.awaits_page(page):
                continue
            walk.windows.await_rest(page)  # until then it may send its visitor elsewhere
            for place in walk.places:
                with suppress(Error):  # the page is being left: whoever comes next looks at what follows
                    surface = surface_in(page, place.shows)
                    if surface is not None:
                        Inspection(walk, self._places[type(place)], place, page, surface).take(
                            self._folder, self._now, self._looked, failed
                        )

    def _begin(self, walk: Walk[Any]) -> None:
        if self._places:
            return
        steps = registered(walk.product.package)
        numbered = [(number, steps[claim]) for claim, number in walk.journal.instruction.numbers.items()]
        for place in walk.places:
            kind = type(place)
            self._places[kind] = SurveyedPlace(
                kind.__name__,
                f"{shown(Path(getsourcefile(kind) or ''))}:{getsourcelines(kind)[1]}",
                place.name,
                [
                    Thing(
                        name,
                        str(thing),
                        _sort_of(thing),
                        [number for number, step in numbered if step.uses(kind, name)],
                    )
                    for name, thing in kind.things().items()
                ],
            )
        self._survey.places = list(self._places.values())


def _sort_of(thing: Control | Element) -> Any:
    if isinstance(thing, Control):
        return "control"
    return "field" if isinstance(thing, Field) else "list" if thing.many else "element"


def _is_left(page: Page, place: Place) -> bool:
    return not place.shows(page.url)
