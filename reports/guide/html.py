"""The guide as one self-contained HTML file, which works from a disk, without a network and without scripts."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reports.guide import marks, packing, paper, wording
from reports.guide.model import Guide, GuideStep, nested
from reports.page import template
from verifier.text.model import Passage


def render(guide: Guide) -> str:
    """Return the guide as an HTML document."""
    return template(Path(__file__).parent / "templates" / "guide.html.j2").render(
        guide=guide,
        stamp=paper.stamped(guide),
        parts=[
            {
                "number": number,
                "title": section.title,
                "first": section.steps[0].number if section.steps else None,
                "last": nested(section.steps)[-1][0].number if section.steps else None,
                "rows": [_row(part) for part in section.parts],
            }
            for number, section in enumerate(guide.sections, 1)
        ],
        intro=[_passage(one) for one in guide.intro],
        words=paper,
        distrust=wording.DISTRUST,
        colours={"pressed": marks.PRESSED, "filled": marks.FILLED, "seen": marks.SEEN},
    )


def _row(part: Passage | tuple[GuideStep, ...]) -> dict[str, Any]:
    """Return a row of steps, or a passage between two of them."""
    if isinstance(part, Passage):
        return {"passage": _passage(part), "steps": [], "shown": []}
    steps = [_step(step) | {"items": [_step(item) for item in items]} for step, items in nested(part)]
    shown = [one for step in steps for one in (step, *step["items"])]
    return {"passage": None, "steps": steps, "shown": shown}


def _passage(passage: Passage) -> dict[str, Any]:
    paragraphs = [_linked(paper.runs(paragraph)) for paragraph in passage.paragraphs]
    return {"is_quotation": passage.kind == "quotation", "paragraphs": paragraphs}


def _step(step: GuideStep) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": step.number,
        "sentence": _linked(paper.runs(step.sentence, step.labels)),
        "verdict": paper.verdict(step),
        "verified": step.verified,
        "notes": paper.notes(step),
        "alternative": step.alternative,
        "items": [],
        "pictures": [],
    }
    for place, picture in enumerate(step.pictures, 1):
        packed = picture.packed
        told["pictures"].append(
            {
                "number": f"{step.number}-{place}" if len(step.pictures) > 1 else step.number,
                "alt": picture.alt,
                "caption": picture.caption,
                "cropped": _embedded(packed.cropped_in_page, packed.cropped, picture.scale),
                "full": _embedded(packed.full_in_page, packed.full, picture.scale),
            }
        )
    return told


def _linked(runs: Sequence[paper.Run]) -> Markup:
    """Return a text with its addresses as links and its labels set off."""
    link, label, text = (Markup(one) for one in ('<a href="{0}">{0}</a>', "<strong>{}</strong>", "{}"))
    return Markup().join(
        (link if run.address else label if run.is_label else text).format(run.text) for run in runs
    )


def _embedded(data: bytes, whole: bytes, scale: float) -> dict[str, Any]:
    """Return a picture as a data address, with the size in CSS pixels that it has when nothing is lost of it."""
    width, height = packing.size(whole)
    return {
        "src": f"data:image/webp;base64,{base64.b64encode(data).decode()}",
        "width": round(width / scale),
        "height": round(height / scale),
    }
