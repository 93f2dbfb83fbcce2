"""The guide as a tagged PDF with bookmarks, set by Typst, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from reports.guide import paper, wording
from reports.guide.model import Guide, GuideStep, nested
from verifier.text.model import Passage

_TEMPLATE = Path(__file__).parent / "templates" / "guide.typ"
_NO_GLYPH = "could not be displayed with font"
_FONTS = Path(__file__).parents[1] / "fonts"


def render(guide: Guide) -> bytes:
    """Return the guide as PDF/UA-1 on A4; the same guide gives the same bytes.

    Where a text has a character that no font of ours can draw (an emoji), PDF/UA cannot be had: the guide is
    then an ordinary tagged PDF. Raises `typst.TypstError` when it cannot be set at all.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        # Texts go in as data, never as source: what a page says must not be able to command the typesetter.
        main = folder / _TEMPLATE.name
        main.write_bytes(_TEMPLATE.read_bytes())
        (folder / "guide.json").write_text(json.dumps(_document(guide, folder)), encoding="utf-8")
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
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        timestamp=guide.stamp.walked.astimezone(UTC),
    )


def _document(guide: Guide, folder: Path) -> dict[str, Any]:
    steps = (_step(step, folder) for step in guide.steps)
    return {
        "title": paper.title(guide),
        "intro": [_passage(one) for one in guide.intro],
        "stamp": paper.stamped(guide),
        "date": paper.date(guide.stamp),
        "draft": paper.DRAFT if guide.is_draft else "",
        "distrust": wording.DISTRUST,
        "contents": paper.CONTENTS,
        "legend": wording.LEGEND if any(step.pictures for step in guide.steps) else "",
        "sections": [
            {"title": paper.plain(section.title), "rows": [_row(part, steps) for part in section.parts]}
            for section in guide.sections
        ],
        "colour": paper.COLOURS,
        "size": paper.SIZES_PT,
        "length": {
            "side": paper.SIDE_MM,
            "top": paper.TOP_MM,
            "bottom": paper.BOTTOM_MM,
            "indent": paper.INDENT_MM,
        },
    }


def _row(part: Passage | tuple[GuideStep, ...], steps: Iterator[dict[str, Any]]) -> dict[str, Any]:
    if isinstance(part, Passage):
        return {"passage": _passage(part), "steps": []}
    rows = [next(steps) | {"items": list(islice(steps, len(items)))} for _, items in nested(part)]
    return {"passage": None, "steps": rows}


def _passage(passage: Passage) -> dict[str, Any]:
    paragraphs = [_runs(paper.runs(paragraph)) for paragraph in passage.paragraphs]
    return {"quotation": passage.kind == "quotation", "paragraphs": paragraphs}


def _step(step: GuideStep, folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = {
        "number": step.number,
        "alternative": step.alternative,
        "sentence": _runs(paper.runs(step.sentence, step.labels)),
        "verdict": paper.verdict(step),
        "verified": step.verified,
        "notes": paper.notes(step),
        "pictures": [],
    }
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
