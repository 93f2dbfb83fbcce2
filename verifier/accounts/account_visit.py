"""Looks at an account in a browser, and brings its states back to what they were, as its owner would."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Error

from verifier.product import Product
from verifier.redaction.pages import Privacy
from verifier.redaction.secrets import Secrets
from verifier.screen.sites import Sites
from verifier.screen.trouble import Mismatch, Trouble, Unavailable
from verifier.walk.judging import Judge
from verifier.walk.visitor import Visitor
from verifier.walk.wordings import Wordings

Found = Mapping[str, str]
"""The values of an account's states, by their names."""


class AccountVisit:
    """One account in one browser context. What is on the screen is judged as in a walk, and raised as `Trouble`."""

    def __init__(
        self,
        context: BrowserContext,
        product: Product,
        sites: Sites,
        person: Any,
        wordings: Wordings,
        *,
        patience_ms: float,
        known_to: Secrets | None = None,
    ) -> None:
        self._states = product.states
        self._visitor: Visitor[Any] = Visitor(
            context,
            product,
            sites,
            person,
            wordings,
            patience_ms=patience_ms,
            privacy=Privacy(person.secrets, known_to=known_to),
        )
        self._judge = Judge(self._visitor.windows, product.obstacles)

    def look(self) -> Found:
        """Return the account's states as the product shows them after their pages have been opened anew.

        Raises `Unavailable` for one that could be changed, but that nobody here could bring back.
        """
        found = {}
        with self._judging():
            for state in self._states:
                state.enter(self._visitor)
                found[state.name] = value = state.glance(self._visitor)
                state.check_own(self._visitor, value)
        return found

    def silence_of(self, systems: Iterable[str]) -> Unavailable | None:
        """Return why one of these systems cannot be asked for anything, None where all answer."""
        try:
            for name in systems:
                self._visitor.windows.check_answers(name)
        except Unavailable as silence:
            return silence
        return None

    def put(self, wanted: Found) -> None:
        """Make each state what it has to be, unless it is, and see that it has become so."""
        with self._judging():
            for state in self._states:
                value = wanted.get(state.name)
                if value is None:
                    continue
                state.enter(self._visitor)
                if state.glance(self._visitor) == value:
                    continue
                state.put(self._visitor, value)
                state.enter(self._visitor)
                found = state.glance(self._visitor)
                if found != value:
                    raise Mismatch(state.words[value], state.words[found])

    @contextmanager
    def _judging(self) -> Iterator[None]:
        """Let what goes wrong be told apart as in a walk: the environment's failures from the product's."""
        since = time.monotonic()
        try:
            yield
        except (Trouble, Error) as error:
            raise self._judge.of(error, since).trouble from error
