"""Takes what Playwright's recorder tells, looks at what comes of it, and has a draft made of both."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from verifier.recording.declaring import Declarations
from verifier.recording.deeds import FIELDS, SUFFICIENT, Deed, DeedKind, Outcome
from verifier.recording.draft import Draft
from verifier.recording.looks import Look, look_at
from verifier.recording.outline import Node, by_ref, parse
from verifier.recording.tap import Heard, Tap
from verifier.recording.telling import KEYS, Telling
from verifier.recording.values import Values
from verifier.screen.field import read_fields
from verifier.screen.interruptions import Interruption
from verifier.screen.sites import without_query
from verifier.screen.words import flat, read
from verifier.walk.walk import Walk

_CSS_PATH = Path(__file__).with_name("css_path.js").read_text(encoding="utf-8")
_IDLE_MS = 500
_ROLE = re.compile(r"internal:role=([a-z]+)(?:\[name=(\"(?:[^\"\\]|\\.)*\")[is]\])?")
_TEXT = re.compile(r"internal:text=(\"(?:[^\"\\]|\\.)*\")[is]")
_IN_A_FRAME = "internal:control=enter-frame"
_WEB = ("http:", "https:")
_HAPPENS: dict[str, DeedKind] = {
    "navigate": "open",
    "click": "press",
    "fill": "fill",
    "check": "tick",
    "uncheck": "untick",
    "select": "select",
    "press": "key",
}
"""What Playwright's recorder calls what is done."""


class Recorder:
    """Records a visit. `say` gets a line for each sentence as soon as that is there.

    Page objects of modules whose names begin with `own` are about to be written anew: they count as unknown.
    """

    def __init__(self, walk: Walk[Any], text: str, tap: Tap, say: Callable[[str], None], own: str) -> None:
        self.draft = Draft(text, walk.product, walk.windows.sites)
        self._walk = walk
        self._tap = tap
        self._say = say
        self._known = [one for one in walk.places if not type(one).__module__.startswith(own)]
        self._declarations = Declarations(self._known, walk.privacy, self.draft)
        self._values = Values(walk.person, self._declarations.is_nobodys, self.draft)
        self._looks: dict[Page, Look] = {}
        self._deeds: list[Deed] = []
        """What no sentence tells yet: fields that were filled in, and at the end what was done after that."""
        self._told: list[Deed] = []
        """What the last sentence tells."""
        self._is_settled = True

    @property
    def is_over(self) -> bool:
        """Say whether there is no window any more in which something could be done."""
        return self._tap.is_over or not self._walk.windows.context.pages

    @property
    def current(self) -> Page | None:
        """The window in which something was done last; None where there is none any more."""
        pages = self._walk.windows.context.pages
        last = self._last
        return last.page if last is not None and last.page in pages else pages[-1] if pages else None

    @property
    def _last(self) -> Deed | None:
        return next(iter((self._deeds or self._told)[-1:]), None)

    def follow(self, has_enough: Callable[[], bool] | None = None) -> None:
        """Record until every window is closed, or until `has_enough`, which is asked now and then, says so.

        Whatever else ends it, `finish` may be called after it.
        """
        while not self.is_over and not (has_enough is not None and has_enough()):
            try:
                self.take_next()
            except Error:
                if self._walk.windows.live():
                    raise
                return

    def take_next(self) -> None:
        """Wait a moment for something to be done, take it, and look at what has come of it."""
        self._walk.windows.await_state(lambda: bool(self._tap.heard) or self.is_over, _IDLE_MS)
        self._take()

    def _take(self) -> None:
        while self._tap.heard:
            self._hear(self._tap.heard.popleft())
        self._look()

    def finish(self) -> Draft:
        """Return the draft of all that was recorded."""
        with suppress(Error):  # whoever has closed the browser sees no more of it
            self._take()
        if self._last is not None and self._last.kind == "close":
            self._forget_last()  # who closes one window after another only ends the recording
        self._tell()
        return self.draft

    def _hear(self, heard: Heard) -> None:
        if heard.kind == "closed":
            self._hear_closed(heard)
            return
        told = heard.told
        if (kind := _HAPPENS.get(told["name"])) is None:
            return
        last = self._deeds[-1] if self._deeds else None
        selector = told.get("selector") or ""
        if kind == "fill" and last is not None and (last.kind, last.selector) == (kind, selector):
            last.value = told["text"]
            return
        nodes = parse(told.get("ariaSnapshot") or "")
        deed = Deed(kind, heard.page, heard.url, selector, _meant(told, nodes), nodes)
        if kind == "open":
            self._hear_address(deed, told["url"])
        elif heard.kind == "added" and not self._is_beside_the_point(deed, told):
            deed.value = told.get("text") or told.get("key") or "".join(told.get("options", ()))
            self._begin(deed)

    def _hear_closed(self, heard: Heard) -> None:
        last = self._last
        if last is None or not self._walk.windows.context.pages:
            return
        if last.page is heard.page and self._deeds:  # most often a form that closes itself when it was sent
            self._goes_on(last)
        elif self._is_settled:
            self._begin(Deed("close", heard.page, heard.url))

    def _hear_address(self, deed: Deed, url: str) -> None:
        last = self._last
        if not url.startswith(_WEB):
            return
        if last is not None and last.kind == "open" and last.page is deed.page:
            self._goes_on(last)  # the site has sent its visitor on
            return
        deed.value = without_query(url)
        self._begin(deed)

    def _forget_last(self) -> None:
        if not self._deeds:
            number = len(self.draft.sentences)
            self.draft.remarks[:] = [
                one for one in self.draft.remarks if not one.startswith(f"предложение {number}:")
            ]
            self.draft.sentences.pop()
        self._deeds = []

    def _goes_on(self, last: Deed) -> None:
        """Look once more at what comes of what was done last; a sentence that tells it already is told anew."""
        if not self._deeds:
            self._deeds, self._told = self._told, []
            self.draft.sentences.pop()
        last.outcome, self._is_settled = None, False

    def _is_beside_the_point(self, deed: Deed, told: dict[str, Any]) -> bool:
        """Say whether something is no deed of its own: it only leads to one, or comes of one."""
        if _IN_A_FRAME in deed.selector:
            self.draft.remark("сделанное во фрейме не записано; допишите предложение и шаг")
            return True
        if deed.kind == "key":
            return told["key"] not in KEYS
        if (asked := self._interruption(deed)) is not None:
            self.draft.remark(f"«{asked.name}» в тексте не названо: при проходе набор отвечает на него сам")
            return True
        # A click that the browser makes of a key or of a label's own click has no count.
        return deed.kind == "press" and (deed.role in FIELDS or told.get("clickCount") == 0)

    def _interruption(self, deed: Deed) -> Interruption | None:
        """Return the declared interruption that is answered by what was pressed."""
        for one in self._walk.product.interruptions:
            is_there = any(one.pattern.search(node.words) for node in deed.before)
            if deed.node is not None and deed.node.name == one.press and is_there:
                return one
        return None

    def _begin(self, deed: Deed) -> None:
        deed.look, deed.windows = self._looks.get(deed.page), frozenset(self._looks)
        if deed.look is not None and deed.kind != "open":
            deed.url = deed.look.url  # the page may be on its way to where this leads
        if deed.selector:
            self._read_while_it_is_there(deed)
        goes_on = all(one.kind == "fill" and one.page is deed.page for one in self._deeds)
        if self._deeds and not (goes_on and deed.kind in ("fill", "press", "key")):
            self._tell()
        self._deeds.append(deed)
        self._is_settled = deed.kind == "fill"

    def _read_while_it_is_there(self, deed: Deed) -> None:
        """Read what only the page itself can tell; it may be left already."""
        with suppress(Error):
            located = deed.page.locator(deed.selector)
            if located.count() != 1:
                return
            deed.css = str(located.evaluate(_CSS_PATH))
            if deed.kind in ("fill", "select"):
                deed.facts = next(iter(read_fields(located)), None)
                deed.words = next((one.words for one in read(located)), "")

    def _look(self) -> None:
        """Look at the windows, and at what has come of what was done last."""
        deed = self._deeds[-1] if self._deeds else None
        is_open = deed is not None and deed.kind != "fill" and deed.outcome is None
        if self.is_over or (self._is_settled and not is_open):
            return
        pages = self._walk.windows.that_answer()
        looks = {page: one for page in pages if (one := look_at(self._walk, page, self._known)) is not None}
        if self._tap.heard or not looks:
            return  # more was done meanwhile: that is heard first
        self._is_settled, self._looks = True, looks
        if deed is not None and is_open:
            deed.outcome = self._outcome(deed, looks)
            if deed.outcome is not None or deed.kind in SUFFICIENT:
                self._tell()

    def _outcome(self, deed: Deed, looks: dict[Page, Look]) -> Outcome | None:
        opened = [page for page in looks if deed.windows and page not in deed.windows]
        closed = deed.page not in looks
        look = looks[opened[-1] if opened else next(iter(looks)) if closed else deed.page]
        if not look.url.startswith(_WEB):
            return None
        place = self._declarations.place(look.url)
        moved = (
            bool(opened) or closed or deed.kind == "open" or place is not self._declarations.place(deed.url)
        )
        before = Counter((one.role, one.words) for one in deed.before)
        new = [one for one in look.nodes if moved or not before[one.role, one.words]]
        node = self._declarations.best(new, look)
        if moved and node is not None and node.role == "heading":
            self._declarations.entitle(look.url, node.words)
        return Outcome(look, node, moved, bool(opened), closed) if node is not None or moved else None

    def _tell(self) -> None:
        """Make a sentence and a step of what was done, and begin anew."""
        deeds, self._deeds, self._told = self._deeds, [], []
        if not deeds:
            return
        sentence = Telling(self.draft, self._declarations, self._values, self._walk.privacy).of(deeds)
        if sentence is not None:
            sentence.changes = sentence.changes or any(one.changes for one in self.draft.sentences)
            self.draft.sentences.append(sentence)
            self._told = deeds
            self._say(f"  {len(self.draft.sentences)}. {sentence.words}")


def _meant(told: dict[str, Any], nodes: Sequence[Node]) -> Node | None:
    """Return what something was done to, by what the recorder says of it."""
    node = by_ref(nodes, told.get("ref") or "")
    if node is not None and node.role not in ("generic", "text"):
        return node
    selector = told.get("selector") or ""
    if role := _ROLE.fullmatch(selector):
        name = flat(json.loads(role[2])) if role[2] else ""
        same = [one for one in nodes if one.role == role[1] and name.casefold() in one.name.casefold()]
        return same[0] if len(same) == 1 else Node(role[1], name)
    if text := _TEXT.fullmatch(selector):
        return Node("text", flat(json.loads(text[1])))
    return node
