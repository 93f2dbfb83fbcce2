"""A survey as files: JSON, page and Markdown, with the pictures marked."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from reports.survey import markdown, page
from reports.survey.changes import changes
from reports.survey.pictures import mark
from verifier.walk.survey import Survey
from verifier.whole import new_file, write_bytes

PICTURES = "survey"
"""The folder beside the page that has the pictures."""


class Written(NamedTuple):
    """Where a survey's forms are."""

    json: Path
    html: Path
    md: Path


def write(survey: Survey, folder: Path) -> Written:
    """Write every form of a survey, each whole or not at all, and return where they are.

    What is there of an earlier one is compared with it. Raises `UnwrittenError`.
    """
    paths = Written(*(folder / f"survey.{ending}" for ending in ("json", "html", "md")))
    since = changes(Survey.load(paths.json), survey)
    for place in survey.places:
        for screen in place.screens:
            if screen.picture is not None:
                marked = mark(folder / PICTURES / screen.picture, screen)
                screen.picture = str(Path(screen.picture).with_suffix(".webp"))
                write_bytes(folder / PICTURES / screen.picture, marked)
    texts = (
        survey.document(),
        page.render(survey, since, folder / PICTURES),
        markdown.render(survey, since, PICTURES),
    )
    with ExitStack() as together:
        for path, text in zip(paths, texts, strict=True):
            together.enter_context(new_file(path)).write_text(text, encoding="utf-8")
    return paths
