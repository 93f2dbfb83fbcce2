"""The words that a control shows to a sighted reader, and whether they are those that somebody looks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator

from verifier.screen.asking import Question, ask

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""A soft hyphen and what else of Unicode is no word: what is not to be seen, and the icons of fonts (private use)."""
_BARE_COUNTER = re.compile(r"\s*(?:[(\[]?\+?\d[\d\s.,+]*[)\]]?|[•●·∙]+)\s*")
"""A bare number or a dot."""
_BESIDE_COUNTER = re.compile(r"\d.*|.*\d", re.S)
_LONGEST_COUNTER = 3
"""Words; «12 новых сообщений» is a counter, a longer text is a text."""


@dataclass(frozen=True)
class Run:
    """A piece of text; `holder` numbers the element that it stands in, `apart` says that a gap is seen before it."""

    text: str
    holder: int
    apart: bool


@dataclass(frozen=True)
class Shown:
    """What one control shows.

    `name` is what its author has given it for assistive technology alone (aria-label, aria-labelledby), `text` all
    of its text, seen or not; `role` is what its markup says it is, empty for nothing special; `in_sight` says that it
    is not cut away or transparent, as what is there for screen readers alone; `holds_another` that another one of those
    read with it is inside it; `spot` where it stands, for `measured`; `is_chosen` whether the page says that it is,
    None where it says nothing.
    """

    runs: tuple[Run, ...]
    role: str
    name: str
    text: str
    in_sight: bool
    holds_another: bool
    spot: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    is_chosen: bool | None = None

    @property
    def words(self) -> str:
        """The words as they are seen, in one line; empty where there are none, as on an icon."""
        return joined(self.runs)

    def has_apart(self, wording: str) -> bool:
        """Say whether one element of it shows just these words, such as a message with buttons beside it."""
        holders = {run.holder for run in self.runs}
        return any(same(joined([run for run in self.runs if run.holder == one]), wording) for one in holders)

    def counter_beside(self, wording: str) -> str:
        """Return the counter that stands before or after a wording; empty where the words are not just those two.

        A counter is a bare number or a dot; or a few words that begin or end with a number, in an element of their
        own. So «Почта (3)» has one, «Почта 5 класса» has none.
        """
        for cut in range(1, len(self.runs)):
            for label, rest in (
                (self.runs[:cut], self.runs[cut:]),
                (self.runs[cut:], self.runs[:cut]),
            ):
                if same(joined(label), wording) and _is_counter(label, rest):
                    return joined(rest)
        words, wanted = flat(self.words), flat(wording)
        for beside in (words.removeprefix(wanted), words.removesuffix(wanted)):
            if beside != words and _BARE_COUNTER.fullmatch(beside):
                return beside.strip()
        return ""


def read(locator: Locator) -> list[Shown]:
    """Return what each of the elements shows, in the order of the page; nothing is waited for."""
    return shown(*ask(Question("words", locator)))


def shown(found: list[dict[str, Any]]) -> list[Shown]:
    """Return what a page has answered of the words of its elements."""
    return [
        Shown(
            tuple(Run(**run) for run in one["runs"]),
            one["role"],
            one["name"],
            one["text"],
            one["seen"],
            one["holds"],
            one["spot"],
            None if one["chosen"] is None else one["chosen"] != "false",
        )
        for one in found
    ]


def says_chosen(tab: Locator) -> bool | None:
    """Return whether a page says of a tab that it is the chosen one; None when it says nothing of it."""
    return next((one.is_chosen for one in read(tab)), None)


def joined(runs: Sequence[Run]) -> str:
    """Return pieces of text as they are seen, in one line."""
    parts = [f" {run.text}" if run.apart and number else run.text for number, run in enumerate(runs)]
    return flat("".join(parts))


def flat(text: str) -> str:
    """Return a text in one line, without what is not to be seen: a space is a space to the reader."""
    return " ".join(_UNSEEN.sub("", text).split())


def same(shown: str, wording: str) -> bool:
    """Say whether a reader would take the words on the page for those of the text, to the letter."""
    return flat(shown) == flat(wording)


def _is_counter(label: Sequence[Run], rest: Sequence[Run]) -> bool:
    text = joined(rest)
    if _BARE_COUNTER.fullmatch(text):
        return True
    is_apart = {run.holder for run in label}.isdisjoint(run.holder for run in rest)
    return is_apart and len(text.split()) <= _LONGEST_COUNTER and _BESIDE_COUNTER.fullmatch(text) is not None
