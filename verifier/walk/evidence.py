"""The evidence of one step: the marks, the picture and the snapshot that its journal entry keeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Error, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from verifier.redaction.pages import Privacy, Shot
from verifier.screen.asking import Question
from verifier.screen.control import outline
from verifier.screen.frames import surface_in
from verifier.screen.measuring import Measured, measure_each, measured
from verifier.screen.place import Place
from verifier.screen.regions import Regions
from verifier.screen.sites import without_query
from verifier.screen.trouble import Mismatch
from verifier.screen.windows import Windows
from verifier.walk.journal import Entry, Journal, Mark, MarkKind, View, Window, box_of
from verifier.whole import UnwrittenError

Pictures = Literal["on", "only-on-failure", "off"]

_SNAPSHOT_MS = 1_500
"""How long an accessibility snapshot may take: most take some 15 ms, and no verdict rests on one."""
_PICTURE_MS = 3_000
"""A page whose picture took longer has too much on it to be listened to as well."""


@dataclass(frozen=True)
class Looked:
    """A thing that a verb touched or looked at; without a locator it is one that is absent.

    Where it is `many` the locator is of a list's items. `spot` is where it stands, if that was measured just now.
    """

    kind: MarkKind
    label: str
    locator: Locator | None = None
    many: bool = False
    spot: Measured | None = field(default=None, compare=False)


class Evidence:
    """Collects what one step saw and keeps the views of it that a reader needs.

    Those are every press and every form that was filled in, just before; and what was seen last, at the end of the
    step, unless the sentence names something that was pressed, or a form was filled in.
    """

    def __init__(
        self,
        entry: Entry,
        journal: Journal,
        windows: Windows,
        privacy: Privacy,
        pictures: Pictures,
        regions: Callable[[Page], Regions],
    ) -> None:
        self._entry = entry
        self._journal = journal
        self._windows = windows
        self._privacy = privacy
        self._pictures = pictures
        self._regions = regions
        self._taken: dict[str, Shot] = {}
        self._settled = False
        self._is_aside = False
        self._view: tuple[Place, Page, list[Looked]] | None = None

    def looks(self, place: Place, page: Page) -> bool:
        """Say whether the step has seen something of a place in this window already."""
        if self._view is None:
            return False
        viewed_place, viewed_page, looked = self._view
        return viewed_place is place and viewed_page is page and any(one.kind == "seen" for one in looked)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Collect nothing of what is done inside: it only serves the proof."""
        view, self._view, self._is_aside = self._view, None, True
        try:
            yield
        finally:
            self._view, self._is_aside = view, False

    def pressed(self, place: Place, page: Page, looked: Looked, *, named: bool) -> None:
        """Keep the view just before a press, with what was seen there; the last one if the sentence names it."""
        if not self._is_aside:
            self._settled = self._settled or named
            seen = self._view[2] if self._view is not None and self._view[:2] == (place, page) else []
            there = [one for one in seen if one.kind == "seen" and one.locator is not None]
            self._keep(place, page, [*there, looked])

    def filled(self, place: Place, page: Page, looked: Sequence[Looked]) -> None:
        """Keep the view of a form that is filled in, just before it is sent."""
        if not self._is_aside:
            self._settled = True
            self._keep(place, page, looked)

    def sees(self, place: Place, page: Page, *looked: Looked) -> None:
        """Add something to the view that is kept at the end of the step."""
        if self._view is None or self._view[0] is not place or self._view[1] is not page:
            self._view = (place, page, [])
        self._view[2].extend(looked)

    def turn_over(self) -> None:
        """Begin a new view: what the student does next may take away what has been seen so far."""
        self._view = None

    def finish(self) -> None:
        """Keep the last view, unless an action was more to the point or the window has closed."""
        if self._view is not None and not self._settled and not self._view[1].is_closed():
            self._keep(*self._view)

    def save(self) -> None:
        """Write the pictures that were taken: none is on the disk before it is covered, nor later than its entry.

        Raises `UnwrittenError`; those that were not written are in no view any more.
        """
        taken, self._taken = self._taken, {}
        try:
            for label in list(taken):
                self._journal.keep_picture(taken[label].png, label)
                del taken[label]
        except UnwrittenError:
            unwritten = {self._journal.picture_name(label) for label in taken}
            views: list[Entry | View] = [self._entry, *self._entry.earlier]
            for view in views:
                if view.picture in unwritten:
                    view.picture = None
            raise

    def fail(self, place: Place | None) -> None:
        """Keep how the current window looks now that the step has failed."""
        page = self._windows.current
        if page is None or page.is_closed() or self._windows.network.awaits_page(page):
            return
        self._entry.marks = []
        try:
            self._note_window(place, page)
            if self._pictures != "off":
                self._picture(page)
        except Error as error:
            self._entry.notes.append(f"картинка не снята: {error.message.splitlines()[0]}")

    def _keep(self, place: Place, page: Page, looked: Sequence[Looked]) -> None:
        if self._entry.window is not None:
            self._entry.earlier.append(self._entry.last)
            self._entry.picture = None
        if self._pictures == "on":
            self._windows.await_rest(page)
        found = _measured(looked, afresh=False)
        if self._pictures == "on" and not all(one.in_sight for one in found.values()):
            found = _brought_into_sight(looked)
        self._keep_marks(place, page, looked, found)
        if self._pictures != "on":
            return
        after = self._picture(page, looked)
        if {one: spot.box for one, spot in after.items()} != {
            one: spot.box for one, spot in found.items()
        }:  # a mark beside its thing would mislead the reader
            self._keep_marks(place, page, looked, _brought_into_sight(looked))
            self._picture(page)

    def _keep_marks(
        self, place: Place, page: Page, looked: Sequence[Looked], found: Mapping[Looked, Measured]
    ) -> None:
        boxes = {one: box_of(*spot.box) for one, spot in found.items() if spot.box is not None}
        marks = [Mark(one.kind, one.label, boxes.get(one)) for one in looked]
        self._entry.marks = list(dict.fromkeys(marks))
        self._note_window(place, page, next(filter(None, (spot.title for spot in found.values())), None))

    def _note_window(self, place: Place | None, page: Page, title: str | None = None) -> None:
        name = (
            place.name
            if place is not None and surface_in(page, place.shows) is not None
            else self._windows.sites.owner(page.url)
        )
        shown = self._privacy.text(page.title() if title is None else title)
        self._entry.window = Window(self._windows.number(page), name or "", without_query(page.url), shown)

    def _picture(self, page: Page, looked: Sequence[Looked] = ()) -> dict[Looked, Measured]:
        """Keep a picture, and return where some things stood when it had been taken."""
        began = time.monotonic()
        there = {one: one.locator for one in looked if one.locator is not None}
        asked = [Question("boxes", locator) for locator in there.values()]
        shot = self._privacy.picture(page, self._regions(page), *asked)
        spots = [measured(answer, one) for answer, one in zip(shot.answers, there.values(), strict=True)]
        found = dict(zip(there, spots, strict=True))
        count = len(self._entry.earlier)
        label = f"{self._entry.claim}-{count + 1}" if count else self._entry.claim
        self._entry.picture = self._journal.picture_name(label)
        self._taken[label] = shot
        self._entry.picture_scale = shot.scale
        self._entry.changing = [box_of(*box) for box in shot.changing]
        try:
            left_ms = _PICTURE_MS - (time.monotonic() - began) * 1000
            self._entry.snapshot = self._privacy.snapshot(outline(page, min(_SNAPSHOT_MS, max(1, left_ms))))
        except PlaywrightTimeoutError:
            self._entry.notes.append(
                "что слышат на этой странице незрячие, не записано: на ней слишком много всего"
            )
        _check_there(found)
        return found


def _measured(looked: Sequence[Looked], *, afresh: bool = True) -> dict[Looked, Measured]:
    """Measure what can be; unless `afresh`, only what was not measured just now.

    Raises `Mismatch` for what is no longer there, or no longer alone.
    """
    found = {one: one.spot for one in looked if one.spot is not None and not afresh}
    unknown = {one: one.locator for one in looked if one.locator is not None and one not in found}
    found |= zip(unknown, measure_each(list(unknown.values())), strict=True)
    _check_there(found)
    return found


def _check_there(found: Mapping[Looked, Measured]) -> None:
    for one, spot in found.items():
        # What has gone is told at once instead of being waited for: it was there a moment ago.
        if spot.box is None or (spot.number > 1 and not one.many):
            observed = "было видно и пропало" if spot.box is None else f"таких на странице {spot.number}"
            raise Mismatch(f"{one.label}: остаётся на экране", observed)


def _brought_into_sight(looked: Sequence[Looked]) -> dict[Looked, Measured]:
    """Scroll to each and measure it where it has come to stand: Playwright waits until it moves no more."""
    for one in looked:
        if one.locator is not None and not one.many:
            one.locator.scroll_into_view_if_needed()
    return _measured(looked)
