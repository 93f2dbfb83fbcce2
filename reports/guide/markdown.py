"""The guide in Markdown as GitHub shows it, with its pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.guide import paper, wording
from reports.guide.model import Guide, GuideStep, Picture

PICTURES = "pictures"
"""The folder of the pictures, beside the document."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$&]|^[-+](?=\s)|(?<=\d)[.)](?=\s))")


def cropped_name(picture: Picture) -> str:
    """Return the file name of a cropped picture."""
    return f"{picture.name}.webp"


def full_name(picture: Picture) -> str:
    """Return the file name of the picture of the whole window."""
    return f"{picture.name}-full.webp"


def render(guide: Guide) -> str:
    """Return the guide as Markdown; it refers to the files named by `cropped_name` and `full_name`."""
    return "\n".join(_lines(guide)).rstrip() + "\n"


def _lines(guide: Guide) -> Iterator[str]:
    yield from (f"# {_escaped(guide.title)}", "")
    if guide.is_draft:
        yield from (f"> **{paper.DRAFT}.** {wording.DISTRUST}", "")
    for paragraph in guide.intro:
        yield from (_linked(paragraph), "")
    yield from (f"*{_escaped(paper.stamped(guide))}*", "")
    for section in guide.sections:
        yield from (f"## {_escaped(section.title)}", "")
        for step in section.steps:
            yield from _step(step)


def _step(step: GuideStep) -> Iterator[str]:
    number = f"{step.number}. "
    # Whatever belongs to a list item is indented as far as its text.
    indent = " " * len(number)
    verdict = _escaped(paper.verdict(step))
    yield f"{number}{_linked(step.sentence)} {f'*{verdict}*' if step.verified else f'**{verdict}**'}"
    yield ""
    if step.picture is not None:
        cropped, full = (f"{PICTURES}/{name(step.picture)}" for name in (cropped_name, full_name))
        yield from (f"{indent}[![{_escaped(step.picture.alt)}]({cropped})]({full})", "")
        yield from (f"{indent}*{_escaped(step.picture.caption)}*", "")
    for note in paper.notes(step):
        yield from (f"{indent}{_escaped(note)}", "")


def _linked(text: str) -> str:
    return "".join(f"<{run.address}>" if run.address else _spelled(run.text) for run in paper.runs(text))


def _escaped(text: str) -> str:
    return _spelled(paper.plain(text))


def _spelled(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
