"""What a guide consists of, whichever format it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, takewhile

from PIL import Image

from reports.guide.brand import Brand
from reports.guide.packing import Packed, unpacked
from verifier.text.model import Passage
from verifier.walk.journal import Box
from verifier.walk.verdict import Verdict

_BROWSERS = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}


@dataclass(frozen=True)
class Picture:
    """A step's picture as readers get it: annotated, in a plain window frame.

    It is kept packed and unpacked whenever it is asked for, so that a guide of thousands of steps fits into memory.
    """

    name: str
    """File name without its ending: place in the text and claim, `04-press-link`."""
    packed: Packed
    scale: float
    """Device pixels per CSS pixel, in both images."""
    alt: str
    caption: str
    changing: tuple[Box, ...]
    """The boxes of `full` that differ from walk to walk by nature, in CSS pixels."""

    @property
    def cropped(self) -> Image.Image:
        """What matters, with enough context."""
        return unpacked(self.packed.cropped)

    @property
    def full(self) -> Image.Image:
        """The whole window."""
        return unpacked(self.packed.full)


@dataclass(frozen=True)
class GuideStep:
    """One sentence; `number` is what readers call it, 6 or 6а, `notes` say what a picture cannot show."""

    number: str
    claim: str
    sentence: str
    verdict: Verdict
    picture: Picture | None
    notes: tuple[str, ...]
    labels: tuple[str, ...] = ()
    """What the sentence quotes, also where its words do not show that."""
    acts: bool = False
    """Whether its reader has something to press or to fill in."""
    opens: bool = False
    """Whether its reader has an address to open."""
    parent: str = ""
    """The claim below which it stands as an item; empty for one that stands below none."""
    alternative: str = ""
    """The word that stands before what a reader may do instead of the item before it; empty elsewhere."""
    earlier: tuple[Picture, ...] = ()
    """What comes before `picture`, where the sentence does several things."""
    fits: bool = True
    """Whether the sentence is about windows of the size that the walk had."""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All its pictures, in the order of the walk."""
        return (*self.earlier, *([self.picture] if self.picture is not None else []))

    @property
    def verified(self) -> bool:
        """Say whether the walk saw the sentence hold."""
        return self.verdict is Verdict.HOLDS


@dataclass(frozen=True)
class GuideSection:
    """A heading of the instruction and what stands under it: steps, and the writer's own words in their places."""

    title: str
    blocks: tuple[GuideStep | Passage, ...]

    @property
    def steps(self) -> tuple[GuideStep, ...]:
        """The steps alone."""
        return tuple(block for block in self.blocks if isinstance(block, GuideStep))

    @property
    def parts(self) -> tuple[Passage | tuple[GuideStep, ...], ...]:
        """The same with the steps in rows, as far as nothing stands between them."""
        parts: list[Passage | tuple[GuideStep, ...]] = []
        for is_step, blocks in groupby(self.blocks, lambda block: isinstance(block, GuideStep)):
            if is_step:
                parts.append(tuple(block for block in blocks if isinstance(block, GuideStep)))
            else:
                parts += [block for block in blocks if isinstance(block, Passage)]
        return tuple(parts)


def nested(steps: Sequence[GuideStep]) -> list[tuple[GuideStep, Sequence[GuideStep]]]:
    """Return the steps of a row that stand below none, each with the items below it."""
    return [
        (step, [item for item in steps if item.parent == step.claim]) for step in steps if not step.parent
    ]


@dataclass(frozen=True)
class Stamp:
    """When, where and with what the walk was taken; `product` is empty where it shows no version, and `device` where
    the window stood on a desk.

    `timezone` is where the time is told, and `target_title` what readers call the target, where not by its name.
    """

    walked: datetime
    target: str
    browser: str
    product: str
    target_title: str
    timezone: str
    device: str = ""

    @property
    def target_called(self) -> str:
        """What readers call the target."""
        return self.target_title or self.target

    @property
    def browser_called(self) -> str:
        """The browser by its name and major version, which is as much as a reader can use."""
        name, _, version = self.browser.partition(" ")
        return f"{_BROWSERS.get(name, name)} {version.partition('.')[0]}".strip()


@dataclass(frozen=True)
class Guide:
    """A whole guide of one text, which `text` names; a draft has sentences that did not hold."""

    text: str
    title: str
    intro: tuple[Passage, ...]
    sections: tuple[GuideSection, ...]
    stamp: Stamp
    is_draft: bool
    brand: Brand = field(default_factory=Brand)

    @property
    def steps(self) -> tuple[GuideStep, ...]:
        """All steps, in the order of the instruction."""
        return tuple(step for section in self.sections for step in section.steps)

    def context(self, step: GuideStep) -> tuple[GuideStep, ...]:
        """Return the steps without which an item may not be understood; a step that is no item needs none.

        They are the one that it stands below, and those that it is an alternative to: it goes on with their sentence.
        """
        parents = [one for one in self.steps if one.claim == step.parent]
        row = [one for one in self.steps if one.parent == step.parent] if parents else []
        here = row.index(step) if row else 0
        first = max((place for place in range(here + 1) if row and not row[place].alternative), default=here)
        return (*parents, *row[first:here])

    def alternatives(self, step: GuideStep) -> tuple[GuideStep, ...]:
        """Return the items that say what a reader may do instead of an item, from the next one on."""
        behind = self.steps[self.steps.index(step) + 1 :]
        row = [one for one in behind if one.parent == step.parent] if step.parent else []
        return tuple(takewhile(lambda one: one.alternative, row))

    def without_pictures(self) -> Guide:
        """Return the same of which nothing is left but the words."""

        def bare(blocks: Sequence[GuideStep | Passage]) -> tuple[GuideStep | Passage, ...]:
            return tuple(
                replace(one, picture=None, earlier=()) if isinstance(one, GuideStep) else one
                for one in blocks
                if isinstance(one, GuideStep) or one.kind != "picture"
            )

        intro = tuple(one for one in self.intro if one.kind != "picture")
        sections = tuple(replace(one, blocks=bare(one.blocks)) for one in self.sections)
        return replace(self, intro=intro, sections=sections)

    @property
    def last(self) -> str:
        """The number of the last step that stands below none."""
        return [step.number for step in self.steps if not step.parent][-1]
