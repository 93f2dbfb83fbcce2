"""What is done in a browser, one thing after another, and what has come of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Page

from verifier.recording.looks import Look
from verifier.recording.outline import Node
from verifier.screen.field import Facts

DeedKind = Literal["open", "press", "fill", "tick", "untick", "select", "key", "close"]

FIELDS = ("textbox", "searchbox", "spinbutton", "combobox")
"""The roles of what is typed into."""
SUFFICIENT = ("tick", "untick", "select")
"""What is seen where it was done: nothing else has to come of it."""


@dataclass
class Deed:
    """Something that was done at an address; `before` is what was on the page just then.

    `node` is what it was done to, `selector` how Playwright's recorder would find that again, `css` how its markup
    alone would, which tells nothing of anybody. `facts` and `words` are those of a field. `value` is what was typed or
    chosen, the key, or the address. `look` is the last look at its page before it, `windows` those that were open.
    """

    kind: DeedKind
    page: Page
    url: str
    selector: str = ""
    node: Node | None = None
    before: tuple[Node, ...] = ()
    value: str = field(default="", repr=False)
    facts: Facts | None = None
    words: str = ""
    css: str = ""
    look: Look | None = None
    windows: frozenset[Page] = frozenset()
    outcome: Outcome | None = None

    @property
    def role(self) -> str:
        """The role of what it was done to; empty where nobody can tell."""
        return self.node.role if self.node is not None else ""


@dataclass(frozen=True)
class Outcome:
    """What has come of a deed, in the window that a look shows: `node` is what is best said to be new there.

    It `moved` where another place is shown than before, be it in a window that it `opened` or because its own has
    `closed`.
    """

    look: Look
    node: Node | None
    moved: bool
    opened: bool
    closed: bool
