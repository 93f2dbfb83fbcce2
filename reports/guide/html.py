"""The guide as one self-contained HTML file, which works from a disk, without a network and without scripts."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup
from PIL import Image

from reports.guide import marks, paper, wording
from reports.guide.model import Guide, GuideStep
from reports.page import template
from verifier.text.model import Passage

SHARE = 50_000
"""Bytes for one picture; with two of them a step, 21 steps stay below 3 MB, fit for e-mail."""

_ATTEMPTS = ((1, 88), (1, 70), (2, 80), (2, 60))
"""How much smaller than its own size a picture is packed, and how well, until it takes no more than its share."""


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
                "last": section.steps[-1].number if section.steps else None,
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
        return {"passage": _passage(part), "steps": []}
    return {"passage": None, "steps": [_step(step) for step in part]}


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
        "picture": None,
    }
    if step.picture is not None:
        told["picture"] = {
            "alt": step.picture.alt,
            "caption": step.picture.caption,
            "cropped": _embedded(step.picture.cropped_file, step.picture.scale),
            "full": _embedded(step.picture.full_file, step.picture.scale),
        }
    return told


def _linked(runs: Sequence[paper.Run]) -> Markup:
    """Return a text with its addresses as links and its labels set off."""
    link, label, text = (Markup(one) for one in ('<a href="{0}">{0}</a>', "<strong>{}</strong>", "{}"))
    return Markup().join(
        (link if run.address else label if run.is_label else text).format(run.text) for run in runs
    )


def _embedded(packed: bytes, scale: float) -> dict[str, Any]:
    """Return a picture as a data address, with its size in CSS pixels."""
    with Image.open(io.BytesIO(packed)) as image:
        width, height = image.size
        data = packed if len(packed) <= SHARE else _smaller(image)
    return {
        "src": f"data:image/webp;base64,{base64.b64encode(data).decode()}",
        "width": round(width / scale),
        "height": round(height / scale),
    }


def _smaller(image: Image.Image) -> bytes:
    """Pack a picture that has too many colours to be packed without a loss: one with a gradient, or a photograph."""
    data = b""
    for shrunk, quality in _ATTEMPTS:
        file = io.BytesIO()
        image.reduce(shrunk).save(file, "WEBP", quality=quality, method=2)
        data = file.getvalue()
        if len(data) <= SHARE:
            break
    return data
