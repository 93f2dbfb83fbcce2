"""A step on its way to a verdict: which sentence it proves, what it did, and what of the sentence it has met so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Page

from verifier.redaction.pages import Privacy
from verifier.screen.control import BoundControl
from verifier.screen.finding import Found, is_written
from verifier.screen.likeness import Opposites, difference, is_like, is_opposite, is_shortened, similarity
from verifier.screen.sites import Sites, without_query
from verifier.screen.trouble import Likeness, Mismatch
from verifier.screen.windows import Windows
from verifier.screen.words import flat, same
from verifier.text.model import Claim
from verifier.walk.evidence import Evidence
from verifier.walk.journal import Action, ActionKind, Entry, now
from verifier.walk.steps import StepError
from verifier.walk.verdict import Verdict
from verifier.walk.wordings import Wordings

_CHECKING: frozenset[ActionKind] = frozenset({"find", "leave", "choose", "see", "miss", "check"})
"""Actions that could have failed because of what the page shows; pressing and typing alone prove nothing."""
_ADDRESS_PERCENT = 75
"""From this likeness on one address may be another one, misspelt."""
_AFTER_LABEL = " :*"
"""What forms put after a field's label and writers do not quote: a colon, and the asterisk of a field that has to be
filled.
"""
_REWORD = "исправьте слова в инструкции или верните прежнюю подпись на странице"


@dataclass(frozen=True)
class Touch:
    """Something that the step touched or missed, under the words that the page shows (or showed, where it is
    missed).

    `wording` is what it was looked for under, `where` ends a phrase; `like` is there where it was found by its
    likeness.
    """

    kind: Literal["met", "missed"]
    words: str
    wording: str
    called: str
    where: str
    control: BoundControl | None = None
    like: Likeness | None = None


@dataclass
class Acting:
    """An action under way; its label may come to be what the page turns out to show."""

    label: str


class Proof:
    """The entry that a step writes, the evidence for it, and what the sentence quotes."""

    def __init__(
        self,
        claim: Claim,
        entry: Entry,
        evidence: Evidence,
        windows: Windows,
        privacy: Privacy,
        wordings: Wordings,
        opposites: Opposites = (),
    ) -> None:
        self.entry = entry
        self.evidence = evidence
        self.labels = claim.labels
        self.addresses = claim.addresses
        self._windows = windows
        self._privacy = privacy
        self._wordings = wordings
        self._opposites = opposites
        self._touches: list[Touch] = []
        self._reached: list[str] = []
        self._pressed: set[str] = set()
        self.at_the_end: list[Callable[[], None]] = []
        """Checks that are made once the evidence is kept: what they wait for passes meanwhile."""

    @property
    def has_looked(self) -> bool:
        """Say whether the step has checked something: on the page, or a word or address of its sentence."""
        compared = (self.labels and self._touches) or (self.addresses and self._reached)
        checked = any(action.kind in _CHECKING for action in self.entry.actions)
        return bool(compared or checked or self.at_the_end)

    def met(self, labels: Collection[str]) -> list[str]:
        """Return the labels that the step has met to the letter."""
        return [label for label in labels if any(same(label, one.words) for one in self._touches)]

    def names(self, words: str, control: BoundControl) -> bool:
        """Say whether the sentence quotes what a control shows, or what its author calls it."""
        key = self._wordings.key(control.control)
        return any(same(label, words) or same(label, key) for label in self.labels)

    def touch(self, control: BoundControl, found: Found) -> None:
        """Note what was found, and what a reader should know of it."""
        wording = self._wordings.of(control.control, self.labels)[0]
        self._touches.append(
            Touch(
                "met",
                found.words,
                wording,
                control.control.called(wording),
                control.place.where,
                control,
                found.likeness,
            )
        )
        self.note(*found.notes)

    def touch_words(self, words: str, called: str, where: str) -> None:
        """Note the words of something that is no control: a field's label, the text of an element."""
        words, bare = flat(words), flat(words).rstrip(_AFTER_LABEL)
        if any(same(label, bare) for label in self.labels):
            words = bare
        self._touches.append(Touch("met", words, words, called, where))

    def pressed(self, called: str) -> None:
        """Note that something was pressed that is known by its markup, under what reports call it."""
        self._pressed.add(called)

    def missed(self, control: BoundControl, words: str | None) -> None:
        """Note what is not there, under the words that it had earlier on this walk; None where it was never seen."""
        wording = self._wordings.of(control.control, self.labels)[0]
        called, where = control.control.called(wording), control.place.where
        self._touches.append(Touch("missed", words or "", wording, called, where, control))

    def reached(self, address: str) -> None:
        """Note an address that was opened or found, as the documents have it."""
        self._reached.append(without_query(address))

    def note(self, *texts: str) -> None:
        """Add notes to the entry, each once."""
        clean = [self._privacy.text(text) for text in texts]
        self.entry.notes += [text for text in dict.fromkeys(clean) if text not in self.entry.notes]

    def settle(self, *, whole: bool) -> None:
        """Hold what the sentence quotes against what the step has met; a difference is drift.

        With `whole` each label and address has to have been met. Raises `Mismatch` for one that nothing resembles, and
        `StepError` for one that the step has not looked for at all: that is a mistake of the suite, not of the product.
        """
        claimed = [one for one in self._touches if any(same(one.words, label) for label in self.labels)]
        for label in [one for one in self.labels if one not in self.met(self.labels)]:
            self._settle_label(label, claimed, whole=whole)
        for address in self.addresses if whole else ():
            self._settle_address(address)

    def _settle_label(self, label: str, claimed: Collection[Touch], *, whole: bool) -> None:
        free = [one for one in self._touches if one not in claimed]
        own = [one for one in free if one.control is not None and same(one.wording, label)]
        never_seen = [one for one in own if one.kind == "missed" and not one.words]
        if never_seen and len(own) == len(never_seen):
            if whole:
                raise StepError(
                    f"{self.entry.step}: говорится, что {own[0].called} пропадает, а раньше в этом проходе её никто "
                    "не видел; пусть шаг до этого увидит её"
                )
            return
        own = [one for one in own if one.words]
        like = own or self._like(label, [one for one in free if one.words])
        if like:
            self._drift(label, like[0])
            return
        if pressed := [one for one in free if one.control is None and one.called in self._pressed]:
            # It did what the step has checked since: it is what the sentence means.
            self._drift(label, pressed[0])
            return
        if not whole:
            return
        seen = [one for one in free if one.words]
        if not seen:
            raise StepError(
                f"{self.entry.step}: предложение называет «{label}», а шаг её не ищет; пусть он нажмёт или увидит её"
            )
        page = self._at_rest()
        if page is not None and is_written(page, label):
            raise StepError(
                f"{self.entry.step}: «{label}» есть на странице, а шаг её не ищет; пусть он нажмёт или увидит её"
            )
        shown = ", ".join(dict.fromkeys(f"«{one.words}»" for one in seen))
        gone = all(one.kind == "missed" for one in seen)
        observed = (
            f"раньше в этом проходе была только {shown}" if gone else f"такой надписи нет, есть: {shown}"
        )
        raise Mismatch(f"«{label}» {seen[0].where}", observed, remedy=_REWORD)

    def _at_rest(self) -> Page | None:
        """Return the current window once its page has what it asked for.

        Nothing has waited for what turns out to be missing: the page may still bring it, and that it is loading is no
        outage.
        """
        page = self._windows.current
        if page is not None:
            self._windows.await_rest(page)
        return page

    def _like(self, label: str, touches: Collection[Touch]) -> list[Touch]:
        """Return what a label may mean in other words, the nearest first; nothing where it names something else."""
        if self._wordings.is_key(label):
            return []
        able = [one for one in touches if not is_opposite(label, one.words, self._opposites)]
        ranked = sorted(able, key=lambda one: -similarity(label, one.words))
        if ranked and is_like(label, similarity(label, ranked[0].words)):
            return ranked
        return [one for one in ranked if is_shortened(label, one.words)]

    def _drift(self, label: str, touch: Touch) -> None:
        entry = self.entry
        called = touch.control.control.called(label) if touch.control is not None else f"«{label}»"
        nearest = touch.like or Likeness(
            touch.words,
            touch.control.roles[0] if touch.control is not None else "text",
            round(similarity(label, touch.words)),
        )
        how = difference(label, touch.words)
        shown, near = (self._privacy.text(text) for text in (touch.words, str(nearest)))
        entry.verdict = Verdict.DRIFT
        entry.expected = _and(entry.expected, f"{called} {touch.where}")
        entry.observed = _and(entry.observed, f"вместо неё «{shown}»{f' ({how})' if how else ''}")
        entry.nearest = _and(entry.nearest, near)
        entry.remedy = _REWORD

    def _settle_address(self, address: str) -> None:
        if any(_leads_to(address, one) for one in self._reached):
            return
        if not self._reached:
            raise StepError(
                f"{self.entry.step}: предложение называет {address}, а шаг туда не идёт; пусть он откроет этот адрес"
            )
        nearest = max(self._reached, key=lambda one: similarity(address, one))
        if similarity(address, nearest) < _ADDRESS_PERCENT:
            self._at_rest()
            raise Mismatch(f"адрес {address}", f"открыто {nearest}", remedy="исправьте адрес в инструкции")
        self.entry.verdict = Verdict.DRIFT
        self.entry.expected = _and(self.entry.expected, f"адрес {address}")
        self.entry.observed = _and(self.entry.observed, f"страница открывается по адресу {nearest}")
        self.entry.remedy = "исправьте адрес в инструкции"

    @contextmanager
    def acting(self, kind: ActionKind, acting: Acting) -> Iterator[None]:
        """Note an action in the journal, with the window that it ended in and the time that it took."""
        began, started = now(), time.monotonic()
        try:
            yield
        finally:
            page = self._windows.current
            open_page = page if page is not None and not page.is_closed() else None
            self.entry.actions.append(
                Action(
                    kind,
                    self._privacy.text(acting.label),
                    self._windows.number(open_page) if open_page else None,
                    without_query(open_page.url) if open_page else "",
                    began,
                    round((time.monotonic() - started) * 1000),
                )
            )


def address_for(addresses: Collection[str], sites: Sites, system: str) -> str | None:
    """Return the address of a sentence that belongs to a system, as the target has it; None where it has none."""
    for address in addresses:
        here = sites.here(address)
        owner = sites.system(here) if here is not None else None
        if owner is not None and owner.name == system:
            return here
    return None


def looks_misspelt(address: str, reached: str) -> bool:
    """Say whether an address has nearly the path that it has led to; with the host any two would be alike."""
    return similarity(urlsplit(address).path, urlsplit(reached).path) >= _ADDRESS_PERCENT


def _leads_to(address: str, reached: str) -> bool:
    """Say whether a reader who was sent to an address has got there; one without a path stands for the whole site."""
    wanted, got = address.rstrip("/"), reached.rstrip("/")
    is_site = "/" not in wanted.partition("://")[2]
    return got == wanted or (is_site and got.startswith(f"{wanted}/"))


def _and(told: str, more: str) -> str:
    return f"{told}; {more}" if told else more
