"""The guide as one self-contained HTML file, which works from a disk, without a network and without scripts."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reports.guide import fonts, marks, own, packing, paper, wording
from reports.guide.model import Guide, GuideStep, nested
from reports.page import template
from verifier.text.model import Passage

COLOURS = {"pressed": marks.PRESSED, "filled": marks.FILLED, "seen": marks.SEEN}
"""Of the marks on pictures, by what they ask for."""


def render(guide: Guide, *, for_writer: bool = False) -> str:
    """Return the guide as an HTML document; its writer gets ids, verdicts and the whole stamp too."""
    return template(Path(__file__).parent / "templates" / "guide.html.j2").render(
        guide=guide,
        stamp=paper.stamped_in_full(guide) if for_writer else paper.stamped(guide),
        for_writer=for_writer,
        look=look(guide),
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
        intro=[own_words(one) for one in guide.intro],
        words=paper,
        distrust=wording.DISTRUST,
        colours=COLOURS,
    )


def look(guide: Guide) -> dict[str, Any]:
    """Return what pages show of the brand: its name, texts and colours, logo and fonts as data addresses."""
    brand = guide.brand
    cut = fonts.for_pages(brand.typeface) if brand.typeface else ()
    return {
        "name": brand.name,
        "footer": brand.footer,
        "contact": _linked(paper.runs(brand.contact)) if brand.contact else "",
        "accent": brand.accent,
        "accent_dark": brand.accent_dark,
        "logo": f"data:image/png;base64,{base64.b64encode(brand.logo).decode()}" if brand.logo else "",
        "fonts": [
            {"weight": weight, "src": f"data:font/woff;base64,{base64.b64encode(font).decode()}"}
            for weight, font in zip(("400", "600 700"), cut, strict=False)
        ],
    }


def _row(part: Passage | tuple[GuideStep, ...]) -> dict[str, Any]:
    """Return a row of steps, or a passage between two of them."""
    if isinstance(part, Passage):
        return {"passage": own_words(part), "steps": [], "shown": []}
    steps = [one_step(step) | {"items": [one_step(item) for item in items]} for step, items in nested(part)]
    shown = [one for step in steps for one in (step, *step["items"])]
    return {"passage": None, "steps": steps, "shown": shown}


def own_words(passage: Passage) -> dict[str, Any]:
    """Return what a page shows of the writer's own words."""
    told: dict[str, Any] = {
        "kind": passage.kind,
        "title": paper.plain(passage.title),
        "paragraphs": [_linked(paragraph) for paragraph in paper.own(passage)],
        "picture": None,
    }
    if passage.kind == "picture":
        shown = own.picture(passage)
        told["picture"] = {"src": _source(shown.in_page), "width": shown.width, "height": shown.height}
    return told


def sentence(step: GuideStep) -> Markup:
    """Return what a page shows of a step's sentence."""
    return _linked(paper.runs(step.sentence, step.labels))


def one_step(step: GuideStep) -> dict[str, Any]:
    """Return what a page shows of a step."""
    told: dict[str, Any] = {
        "number": step.number,
        "sentence": sentence(step),
        "claim": step.claim,
        "verdict": paper.verdict(step),
        "is_doubtful": bool(paper.doubt(step)),
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
                "caption": paper.plain(picture.caption),
                "cropped": _embedded(packed.cropped_in_page, packed.cropped, picture.scale),
                "full": _embedded(packed.full_in_page, packed.full, picture.scale),
            }
        )
    return told


def _linked(runs: Sequence[paper.Run]) -> Markup:
    """Return a text with its links, and with its labels and what was bold set off."""
    return Markup().join(map(_marked_up, runs))


def _marked_up(run: paper.Run) -> Markup:
    made = Markup("{}").format(run.text)
    if run.is_label:
        made = Markup("<strong>{}</strong>").format(made)
    if run.is_written:
        return Markup('<span class="written">{}</span>').format(made)
    return Markup('<a href="{}">{}</a>').format(run.address, made) if run.address else made


def _embedded(data: bytes, whole: bytes, scale: float) -> dict[str, Any]:
    """Return a picture as a data address, with the size in CSS pixels that it has when nothing is lost of it."""
    width, height = packing.size(whole)
    return {
        "src": _source(data),
        "width": round(width / scale),
        "height": round(height / scale),
    }


def _source(webp: bytes) -> str:
    return f"data:image/webp;base64,{base64.b64encode(webp).decode()}"
