"""Looks at windows while somebody works in them: what is there, in which words, and what of it a product knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error, Page

from verifier.recording.outline import Node, parse
from verifier.screen.control import BoundControl, bearing, every
from verifier.screen.element import Element
from verifier.screen.place import Place
from verifier.screen.trouble import ROLE_NAMES
from verifier.screen.words import flat, read
from verifier.walk.walk import Walk

_SNAPSHOT = re.compile(r"- '?([a-z]+)(?: \"((?:[^\"\\]|\\.)*)\")?")
_ROLES = tuple(ROLE_NAMES)


@dataclass(frozen=True)
class Look:
    """One look at a window at rest.

    `words` are those that things show, by what assistive technology is told of them; `known` has the product's own
    places and attributes of things, by role and name.
    """

    page: Page
    url: str
    nodes: tuple[Node, ...]
    words: Mapping[str, str]
    known: Mapping[tuple[str, str], tuple[type[Place], str]]


def look_at(walk: Walk[Any], page: Page, places: Sequence[Place]) -> Look | None:
    """Look at a window when it has come to rest, and for what some places know of it; None where it is being left."""
    windows = walk.windows
    windows.await_rest(page)
    before: list[str] = []

    def is_still() -> bool:
        shown = page.locator("body").aria_snapshot()
        before.append(shown)
        return len(before) > 1 and before[-2] == shown

    with suppress(Error):
        windows.await_state(is_still)
        walk.privacy.learn(page, walk.regions(page), typed=False)
        nodes = parse(before[-1])
        return Look(page, page.url, nodes, _words(page), _known(page, nodes, places))
    return None


def _words(page: Page) -> dict[str, str]:
    words = dict[str, str]()
    for one in read(every(page, _ROLES)):
        words.setdefault(flat(one.name or one.text).casefold(), one.words)
    return words


def _known(
    page: Page, nodes: Sequence[Node], places: Sequence[Place]
) -> dict[tuple[str, str], tuple[type[Place], str]]:
    """Return what the product's page objects know of a window, where that and nothing else is meant."""
    there = [(node.role, node.name) for node in nodes]
    known = dict[tuple[str, str], tuple[type[Place], str]]()
    for place in places:
        if not place.shows(page.url):
            continue
        for attribute, thing in type(place).things().items():
            bound = getattr(place, attribute)
            if isinstance(bound, BoundControl):
                located = bearing(page, bound.roles, [bound.label])
            elif isinstance(thing, Element) and thing.many:
                continue
            else:
                located = bound.on(page)
            if located.count() != 1 or (told := _SNAPSHOT.match(located.aria_snapshot())) is None:
                continue
            key = told[1], flat(told[2] or "")
            if key[1] and there.count(key) == 1:
                known.setdefault(key, (type(place), attribute))
    return known
