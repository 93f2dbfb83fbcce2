"""Writes a guide in all its forms into a folder, as a whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reports.guide import html, markdown, paper
from reports.guide.model import Guide, GuideStep, Picture
from reports.guide.packing import Packed
from reports.guide.pictures import GuideError
from reports.making import Made, Maker, Part
from verifier.text.model import Passage
from verifier.whole import new_folder

FORMAT = 3
MANIFEST = "guide.json"
MOVING = "walk.webp"


def publish(
    guide: Guide,
    folder: Path,
    *,
    maker: Maker | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Write the guide into a folder in place of the one before, and return the path of its HTML form.

    Its forms are made by `maker`; `progress` is told what is there. An error or an interruption leaves the guide
    before as it was. Raises `GuideError` when the folder holds something that is no guide, and `OSError`.
    """
    if folder.exists() and not (
        folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))
    ):
        raise GuideError(
            f"{folder}: здесь лежит не инструкция с картинками; укажите другую папку или освободите эту"
        )
    with new_folder(folder.absolute()) as draft:
        _write(guide, draft, maker or Maker(), progress or (lambda _: None))
    return folder / "guide.html"


def _write(guide: Guide, folder: Path, maker: Maker, progress: Callable[[str], None]) -> None:
    on_paper = _with(guide, "printed")
    clock = paper.stamped(guide), paper.date(guide.stamp)
    walk, pdf, word = maker.start(
        [
            # The longest first.
            moving_part(guide),
            Part(_pdf, (on_paper,), also=clock),
            Part(_word, (on_paper,), also=clock),
        ]
    )
    pictures = folder / markdown.PICTURES
    pictures.mkdir()
    for step in guide.steps:
        for picture in step.pictures:
            (pictures / markdown.cropped_name(picture)).write_bytes(picture.packed.cropped)
            (pictures / markdown.full_name(picture)).write_bytes(picture.packed.full)
    progress("картинки")
    (folder / "guide.html").write_text(html.render(guide), encoding="utf-8")
    progress("HTML")
    (folder / "guide.md").write_text(markdown.render(guide), encoding="utf-8")
    progress("Markdown")
    (folder / "guide.pdf").write_bytes(*pdf.result())
    progress("PDF")
    (folder / "guide.docx").write_bytes(*word.result())
    progress("Word")
    for moving in walk.result():
        (folder / MOVING).write_bytes(moving)
    progress("движущаяся картинка")
    text = json.dumps(_manifest(guide), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def moving_part(guide: Guide) -> Part:
    """Return what makes the moving picture of a guide; of one without pictures it makes nothing."""
    return Part(_moving, (_with(guide, "frame"),))


def _moving(guide: Guide) -> Made:
    from reports.guide import moving

    return tuple(filter(None, [moving.render(guide)]))


def _pdf(guide: Guide) -> Made:
    from reports.guide import pdf

    return (pdf.render(guide),)


def _word(guide: Guide) -> Made:
    from reports.guide import docx

    return (docx.render(guide),)


def _with(guide: Guide, form: str) -> Guide:
    """Return a guide whose pictures are packed for one form alone, so that little has to be handed on."""

    def alone(picture: Picture) -> Picture:
        packed = {name: getattr(picture.packed, name) if name == form else b"" for name in Packed._fields}
        return replace(picture, packed=Packed(**packed))

    def lighter(block: GuideStep | Passage) -> GuideStep | Passage:
        if isinstance(block, Passage) or block.picture is None:
            return block
        return replace(block, picture=alone(block.picture), earlier=tuple(map(alone, block.earlier)))

    sections = (replace(one, blocks=tuple(map(lighter, one.blocks))) for one in guide.sections)
    return replace(guide, sections=tuple(sections))


def _manifest(guide: Guide) -> dict[str, Any]:
    """Return what a guide consists of, for comparing it with another; boxes are in pixels of the full picture."""
    stamp = guide.stamp
    return {
        "format": FORMAT,
        "text": guide.text,
        "title": guide.title,
        "intro": [_passage(one) for one in guide.intro],
        "stamp": {
            "walked": stamp.walked.isoformat(),
            "target": stamp.target,
            "browser": stamp.browser,
            "product": stamp.product,
            "target_title": stamp.target_title,
            "timezone": stamp.timezone,
        },
        "is_draft": guide.is_draft,
        "sections": [
            {
                "title": section.title,
                "blocks": [
                    _passage(block) if isinstance(block, Passage) else _step(block)
                    for block in section.blocks
                ],
            }
            for section in guide.sections
        ],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {"kind": passage.kind, "text": passage.text}


def _step(step: GuideStep) -> dict[str, Any]:
    return {
        "kind": "step",
        "number": step.number,
        "claim": step.claim,
        "parent": step.parent,
        "alternative": step.alternative,
        "sentence": step.sentence,
        "verdict": step.verdict.value,
        "notes": list(step.notes),
        "picture": _picture(step.picture) if step.picture is not None else None,
        "earlier": [_picture(picture) for picture in step.earlier],
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "cropped": f"{markdown.PICTURES}/{markdown.cropped_name(picture)}",
        "full": f"{markdown.PICTURES}/{markdown.full_name(picture)}",
        "scale": picture.scale,
        "alt": picture.alt,
        "caption": picture.caption,
        "changing": [[round(side * picture.scale, 1) for side in box] for box in picture.changing],
    }
