"""The guide as a page in Confluence's storage format, with the pictures that are to be attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from reports.guide import own, packing, paper, wording
from reports.guide.model import Guide, GuideStep, Picture, nested
from reports.page import template
from verifier.text.model import Passage

NAMESPACES = {"ac": "http://atlassian.com/content", "ri": "http://atlassian.com/resource/identifier"}
"""What its prefixes stand for; a page does not declare them."""


def render(guide: Guide) -> str:
    """Return the page; it refers to the attachments by the names that `attachments` gives them."""
    return template(Path(__file__).parent / "templates" / "confluence.xml.j2").render(
        guide=guide,
        stamp=paper.stamped(guide),
        distrust=wording.DISTRUST,
        words=paper,
        name_of=_name,
        own_name=_own_name,
        linked=_linked,
        lines=paper.own,
        nested=nested,
        contact=_linked(paper.runs(guide.brand.contact)) if guide.brand.contact else "",
    )


def attachments(guide: Guide) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of a page: their names and their files, PNG or JPEG."""
    for step in guide.steps:
        for picture in step.pictures:
            yield _name(picture), picture.packed.printed
    for passage in own.passages(guide):
        if passage.kind == "picture":
            yield _own_name(passage), own.picture(passage).printed


def _name(picture: Picture) -> str:
    return f"{picture.name}.{packing.ending(picture.packed.printed)}"


def _own_name(passage: Passage) -> str:
    shown = own.picture(passage)
    return f"{shown.name}.{packing.ending(shown.printed)}"


def _linked(runs: tuple[paper.Run, ...] | GuideStep) -> Markup:
    """Return a text, or a step's sentence, with its links, and with labels and bold set off."""
    if isinstance(runs, GuideStep):
        runs = paper.runs(runs.sentence, runs.labels)
    made = Markup("")
    for run in runs:
        if run.is_written:
            continue
        words = Markup("<strong>{}</strong>" if run.is_label else "{}").format(run.text)
        made += Markup('<a href="{}">{}</a>').format(run.address, words) if run.address else words
    return made
