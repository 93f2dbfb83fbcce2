"""The guide as a tagged PDF with bookmarks, set by Typst, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from reports.guide import own, paper, wording
from reports.guide.model import Guide, GuideStep, nested
from verifier.text.model import Passage

_TEMPLATES = Path(__file__).parent / "templates"
_NO_GLYPH = "could not be displayed with font"
_FONTS = Path(__file__).parents[1] / "fonts"


def render(guide: Guide) -> bytes:
    """Return the guide as PDF/UA-1 on A4; the same guide gives the same bytes.

    Where a text has a character that no font of ours can draw (an emoji), PDF/UA cannot be had: the guide is
    then an ordinary tagged PDF. Raises `typst.TypstError` when it cannot be set at all.
    """
    return typeset("guide.typ", guide, lambda folder: document(guide, folder))


def render_short(guide: Guide) -> bytes:
    """Return the text alone on one page of A4, in type as large as fits; else as `render` does."""
    return typeset("short.typ", guide, lambda folder: document(guide.without_pictures(), folder))


def typeset(template: str, guide: Guide, told: Callable[[Path], dict[str, Any]]) -> bytes:
    """Set a template with what `told` returns; it is handed the folder for files to be shown. Raises as `render`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        # Texts go in as data, never as source: what a page says must not be able to command the typesetter.
        main = folder / template
        main.write_bytes((_TEMPLATES / template).read_bytes())
        (folder / "guide.json").write_text(json.dumps(told(folder)), encoding="utf-8")
        try:
            return _compile(main, guide, ["ua-1"])
        except typst.TypstError as error:
            if _NO_GLYPH not in error.message:
                raise
            return _compile(main, guide, [])


def _compile(main: Path, guide: Guide, standards: list[typst.PDFStandard]) -> bytes:
    return typst.compile(
        main,
        root=main.parent,
        font_paths=[_FONTS, main.parent],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        timestamp=guide.stamp.walked.astimezone(UTC),
    )


def document(guide: Guide, folder: Path) -> dict[str, Any]:
    """Return all that a template is told of a guide; the pictures go into the folder."""
    steps = (_step(step, folder) for step in guide.steps)
    return {
        "title": paper.title(guide),
        "intro": [_passage(one, folder) for one in guide.intro],
        "stamp": paper.stamped(guide),
        "date": paper.date(guide.stamp),
        "draft": paper.DRAFT if guide.is_draft else "",
        "distrust": wording.DISTRUST,
        "contents": paper.CONTENTS,
        "legend": paper.legend(guide),
        "sections": [
            {
                "title": paper.plain(section.title),
                "rows": [_row(part, steps, folder) for part in section.parts],
            }
            for section in guide.sections
        ],
        "colour": paper.colours(guide),
        "brand": _brand(guide, folder),
        "size": paper.SIZES_PT,
        "length": {
            "side": paper.SIDE_MM,
            "top": paper.TOP_MM,
            "bottom": paper.BOTTOM_MM,
            "indent": paper.INDENT_MM,
        },
    }


def _brand(guide: Guide, folder: Path) -> dict[str, Any]:
    """Return what print shows of the brand, and put its files into the folder."""
    brand = guide.brand
    if brand.logo:
        (folder / "logo.png").write_bytes(brand.logo)
    if brand.typeface:
        (folder / "regular.ttf").write_bytes(brand.typeface.regular)
        (folder / "bold.ttf").write_bytes(brand.typeface.bold)
    return {
        "name": paper.plain(brand.name),
        "logo": "logo.png" if brand.logo else "",
        "fonts": [*filter(None, [brand.family]), "Inter"],
        "footer": paper.plain(brand.footer),
        "contact": _runs(paper.runs(brand.contact)) if brand.contact else [],
        "address": brand.address,
    }


def _row(
    part: Passage | tuple[GuideStep, ...], steps: Iterator[dict[str, Any]], folder: Path
) -> dict[str, Any]:
    if isinstance(part, Passage):
        return {"passage": _passage(part, folder), "steps": []}
    rows = [next(steps) | {"items": list(islice(steps, len(items)))} for _, items in nested(part)]
    return {"passage": None, "steps": rows}


def _passage(passage: Passage, folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = {
        "kind": passage.kind,
        "title": paper.plain(passage.title),
        "paragraphs": [_runs(paragraph) for paragraph in paper.own(passage)],
        "picture": None,
    }
    if passage.kind == "picture":
        shown = own.picture(passage)
        file = paper.fitted(shown.printed, 1)
        name = f"{shown.name}.{file.ending}"
        (folder / name).write_bytes(file.data)
        document["picture"] = {"file": name, "width": file.width_mm, "alt": paper.plain(passage.text)}
    return document


def step_words(step: GuideStep) -> dict[str, Any]:
    """Return what a template is told of a step without its picture."""
    return {
        "number": step.number,
        "alternative": step.alternative,
        "sentence": _runs(paper.runs(step.sentence, step.labels)),
        "doubt": paper.doubt(step),
        "notes": paper.notes(step),
        "pictures": [],
    }


def _step(step: GuideStep, folder: Path) -> dict[str, Any]:
    document = step_words(step)
    for place, (number, picture) in enumerate(paper.figures(step)):
        file = paper.encode(picture)
        name = f"{step.claim}-{place}.{file.ending}"
        (folder / name).write_bytes(file.data)
        document["pictures"].append(
            {
                "file": name,
                "width": file.width_mm,
                "alt": paper.plain(picture.alt),
                "caption": f"{paper.FIGURE} {number}. {paper.plain(picture.caption)}",
            }
        )
    return document


def _runs(runs: Sequence[paper.Run]) -> list[dict[str, Any]]:
    return [asdict(run) for run in runs]
