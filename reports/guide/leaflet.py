"""The guide as a leaflet for a wall: one page, the way in a few pictures, and a QR code that leads to the whole."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import segno

from reports.guide import packing, pdf, wording
from reports.guide.model import Guide, GuideStep, Picture
from reports.guide.pictures import GuideError

LEAST, MOST = 6, 8
"""How many steps a leaflet pictures, where there are so many."""
WIDTHS_MM = {"a4": 210, "a3": 297}
_PIXELS = (1100, 760)
"""The most that a picture takes of a leaflet: 300 to the inch on A4."""


def render(guide: Guide, paper: Literal["a4", "a3"]) -> bytes:
    """Return the leaflet as PDF/UA-1 of one page; empty when no step has a picture.

    Raises `GuideError` when the brand names a sentence for it that the guide does not picture.
    """
    chosen = steps(guide)
    if not chosen:
        return b""

    def told(folder: Path) -> dict[str, Any]:
        document = pdf.document(guide.without_pictures(), folder)
        code = _code(guide.brand.address, folder) if guide.brand.address else ""
        shown = [
            _step(step, _before(guide, last, step), _behind(guide, step, chosen), folder)
            for last, step in zip((None, *chosen), chosen, strict=False)
        ]
        return document | {
            "paper": paper,
            "width": WIDTHS_MM[paper],
            "code": code,
            "steps": shown,
            "legend": wording.LEGEND,
        }

    return pdf.typeset("leaflet.typ", guide, told)


def steps(guide: Guide) -> Sequence[GuideStep]:
    """Return the steps that a leaflet shows: those that the brand names, else where something has to be done.

    Of more than there is room for, an address to open and what may be done instead are left to the words.
    """
    pictured = [step for step in guide.steps if step.picture is not None]
    if guide.brand.leaflet:
        known = {step.claim: step for step in pictured}
        for claim in guide.brand.leaflet:
            if claim not in known:
                raise GuideError(
                    f"leaflet в файле оформления: предложения «{claim}» с картинкой нет; назовите другое"
                )
        return [known[claim] for claim in guide.brand.leaflet]
    doing = [step for step in pictured if step.acts or step.opens]
    if len(doing) > MOST:
        doing = [step for step in doing if step.acts and not step.alternative]
    if len(doing) < LEAST:
        others = [step for step in pictured if step not in doing]
        doing = sorted([*doing, *_spread(others, LEAST - len(doing))], key=pictured.index)
    return doing[:MOST]


def _spread(steps: Sequence[GuideStep], most: int) -> list[GuideStep]:
    """Return so many steps at most, evenly from the first on."""
    most = min(most, len(steps))
    return [steps[place * len(steps) // most] for place in range(most)]


def _before(guide: Guide, last: GuideStep | None, step: GuideStep) -> list[GuideStep]:
    """Return what is told before a step: what it cannot be understood without, and what has to be opened for it.

    What is shown right before it, as the `last` one, needs no words again.
    """
    places = [guide.steps.index(one) for one in (last, step) if one is not None]
    passed = guide.steps[places[0] + 1 if last is not None else 0 : places[-1]]
    context = guide.context(step)
    return [
        one
        for one in guide.steps
        if (one in passed and one.opens) or (one in context and last not in context)
    ]


def _behind(guide: Guide, step: GuideStep, chosen: Sequence[GuideStep]) -> list[GuideStep]:
    """Return what may be done instead of a step, as far as the leaflet does not show it."""
    return [one for one in guide.alternatives(step) if one not in chosen]


def _step(
    step: GuideStep, before: Sequence[GuideStep], behind: Sequence[GuideStep], folder: Path
) -> dict[str, Any]:
    return pdf.step_words(step) | {
        "before": [pdf.step_words(one) for one in before],
        "behind": [pdf.step_words(one) for one in behind],
        "pictures": [
            _picture(picture, f"{step.claim}-{place}", folder) for place, picture in enumerate(step.pictures)
        ],
    }


def _picture(picture: Picture, name: str, folder: Path) -> dict[str, Any]:
    image = picture.cropped
    image.thumbnail(_PIXELS)
    data = packing.printed(image)
    file = f"{name}.{packing.ending(data)}"
    (folder / file).write_bytes(data)
    return {"file": file, "alt": picture.alt}


def _code(address: str, folder: Path) -> str:
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", border=2)
    (folder / "code.svg").write_bytes(file.getvalue())
    return "code.svg"
