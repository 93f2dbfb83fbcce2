"""The guide in Markdown as GitHub shows it, with its pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reports.guide import paper, wording
from reports.guide.model import Guide, GuideStep, Picture
from verifier.text.model import Passage

PICTURES = "pictures"
"""The folder of the pictures, beside the document."""

_INDENT = " " * 4
"""As far as the text of a step stands, whose number has one digit or two."""
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
    for passage in guide.intro:
        yield from _passage(passage)
    yield from (f"*{_escaped(paper.stamped(guide))}*", "")
    if any(step.pictures for step in guide.steps):
        yield from (wording.LEGEND, "")
    for section in guide.sections:
        yield from (f"## {_escaped(section.title)}", "")
        for block in section.blocks:
            yield from _passage(block) if isinstance(block, Passage) else _step(block)


def _passage(passage: Passage) -> Iterator[str]:
    paragraphs = [_linked(paper.runs(paragraph)) for paragraph in passage.paragraphs]
    if passage.kind == "quotation":
        yield from ("> " + "\n>\n> ".join(paragraphs), "")
    else:
        yield from (*paragraphs, "")


def _step(step: GuideStep) -> Iterator[str]:
    # GitHub counts items in numerals of its own.
    before = _INDENT if step.parent else ""
    number = f"{before}- **{step.number}.** " if step.parent else f"{step.number}. "
    # Whatever belongs to a list item is indented as far as its text.
    indent = f"{before}  " if step.parent else " " * len(number)
    alternative = f"*{step.alternative}* " if step.alternative else ""
    sentence, verdict = _linked(paper.runs(step.sentence, step.labels)), _escaped(paper.verdict(step))
    yield f"{number}{alternative}{sentence} {f'*{verdict}*' if step.verified else f'**{verdict}**'}"
    yield ""
    for picture in step.pictures:
        cropped, full = (f"{PICTURES}/{name(picture)}" for name in (cropped_name, full_name))
        yield from (f"{indent}[![{_escaped(picture.alt)}]({cropped})]({full})", "")
        yield from (f"{indent}*{_escaped(picture.caption)}*", "")
    for note in paper.notes(step):
        yield from (f"{indent}{_escaped(note)}", "")


def _linked(runs: Sequence[paper.Run]) -> str:
    return "".join(f"<{run.address}>" if run.address else _run(run) for run in runs)


def _run(run: paper.Run) -> str:
    # Bold next to punctuation need not be bold; a label in quotation marks is set off by them.
    is_bold = run.is_label and run.text[0].isalnum() and run.text[-1].isalnum()
    return f"**{_spelled(run.text)}**" if is_bold else _spelled(run.text)


def _escaped(text: str) -> str:
    return _spelled(paper.plain(text))


def _spelled(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
