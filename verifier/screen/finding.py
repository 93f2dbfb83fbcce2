"""Finds a control on its page: by the words that it shows, by its accessible name, or by a clear likeness of it."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from playwright.sync_api import Error, Locator

from verifier.screen.control import BoundControl, bearing, every
from verifier.screen.frames import Surface, frames_in, is_gone, named, window_of
from verifier.screen.likeness import WORTH_TELLING_PERCENT, Opposites, is_clear, rank, similarity
from verifier.screen.measuring import Measured, measured
from verifier.screen.trouble import Likeness, Mismatch, Role
from verifier.screen.waiting import appears
from verifier.screen.words import Shown, flat, read, same

SHARE_BEFORE_LIKENESS = 0.4
"""The share of the patience that the right words have to themselves before a likeness is accepted."""

_MOST_NAMES = 8
_LONGEST_LABEL = 500
"""Characters; a longer line of a page is no label, and too long for a report."""
_BY_MOUSE = (
    "нажать её мышью можно, но кнопкой она никому не объявлена: ни с клавиатуры, ни программой экранного доступа "
    "её не нажать"
)
_TAKES_MOUSE = """elements => elements.some(element =>
  getComputedStyle(element).cursor === 'pointer' || element.closest('[onclick]') !== null)"""


@dataclass(frozen=True)
class Found:
    """A control as it is on the page.

    `words` are those that it shows, without a counter beside them. `likeness` is there where they are not the ones
    that were looked for. `notes` tell what a reader should know of it that is no fault. `spot` is where it stands, None
    where that was not measured; `is_chosen` whether its page says that it is, None where it says nothing.
    """

    locator: Locator
    page: Surface
    words: str
    likeness: Likeness | None = None
    notes: tuple[str, ...] = ()
    spot: Measured | None = None
    is_chosen: bool | None = None


@dataclass(frozen=True)
class _Match:
    number: int
    wording: str
    shown: Shown


class Finder:
    """Looks for one control under each of some wordings, the first of which is what the text calls it.

    `others` are the wordings of other controls: none of them is a likeness of this one. With `by_mouse_will_do` what
    can be pressed with a mouse alone is taken for a button, and that is noted.
    """

    def __init__(
        self,
        control: BoundControl,
        wordings: Sequence[str],
        others: Collection[str],
        opposites: Opposites,
        *,
        by_mouse_will_do: bool = False,
    ) -> None:
        self._control = control
        self._wordings = tuple(dict.fromkeys(wordings))
        self._others = set(others) - set(self._wordings)
        self._opposites = opposites
        self._by_mouse_will_do = by_mouse_will_do
        self._windows = control.place.windows
        self._read: Sequence[Shown] = ()
        self._labels: Sequence[tuple[Role, str]] = ()

    def find(self) -> Found:
        """Return the control, waiting for it while patience lasts.

        Raises `Mismatch` when neither it nor a single clear likeness of it becomes visible, or when there are two.
        """
        page = self._control.place.surface()
        patience_ms = self._windows.patience_ms
        deadline = time.monotonic() + patience_ms / 1000
        alone = bearing(page, self._control.roles, self._wordings)
        among = bearing(page, self._control.roles, self._wordings, among_others=True)
        if len(met := self._matches(alone)) == 1:
            return self._found(alone, met[0], page)
        comes = self._windows.comes(lambda: appears(alone, patience_ms * SHARE_BEFORE_LIKENESS))
        if (comes or self._comes_late(among)) and (found := self._the_only(alone, among, page)):
            return found
        late = self._read
        if found := self._in_a_frame(page) or self._by_name(among, late, page) or self._by_likeness(page):
            return found
        rest_ms = (deadline - time.monotonic()) * 1000
        if rest_ms > 0:  # else it was looked for after patience had ended, or while it did, just now
            if self._windows.await_state(lambda: self._matches(among), rest_ms) and (
                found := self._the_only(alone, among, page)
            ):
                return found
            self._labels = labels_on(page, self._control.roles)
        if self._by_mouse_will_do and (found := self._by_mouse(page)):
            return found
        raise self._missing(page)

    def glance(self, page: Surface) -> Found | None:
        """Return the control as a page has it at this moment; nothing is waited for.

        Raises `Mismatch` when there are two.
        """
        alone = bearing(page, self._control.roles, self._wordings)
        among = bearing(page, self._control.roles, self._wordings, among_others=True)
        for borne in (alone, among):
            if met := self._matches(borne):
                if len(met) > 1:
                    raise self._several(len(met))
                return self._found(borne, met[0], page)
        late = self._read
        found = self._in_a_frame(page) or self._by_name(among, late, page) or self._by_likeness(page)
        return found or (self._by_mouse(page) if self._by_mouse_will_do else None)

    def _comes_late(self, borne: Locator) -> bool:
        """Say whether the words come once the page has what it asked its servers for.

        What resembles them on a page that is still being loaded is no likeness.
        """
        network = self._windows.network

        def outcome() -> str | None:
            is_busy = network.is_busy()  # asked first: what came until then has had the time to be shown
            return "comes" if self._matches(borne) else None if is_busy else "stays away"

        rest_ms = self._windows.patience_ms * (1 - SHARE_BEFORE_LIKENESS)
        return self._windows.await_state(outcome, rest_ms) == "comes"

    def _matches(self, borne: Locator) -> list[_Match]:
        """Return what bears a wording to be seen, else as an icon's name; of several wordings the first borne."""
        self._read, is_text = _read(borne), tuple(self._control.roles) == ("text",)
        for wording in self._wordings:
            found = [
                _Match(number, wording, one)
                for number, one in enumerate(self._read)
                if same(one.words, wording)
                or one.counter_beside(wording)
                or (is_text and one.has_apart(wording))
                or _is_icon(one, wording)
            ]
            found = [one for one in found if one.shown.words] or found
            inner = [one for one in found if not one.shown.holds_another]
            if inner or found:
                return inner or found
        return []

    def _the_only(self, alone: Locator, among: Locator, page: Surface) -> Found | None:
        # A page may show the old and the new for a moment while it changes; two that stay are a finding.
        met = list[_Match]()
        where = [alone]

        def only_one() -> bool:
            for borne in (alone, among):
                met[:], where[0] = self._matches(borne), borne
                if met:
                    break
            return len(met) == 1

        early_ms = self._windows.patience_ms * SHARE_BEFORE_LIKENESS
        if not self._windows.await_state(only_one, early_ms):
            if not met:
                return None
            raise self._several(len(met))
        return self._found(where[0], met[0], page)

    def _several(self, number: int) -> Mismatch:
        return Mismatch(
            f"{self._called(self._wordings[0])} {self._control.place.where}",
            f"таких на странице {number}, какую нажимать, неясно",
        )

    def _found(self, borne: Locator, match: _Match, page: Surface) -> Found:
        locator, shown = _one_of(borne, match.number), match.shown
        return Found(
            locator,
            page,
            self._words(match),
            notes=self._notes(match),
            spot=measured(shown.spot, locator),
            is_chosen=shown.is_chosen,
        )

    def _words(self, match: _Match) -> str:
        return flat(match.shown.words) if same(match.shown.words, match.wording) else match.wording

    def _notes(self, match: _Match) -> tuple[str, ...]:
        shown, called = match.shown, self._called(match.wording)
        if not shown.words:
            return (f"{called}: видимых слов нет, она известна по доступному имени",)
        notes = []
        if counter := "" if same(shown.words, match.wording) else shown.counter_beside(match.wording):
            notes.append(f"{called}: рядом счётчик «{counter}»")
        if shown.name and flat(match.wording).casefold() not in flat(shown.name).casefold():
            notes.append(
                f"{called}: для программ экранного доступа она называется иначе, «{shown.name}» "
                "(WCAG 2.5.3, Label in Name)"
            )
        return tuple(notes)

    def _in_a_frame(self, page: Surface) -> Found | None:
        """Return the control where it is not on the page but in a frame of it, and remark that."""
        for frame in frames_in(window_of(page)) if page is window_of(page) else ():
            borne = bearing(frame, self._control.roles, self._wordings, among_others=True)
            if len(met := self._matches(borne)) == 1:
                called = self._called(met[0].wording)
                self._windows.remark(f"{called}: стоит не на самой странице, а во фрейме {named([frame])}")
                return self._found(borne, met[0], frame)
        return None

    def _by_name(self, borne: Locator, shown: Sequence[Shown], page: Surface) -> Found | None:
        """Return the only control whose accessible name is the one, though other words are seen on it.

        `shown` is what those that bear it showed just now.
        """
        everything = list(enumerate(shown))
        for wording in self._wordings:
            named = [
                (number, flat(one.words))
                for number, one in everything
                if one.words and (same(one.name, wording) or same(one.text, wording))
            ]
            if len(named) == 1:
                number, words = named[0]
                likeness = Likeness(words, self._control.roles[0], round(similarity(wording, words)))
                note = f"слова «{wording}» есть только в доступном имени, на экране их нет"
                return Found(_one_of(borne, number), page, words, likeness, (note,))
        return None

    def _by_likeness(self, page: Surface) -> Found | None:
        self._labels = labels_on(page, self._control.roles)
        for wording in self._wordings:
            ranking = rank(wording, self._labels, self._others, self._opposites)
            if is_clear(wording, ranking):
                nearest = ranking[0]
                inner = Finder(self._control, [nearest.label], (), ())
                for among_others in (False, True):
                    borne = bearing(page, (nearest.role,), [nearest.label], among_others=among_others)
                    if len(met := inner._matches(borne)) == 1:
                        return Found(_one_of(borne, met[0].number), page, nearest.label, nearest)
        return None

    def _by_mouse(self, page: Surface) -> Found | None:
        """Return the only thing that bears a wording and can be pressed with a mouse, though it is no button."""
        for wording in self._wordings:
            written = _written(page, wording)
            if written.count() == 1 and _takes_mouse(written):
                note = f"{self._called(wording)}: {_BY_MOUSE}"
                return Found(written, page, flat(wording), notes=(note,))
        return None

    def _missing(self, page: Surface) -> Mismatch:
        wording = self._wordings[0]
        shown = self._labels
        ranking = rank(wording, shown, self._others, self._opposites)
        nearest = next((one for one in ranking if one.percent >= WORTH_TELLING_PERCENT), None)
        names = list(dict.fromkeys(name for _, name in shown if name))
        text = tuple(self._control.roles) == ("text",)
        if not text and is_written(page, wording) and _takes_mouse(_written(page, wording)):
            observed = f"надпись «{wording}» есть: {_BY_MOUSE}"
        elif not text and is_written(page, wording):
            is_pressed = not {*self._control.roles} <= {"heading", "columnheader"}
            observed = f"надпись «{wording}» есть, но это не {self._control.control.kind.name}"
            observed += ", нажать её нельзя" if is_pressed else ""
        elif names:
            rest = f" и ещё {len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else ""
            nearby = sorted(names, key=lambda name: -similarity(wording, name))[:_MOST_NAMES]
            told = ", ".join(f"«{name}»" for name in names if name in nearby)  # in the page's own order
            observed = f"такой нет, есть: {told}{rest}"
        else:
            observed = "нет ни её, ни других"
        observed += self._windows.frames_beside(page)
        return Mismatch(f"{self._called(wording)} {self._control.place.where}", observed, nearest=nearest)

    def _called(self, wording: str) -> str:
        return self._control.control.called(wording)


def is_written(page: Surface, wording: str) -> bool:
    """Say whether a wording is to be read on a page at this moment, whatever it stands on."""
    return not is_gone(page) and _written(page, wording).count() > 0


def _written(page: Surface, wording: str) -> Locator:
    return page.get_by_text(wording, exact=True).filter(visible=True)


def _takes_mouse(written: Locator) -> bool:
    """Say whether something shows that a mouse may press it: by its pointer, or by its markup."""
    try:
        return bool(written.evaluate_all(_TAKES_MOUSE))
    except Error:  # the page is being left at this very moment
        return False


def labels_on(page: Surface, roles: Sequence[Role]) -> list[tuple[Role, str]]:
    """List role and words of every visible thing of some roles; an icon goes by its accessible name."""
    if tuple(roles) == ("text",):
        lines = page.locator("body").inner_text().splitlines()
        return [("text", flat(line)) for line in lines if line.strip() and len(line) <= _LONGEST_LABEL]
    return [
        (
            next((role for role in roles if role == one.role), roles[0]),
            flat(one.words or one.name or one.text),
        )
        for one in _read(every(page, roles))
        if one.in_sight
    ]


def _read(locator: Locator) -> list[Shown]:
    try:
        return read(locator)
    except Error:  # the page is being left at this very moment; it is asked again
        return []


def _is_icon(shown: Shown, wording: str) -> bool:
    """Say whether nothing is to be read on something that was located by its accessible name."""
    own = shown.name or shown.text
    return shown.in_sight and not shown.words and (not own or same(own, wording))


def _one_of(borne: Locator, number: int) -> Locator:
    # Which of those that bear the words is meant was decided by what each of them shows; most often there is but one.
    return borne.nth(number)
