"""The guide as a tour: one HTML file, one step on the screen, forward and back by key, tap and swipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reports.guide import html, paper, wording
from reports.guide.model import Guide, GuideStep
from reports.page import template
from verifier.text.model import Passage


def render(guide: Guide) -> str:
    """Return the tour as an HTML document, which works from a disk; without scripts it is one long page."""
    return template(Path(__file__).parent / "templates" / "tour.html.j2").render(
        guide=guide,
        stamp=paper.stamped(guide),
        intro=[html.own_words(one) for one in guide.intro],
        slides=list(_slides(guide)),
        last=guide.last if guide.steps else "",
        words=paper,
        distrust=wording.DISTRUST,
        look=html.look(guide),
        colours=html.COLOURS,
    )


def _slides(guide: Guide) -> Iterator[dict[str, Any]]:
    """Yield a slide for each step, with the words that stand before it; what ends a section has one of its own."""
    contexts = guide.contexts()
    for number, section in enumerate(guide.sections, 1):
        waiting: list[Passage] = []
        for block in section.blocks:
            if isinstance(block, GuideStep):
                slide = _slide(f"step-{block.number}", section.title, waiting)
                yield slide | {
                    "step": html.one_step(block),
                    "context": _context(contexts.get(block.claim, ())),
                }
                waiting = []
            else:
                waiting.append(block)
        if waiting:
            yield _slide(f"end-{number}", section.title, waiting)


def _context(steps: Iterable[GuideStep]) -> list[dict[str, Any]]:
    return [{"alternative": one.alternative, "sentence": html.sentence(one)} for one in steps]


def _slide(name: str, section: str, passages: list[Passage]) -> dict[str, Any]:
    return {
        "id": name,
        "section": section,
        "passages": [html.own_words(one) for one in passages],
        "step": None,
    }
