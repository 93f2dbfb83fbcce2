"""A control is a role and its author's words for it; it is found by the words that its text and its page have for
it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, overload

from playwright.sync_api import Locator, Page

from verifier.screen.frames import Surface
from verifier.screen.trouble import ROLE_NAMES, Role

if TYPE_CHECKING:
    from verifier.screen.place import Place


@dataclass(frozen=True)
class Kind:
    """What a text calls a control, and the roles that a user would take for it."""

    name: str
    roles: tuple[Role, ...]


BUTTON = Kind(ROLE_NAMES["button"], ("button", "link"))
TAB = Kind(ROLE_NAMES["tab"], ("tab", "link", "button"))
HEADING = Kind(ROLE_NAMES["heading"], ("heading",))
MENU_ITEM = Kind(ROLE_NAMES["menuitem"], ("menuitem", "link", "button", "option"))
CHOICE = Kind(ROLE_NAMES["radio"], ("radio", "checkbox", "switch", "option"))
TEXT = Kind(ROLE_NAMES["text"], ("text",))


@dataclass(frozen=True)
class Control:
    """Something with words on it. Declared in the class of its place; there it becomes a `BoundControl`.

    `label` is how its author knows it, in the language of the product's first text. What a verdict compares with the
    page is what a sentence quotes.
    """

    label: str
    kind: Kind

    @overload
    def __get__(self, place: None, owner: type[Place]) -> Control: ...
    @overload
    def __get__(self, place: Place, owner: type[Place]) -> BoundControl: ...
    def __get__(self, place: Place | None, owner: type[Place]) -> Control | BoundControl:
        return self if place is None else BoundControl(place, self)

    def __str__(self) -> str:
        return self.called(self.label)

    def called(self, words: str) -> str:
        """Return what a report calls the control where it bears these words."""
        return f"{self.kind.name} «{words}»"


@dataclass(frozen=True)
class BoundControl:
    """A control at its place."""

    place: Place
    control: Control

    def __str__(self) -> str:
        return str(self.control)

    @property
    def label(self) -> str:
        """The author's words for it."""
        return self.control.label

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that it may have."""
        return self.control.kind.roles


def bearing(
    page: Surface, roles: Sequence[Role], wordings: Collection[str], *, among_others: bool = False
) -> Locator:
    """Locate the visible things of these roles that have one of some wordings in their text or as accessible name.

    With `among_others` they may have more than that: a counter, or words that are not seen. Which of it is seen is for
    `words.read` to tell.
    """
    either = "|".join(r"\s+".join(map(re.escape, wording.split())) for wording in wordings)
    pattern = re.compile(f"(?:{either})" if among_others else rf"^\s*(?:{either})\s*$")
    located = [
        one
        for role in roles
        for one in (
            [page.get_by_text(pattern)]
            if role == "text"
            else [page.get_by_role(role, name=pattern), page.get_by_role(role).filter(has_text=pattern)]
        )
    ]
    return reduce(lambda one, other: one.or_(other), located).filter(visible=True)


def every(page: Surface, roles: Sequence[Role]) -> Locator:
    """Locate all visible things of these roles."""
    located = [page.get_by_role(role) for role in roles if role != "text"]
    return reduce(lambda one, other: one.or_(other), located).filter(visible=True)


def outline(page: Page, timeout_ms: float) -> str:
    """Return the page as assistive technology finds it: Playwright's accessibility snapshot.

    Raises Playwright's `TimeoutError` where that takes longer.
    """
    return page.locator("body").aria_snapshot(timeout=timeout_ms)
