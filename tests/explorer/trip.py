"""One sequence of moves in a real browser, held against the model after each of them."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.stand import as_walked
from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from stand.server import Stand
from tests.explorer.hands import Hands
from tests.explorer.looks import People, claim_about, look
from tests.explorer.model import STARTS, Model
from tests.explorer.moves import MOVES
from tests.support.on_stand import sign_in, sign_in_to_messenger, sign_in_to_vk
from verifier.screen.sites import Sites
from verifier.text.model import Instruction
from verifier.walk.journal import Entry, Journal
from verifier.walk.walk import Walk, WalkFailed

Sequence = tuple[str, ...]
"""A state to begin with and the moves that follow, by name."""

PATIENCE_S = 3.0
"""How long a look waits for what never comes; what does come takes the stand a tenth of that."""


class Finding(Exception):
    """The browser shows something else than the model, after the last move of a sequence."""

    def __init__(self, sequence: Sequence, entry: Entry, journal: Journal) -> None:
        super().__init__(f"{' '.join(sequence)}: {entry.expected}; на деле: {entry.observed}")
        self.sequence = sequence
        self.entry = entry
        self.journal = journal


@dataclass(frozen=True)
class World:
    """Where sequences are walked: `context` are the options of a browser context, `kept` has findings' journals."""

    stand: Stand
    browser: Browser
    instruction: Instruction
    context: dict[str, Any]
    kept: Path


class Trip:
    """Two fresh pupils, a browser of their own, and the model of both."""

    def __init__(self, world: World, start: str) -> None:
        self.model: Model = STARTS[start]
        self.sequence: Sequence = (start,)
        self._people = _new_people(world.stand, popup=self.model.popup)
        self._context = world.browser.new_context(**world.context)
        folder = world.kept / uuid.uuid4().hex[:8]
        described = f"{world.browser.browser_type.name} {world.browser.version}"
        self._journal = Journal("stand", f"explorer: {start}", described, world.instruction, folder=folder)
        first = self._people.students[0]
        self._walk: StudentWalk = Walk(
            self._context,
            PRODUCT,
            Sites(PRODUCT.systems),
            first,
            world.instruction,
            self._journal,
            patience_ms=PATIENCE_S * 1000,
        )
        self._hands = Hands(self._walk, self._people.students)
        self._pages: dict[int, Page] = {}
        self._found = False
        self._has_begun = False

    def move(self, name: str) -> None:
        """Make a move and look at what it has led to. Raises `Finding`."""
        if not self._has_begun:
            self._begin()
        self.sequence = (*self.sequence, name)
        before, self.model = self.model, MOVES[name].after(self.model)
        with self._finding(claim_about(name, before, self.model)):
            self._walk.windows.current = self._pages[before.current]
            getattr(self._hands, name)()
            self._look()

    def close(self) -> None:
        """Close the browser's windows; a journal without a finding goes, too."""
        self._context.close()
        if not self._found and self._journal.folder is not None:
            shutil.rmtree(self._journal.folder, ignore_errors=True)

    def _begin(self) -> None:
        self._has_begun = True
        stand, first = self._people.stand, self._people.made[0]
        if self.model.links[0]:
            stand.link(first.pupil, first.vk)
        if self.model.vk:
            sign_in_to_vk(stand, self._context, first.vk)
        if self.model.session:
            sign_in(stand, self._context, first.pupil)
        if self.model.messenger:
            sign_in_to_messenger(stand, self._context, first.vk)
        with self._finding("login-page"):
            self._walk.open(self._walk.on(ChatsTab))
            self._look()

    @contextmanager
    def _finding(self, claim: str) -> Iterator[None]:
        try:
            with self._walk.proving(claim):
                yield
        except WalkFailed as failed:
            self._found = True
            raise Finding(self.sequence, failed.findings[0], self._journal) from None

    def _look(self) -> None:
        numbers = {one.number for one in self.model.windows}
        in_time = self._walk.windows.await_state(lambda: len(self._context.pages) == len(numbers))
        open_pages = self._context.pages
        self._walk.check(bool(in_time), f"открыто окон: {len(numbers)}", f"открыто окон: {len(open_pages)}")
        self._pages = {
            number: page for number, page in self._pages.items() if number in numbers and page in open_pages
        }
        unknown = [page for page in open_pages if page not in self._pages.values()]
        self._pages |= dict(zip(sorted(numbers - self._pages.keys()), unknown, strict=True))
        look(self._walk, self._pages[self.model.current], self.model, self._people)


def _new_people(stand: Stand, *, popup: bool) -> People:
    """Make two pupils; a chat of each account's own tells the accounts apart."""
    made = [stand.new_student(link_window="popup" if popup else "same") for _ in range(2)]
    for one in made:
        stand.messenger.records.add_chat(one.vk.user_id, f"Чат {one.vk.user_id}", ())
    return People(stand, made, [as_walked(stand, one) for one in made])


def walk_through(world: World, sequence: Sequence) -> Finding | None:
    """StudentWalk a whole sequence in the browser, and return where it first differs from the model."""
    start, *moves = sequence
    trip = Trip(world, start)
    try:
        for name in moves:
            trip.move(name)
    except Finding as finding:
        return finding
    finally:
        trip.close()
    return None
