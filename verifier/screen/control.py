"""A control is a role and a documented label; it finds itself exactly, or names its nearest likeness."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, overload

from playwright.sync_api import Locator, Page, expect
from rapidfuzz import fuzz

from verifier.screen.trouble import Likeness, Mismatch, Role
from verifier.screen.waiting import appears

if TYPE_CHECKING:
    from verifier.screen.place import Place

CLEAR_PERCENT = 50
"""From this likeness on a label may be the documented one in other words."""
CLEAR_PERCENT_SHORT = 75
"""The same for a label of less than eight letters: in a short word a few letters are another word."""
CLEAR_LEAD_PERCENT = 10
"""By so much the nearest label has to be ahead of the next, or nobody can tell which is meant."""
WORTH_TELLING_PERCENT = 40
"""Below this likeness a label is no hint to anybody."""
SHARE_BEFORE_LIKENESS = 0.4
"""The share of the patience that the exact label has to itself before a likeness is accepted."""

_MOST_NAMES = 8
_NAMED = re.compile(r"""^\s*- '?(\w+) "((?:[^"\\]|\\.)*)"(.*)$""")
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyё", "АВСЕНКМОРТХУасеорхуе")
_OPPOSITES = (("войти", "вход"), ("выйти", "выход")), (("привязать", "подключить"), ("отвязать", "отключить"))


@dataclass(frozen=True)
class Kind:
    """What the instruction calls a control, and the roles that a user would take for it."""

    name: str
    roles: tuple[Role, ...]


BUTTON = Kind("кнопка", ("button", "link"))
TAB = Kind("вкладка", ("tab", "link", "button"))


@dataclass(frozen=True)
class Control:
    """A documented control. Declared in the class of its place; there it becomes a `BoundControl`."""

    label: str
    kind: Kind

    @overload
    def __get__(self, place: None, owner: type[Place]) -> Control: ...
    @overload
    def __get__(self, place: Place, owner: type[Place]) -> BoundControl: ...
    def __get__(self, place: Place | None, owner: type[Place]) -> Control | BoundControl:
        return self if place is None else BoundControl(place, self)

    def __str__(self) -> str:
        return f"{self.kind.name} «{self.label}»"


@dataclass(frozen=True)
class Found:
    """A control as it is on the page; `likeness` is None when its label is the documented one to the letter."""

    locator: Locator
    page: Page
    likeness: Likeness | None = None


@dataclass(frozen=True)
class BoundControl:
    """A documented control at its place."""

    place: Place
    control: Control

    def __str__(self) -> str:
        return str(self.control)

    @property
    def label(self) -> str:
        """The documented label."""
        return self.control.label

    def exactly(self, page: Page) -> Locator:
        """Locate the visible controls that bear the documented label to the letter."""
        return _named(page, self.control.kind.roles, self.control.label)

    def like(self, page: Page, likeness: Likeness) -> Locator:
        """Locate the visible control that was found to be a likeness of this one."""
        return _named(page, (likeness.role,), likeness.label)

    def find(self, known: Sequence[str] = (), met: Likeness | None = None) -> Found:
        """Find the control in the window that shows its place.

        `known` are all documented labels: none of them is a likeness of another. `met` is the likeness that an
        earlier step has met in its stead. Raises `Mismatch` when neither the control nor a single clear likeness
        of it becomes visible while patience lasts, or when there are two.
        """
        page = self.place.window()
        exact = self.exactly(page)
        patience = self.place.windows.patience_ms
        if met is not None and appears(exact.or_(self.like(page, met)), patience) and not exact.count():
            return Found(self.like(page, met), page, met)
        deadline = time.monotonic() + patience / 1000
        if appears(exact, patience * SHARE_BEFORE_LIKENESS) or self._comes_late(exact):
            return self._alone(exact, page)
        ranking = rank(self.control, controls_on(page, self.control.kind), known)
        if is_clear(self.control, ranking):
            nearest = ranking[0]
            return Found(self.like(page, nearest), page, nearest)
        if appears(exact, max(1, (deadline - time.monotonic()) * 1000)):
            return self._alone(exact, page)
        raise self._missing(page, known)

    def _comes_late(self, exact: Locator) -> bool:
        """Say whether the label comes once the page has what it asked its servers for.

        What resembles it on a page that is still being loaded is no likeness.
        """
        windows = self.place.windows
        rest_ms = windows.patience_ms * (1 - SHARE_BEFORE_LIKENESS)
        windows.await_state(lambda: bool(exact.count()) or not windows.network.is_busy(), rest_ms)
        return exact.count() > 0

    def _alone(self, exact: Locator, page: Page) -> Found:
        # A page may show the old and the new for a moment while it changes; two that stay are a finding.
        try:
            expect(exact).to_have_count(1, timeout=self.place.windows.patience_ms * SHARE_BEFORE_LIKENESS)
        except AssertionError:
            raise Mismatch(
                f"{self} {self.place.where}", f"таких на странице {exact.count()}, какую нажимать, неясно"
            ) from None
        return Found(exact, page)

    def _missing(self, page: Page, known: Sequence[str]) -> Mismatch:
        shown = controls_on(page, self.control.kind)
        nearest = next(
            (one for one in rank(self.control, shown, known) if one.percent >= WORTH_TELLING_PERCENT), None
        )
        names = list(dict.fromkeys(f"«{name}»" for _, name in shown if name))
        if page.get_by_text(self.control.label, exact=True).filter(visible=True).count():
            observed = (
                f"надпись «{self.control.label}» есть, но это не {self.control.kind.name}, нажать её нельзя"
            )
        elif names:
            rest = f" и ещё {len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else ""
            observed = f"такой нет, есть: {', '.join(names[:_MOST_NAMES])}{rest}"
        else:
            observed = "нет ни её, ни других"
        return Mismatch(f"{self} {self.place.where}", observed, nearest=nearest)


def says_chosen(tab: Locator) -> bool | None:
    """Return whether a page says of a tab that it is the chosen one; None when it says nothing of it."""
    for attribute in ("aria-selected", "aria-current"):
        value = tab.get_attribute(attribute)
        if value is not None:
            return value != "false"
    return None


def outline(page: Page) -> str:
    """Return the page as assistive technology finds it: Playwright's accessibility snapshot."""
    return page.locator("body").aria_snapshot()


def controls_on(page: Page, kind: Kind) -> list[tuple[Role, str]]:
    """List role and name of every control of a kind that assistive technology would find on the page."""
    snapshot = outline(page)
    return [
        (role, name) for name_role, name in _read_names(snapshot) for role in kind.roles if role == name_role
    ]


def rank(control: Control, candidates: Sequence[tuple[Role, str]], known: Sequence[str]) -> list[Likeness]:
    """Order the labels on a page by likeness to the documented one, the nearest first.

    Other documented labels are left out, and so are those that say the opposite.
    """
    others = {
        Likeness(label, role, round(_similarity(control.label, label)))
        for role, label in candidates
        if label not in known and not _opposite(control.label, label)
    }
    return sorted(others, key=lambda one: (-one.percent, one.label))


def is_clear(control: Control, ranking: Sequence[Likeness]) -> bool:
    """Say whether the first of a ranking is a likeness of the control that nobody would dispute."""
    enough = CLEAR_PERCENT if len(control.label) >= 8 else CLEAR_PERCENT_SHORT
    if not ranking or ranking[0].percent < enough:
        return False
    return len(ranking) == 1 or ranking[0].percent - ranking[1].percent >= CLEAR_LEAD_PERCENT


def _similarity(documented: str, shown: str) -> float:
    """Percent; case, punctuation, word order and Latin letters that look like Cyrillic ones do not count."""
    documented, shown = _plain(documented), _plain(shown)
    return max(fuzz.ratio(documented, shown), fuzz.token_sort_ratio(documented, shown))


def _opposite(documented: str, shown: str) -> bool:
    one, other = _plain(documented).split(), _plain(shown).split()
    return any(
        (_any(one, left) and _any(other, right)) or (_any(one, right) and _any(other, left))
        for left, right in _OPPOSITES
    )


def _any(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(word in wanted for word in words)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.translate(_LOOKALIKES).casefold()))


def difference(documented: str, shown: str) -> str:
    """Say how a label differs that a reader might take for the documented one; empty where the words differ."""
    if documented.casefold() == shown.casefold():
        return "различаются прописные и строчные буквы"
    strange = [sign for sign, expected in zip(shown, documented, strict=False) if sign != expected]
    if len(shown) == len(documented) and _plain(documented) == _plain(shown):
        return f"на странице буквы-двойники другого алфавита: {', '.join(f'«{sign}»' for sign in strange)}"
    if "".join(documented.split()) == "".join(shown.split()):
        return "различаются пробелы"
    return ""


def _named(page: Page, roles: Sequence[Role], label: str) -> Locator:
    # A space is a space to the reader, whether or not a line may break there.
    exactly = re.compile(r"^\s*" + r"\s+".join(map(re.escape, label.split())) + r"\s*$")
    locators = [page.get_by_role(role, name=exactly) for role in roles]
    return reduce(lambda either, other: either.or_(other), locators).filter(visible=True)


def _read_names(snapshot: str) -> Iterator[tuple[str, str]]:
    for line in snapshot.splitlines():
        if match := _NAMED.match(line):
            yield match[1], re.sub(r"\\(.)", r"\1", match[2].replace("''", "'"))
