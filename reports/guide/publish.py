"""Writes a guide in all its forms into a folder, as a whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from reports.guide import confluence, html, markdown, own, paper, tour
from reports.guide.model import Guide, GuideStep, Picture
from reports.guide.packing import Packed
from reports.guide.pictures import GuideError
from reports.making import Made, Maker, Part
from verifier.text.model import Passage
from verifier.whole import new_folder

FORMAT = 3
MANIFEST = "guide.json"
TOUR = "tour.html"
FILES = 13
"""How often `publish` tells of its progress."""


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
    on_the_wall = _with(guide, "cropped")
    words = guide.without_pictures()
    printed = {
        # The longest first.
        "guide.pdf": Part(_pdf, (on_paper,), also=clock),
        "guide.docx": Part(_word, (on_paper,), also=clock),
        "leaflet.pdf": Part(_leaflet, (on_the_wall, "a4"), also=clock),
        "leaflet-a3.pdf": Part(_leaflet, (on_the_wall, "a3"), also=clock),
        "guide-short.pdf": Part(_short, (words,), also=clock),
    }
    begun = dict(zip(printed, maker.start(printed.values()), strict=True))
    pictures = folder / markdown.PICTURES
    pictures.mkdir()
    for step in guide.steps:
        for picture in step.pictures:
            (pictures / markdown.cropped_name(picture)).write_bytes(picture.packed.cropped)
            (pictures / markdown.full_name(picture)).write_bytes(picture.packed.full)
    for passage in own.passages(guide):
        if passage.kind == "picture":
            shown = own.picture(passage)
            (pictures / f"{shown.name}.webp").write_bytes(shown.file)
    progress("картинки")
    for name, page in (
        ("guide.html", html.render(guide)),
        ("guide-writer.html", html.render(guide, for_writer=True)),
        (TOUR, tour.render(guide)),
        ("guide.md", markdown.render(guide)),
        ("mkdocs.md", markdown.render(guide, markdown.MkDocs())),
        ("docusaurus.md", markdown.render(guide, markdown.Docusaurus())),
    ):
        (folder / name).write_text(page, encoding="utf-8")
        progress(name)
    for_confluence = folder / "confluence"
    for_confluence.mkdir()
    (for_confluence / "page.xml").write_text(confluence.render(guide), encoding="utf-8")
    for name, attached in confluence.attachments(guide):
        (for_confluence / name).write_bytes(attached)
    progress("confluence")
    for name, made in begun.items():
        for file in made.result():
            (folder / name).write_bytes(file)
        progress(name)
    text = json.dumps(_manifest(guide), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def _leaflet(guide: Guide, paper: Literal["a4", "a3"]) -> Made:
    from reports.guide import leaflet

    return tuple(filter(None, [leaflet.render(guide, paper)]))


def _short(guide: Guide) -> Made:
    from reports.guide import pdf

    return (pdf.render_short(guide),)


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
            "device": stamp.device,
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
    told = {"kind": passage.kind, "text": passage.text}
    if passage.kind == "picture":
        told["picture"] = f"{markdown.PICTURES}/{own.picture(passage).name}.webp"
    return told


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
        "caption": paper.plain(picture.caption),
        "changing": [[round(side * picture.scale, 1) for side in box] for box in picture.changing],
    }
